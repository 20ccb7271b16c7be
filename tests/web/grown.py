"""A small town grown to the size of a city: what it has is copied many times over within the same rollout."""

from collections.abc import Collection
from typing import Any, Final

from sqlalchemy import Column, Engine, String, Table, cast, func, insert, literal, or_, select

from ozg_workflow.database.models import Base

STEP: Final = 1_000_000  # between the numbers of two copies
# nothing is said twice about the same service
SERVICES: Final = frozenset({"office", "office_membership", "service", "assignment", "score", "measure"})
MAILS: Final = frozenset({"incoming", "message", "message_content"})
ABOUT_LISTS: Final = frozenset({"service_list", "service_list_row", "responsibility_case", "correction", "maturity_reading"})
ABOUT_MAILS: Final = frozenset(
    {
        "message_list",
        "message_recipient",
        "delivery_attempt",
        "incoming_note",
        "return",
        "return_row",
        "event_reply",
    }
)
MANY: Final = SERVICES | MAILS | ABOUT_LISTS | ABOUT_MAILS  # what a city has more of; everything else a rollout has once
# what is unique, and has another name in each copy
NAMED: Final = {
    ("office", "number"),
    ("service", "ref"),
    ("message", "occasion"),
    ("message", "header_id"),
    ("incoming", "mailbox"),
    ("event_reply", "attendee"),
    ("message_recipient", "address"),
}


def grow(engine: Engine, times: int, *, kept: Collection[str] = ()) -> None:
    """Copy what a city has more of, but the tables `kept`: without any a town gets more offices, with `SERVICES` more lists."""
    copied = MANY - set(kept)
    with engine.begin() as connection:
        for table in Base.metadata.sorted_tables:
            if table.name in copied:
                columns = list(table.columns)
                first = [or_(column < STEP, column.is_(None)) for column in columns if _is_shifted(column, copied)]
                for copy in range(1, times):
                    values = [_value(column, copy, copied) for column in columns]
                    connection.execute(insert(table).from_select(columns, select(*values).where(*first)))


def _is_shifted(column: Column[Any], copied: Collection[str]) -> bool:
    """Tell whether a column has another number in each copy."""
    return column.name == "id" or any(key.column.table.name in copied for key in column.foreign_keys)


def _value(column: Column[Any], copy: int, copied: Collection[str]) -> Any:
    table: Table = column.table  # type: ignore[assignment]
    if _is_shifted(column, copied):
        return column + copy * STEP
    if (table.name, column.name) == ("incoming", "sha256"):
        return func.substr(column, 1, 58) + literal(f"{copy:06}")
    if (table.name, column.name) == ("service_list", "version"):
        return column + copy
    return cast(column, String) + literal(f"-{copy}") if (table.name, column.name) in NAMED else column
