"""Everything that is held about one mail address, for the answer to a person (GDPR, Art. 15) – in whatever column and mail it stands."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import LargeBinary, Text, cast, func, or_, select

from ozg_workflow.database.models import Base
from ozg_workflow.domain.data_protection.holdings import HOLDINGS, Holding
from ozg_workflow.domain.errors import InputError
from ozg_workflow.usecases.step.context import Context
from ozg_workflow.usecases.step.work import Work

AT_ONCE: Final = 100  # mails are large


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A row that names the address: the title of its category, its table, its primary key and the columns that do; `mail` are the bytes of a mail."""

    holding: str
    table: str
    key: str
    columns: dict[str, str]
    mail: bytes | None = None


def about_address(ctx: Context, address: str) -> tuple[Found, ...]:
    """Return every row in which the address stands, of all rollouts of the database. Raises InputError for what is no address."""
    wanted = address.strip().lower()
    if "@" not in wanted or len(wanted) < 4:
        raise InputError(f"„{address}“ ist keine Mailadresse.")
    with ctx.work("Auskunft über eine Adresse", lock=False) as work:
        found = tuple(row for holding in HOLDINGS for row in _found(work, holding, wanted))
        # whom the answer was about must not stand in the log
        work.record("person_informed", ("rollout", work.rollout.key), f"Auskunft zu einer Adresse: {len(found)} Fundstellen")
        return found


def _found(work: Work, holding: Holding, wanted: str) -> Iterator[Found]:
    for name in holding.tables:
        table = Base.metadata.tables[name]
        columns = [table.c[c.partition(".")[2]] for c in holding.columns if c.startswith(f"{name}.")]
        texts = [column for column in columns if not isinstance(column.type, LargeBinary)]
        if texts:
            yield from _in_texts(work, holding, table, texts, wanted)
        for column in (c for c in columns if isinstance(c.type, LargeBinary)):
            yield from _in_mails(work, holding, table, column, wanted)


def _in_texts(work: Work, holding: Holding, table: Any, columns: list[Any], wanted: str) -> Iterator[Found]:
    escaped = wanted.replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_")
    hits = or_(*(func.lower(cast(column, Text)).like(f"%{escaped}%", escape="\\") for column in columns))
    for row in (
        work.session.connection()
        .execute(select(*table.primary_key, *columns).where(hits).order_by(*table.primary_key))
        .mappings()
    ):
        said = {column.name: _text(row[column.name]) for column in columns}
        naming = {name: text for name, text in said.items() if wanted in text.lower()}
        yield Found(holding=holding.title, table=table.name, key=_key(table, row), columns=naming)


def _in_mails(work: Work, holding: Holding, table: Any, column: Any, wanted: str) -> Iterator[Found]:
    """Look into the bytes of each mail: an address stands there in plain, in its head at least."""
    query = select(*table.primary_key, column).order_by(*table.primary_key)
    for row in work.session.connection().execute(query, execution_options={"yield_per": AT_ONCE}).mappings():
        content = bytes(row[column.name])
        if wanted.encode() in content.lower():
            yield Found(holding=holding.title, table=table.name, key=_key(table, row), columns={}, mail=content)


def _key(table: Any, row: Any) -> str:
    return "-".join(str(row[column.name]) for column in table.primary_key)


def _text(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
