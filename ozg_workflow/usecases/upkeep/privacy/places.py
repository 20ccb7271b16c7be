"""Where the database names an address: row by row, in every column of a category of personal data."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Column, ColumnElement, Connection, LargeBinary, RowMapping, Table, Text, cast, func, or_, select, true

from ozg_workflow.database.models import Base
from ozg_workflow.domain.data_protection.holdings import HOLDINGS
from ozg_workflow.domain.data_protection.naming import names
from ozg_workflow.mail.read.naming import readable

AT_ONCE: Final = 100  # mails are large


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A row that names the address: the title of its category, its table, its primary key and the columns that do; `mail` are the bytes of a mail.

    `columns` are texts for people, JSON as it is written; `values` the same as they are stored.
    """

    holding: str
    table: str
    key: str
    columns: dict[str, str]
    values: dict[str, Any]
    mail: bytes | None = None


def places_of(connection: Connection, address: str, rollout_id: int | None = None, *, mails: bool = True) -> Iterator[Found]:
    """Yield every row that names the address (in lower case), of one rollout or of all; without `mails` their bytes are not read.

    What a mail says is found however it is encoded, what lies in a file attached to it is not.
    """
    for holding in HOLDINGS:
        for name in holding.tables:
            table = Base.metadata.tables[name]
            columns = [table.c[c.partition(".")[2]] for c in holding.columns if c.startswith(f"{name}.")]
            meant = of_rollout(table, rollout_id)
            texts = [column for column in columns if not isinstance(column.type, LargeBinary)]
            if texts:
                yield from _in_texts(connection, holding.title, texts, meant, address)
            for column in (c for c in columns if mails and isinstance(c.type, LargeBinary)):
                yield from _in_mails(connection, holding.title, column, meant, address)


def of_rollout(table: Table, rollout_id: int | None) -> ColumnElement[bool]:
    """Return what chooses the rows of one rollout (all for None), by the references that lead to it."""
    if rollout_id is None:
        return true()
    if table.name == "rollout":
        return table.c.id == rollout_id
    if "rollout_id" in table.c:
        return table.c.rollout_id == rollout_id
    reference = next(key for column in table.c if not column.nullable for key in column.foreign_keys)
    return reference.parent.in_(select(reference.column).where(of_rollout(reference.column.table, rollout_id)))


def _in_texts(
    connection: Connection, title: str, columns: list[Column[Any]], meant: ColumnElement[bool], address: str
) -> Iterator[Found]:
    table: Any = columns[0].table
    escaped = address.replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_")
    hits = or_(*(func.lower(cast(column, Text)).like(f"%{escaped}%", escape="\\") for column in columns))
    query = select(*_distinct(*table.primary_key, *columns)).where(hits, meant).order_by(*table.primary_key)
    for row in connection.execute(query).mappings().all():
        said = {column.name: _text(row[column.name]) for column in columns}
        naming = {name: text for name, text in said.items() if names(text, address)}
        if naming:
            values = {name: row[name] for name in naming}
            yield Found(holding=title, table=table.name, key=_key(table, row), columns=naming, values=values)


def _in_mails(
    connection: Connection, title: str, column: Column[Any], meant: ColumnElement[bool], address: str
) -> Iterator[Found]:
    table: Any = column.table
    query = select(*table.primary_key, column).where(meant).order_by(*table.primary_key)
    for row in connection.execute(query, execution_options={"yield_per": AT_ONCE}).mappings():
        content = bytes(row[column.name])
        if any(names(text, address) for text in readable(content)):
            yield Found(holding=title, table=table.name, key=_key(table, row), columns={}, values={}, mail=content)


def _distinct(*columns: Column[Any]) -> tuple[Column[Any], ...]:
    return tuple(dict.fromkeys(columns))


def _key(table: Table, row: RowMapping) -> str:
    return "-".join(str(row[column.name]) for column in table.primary_key)


def _text(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
