"""Questions for columns, asked past the objects of a session: SQLAlchemy's part of a small question takes half of its time."""

from collections import namedtuple
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVarTuple

from sqlalchemy import ColumnElement, Row, literal
from sqlalchemy.orm import Session
from sqlalchemy.sql.selectable import TypedReturnsRows

Columns = TypeVarTuple("Columns")


def columns(session: Session, query: TypedReturnsRows[*Columns], values: Mapping[str, Any]) -> Sequence[Row[*Columns]]:
    """Return the rows that a query for columns finds, with the values of its parameters; it sees what the session has changed.

    Not for objects: of a table that is asked for as a whole only its first column would come back.
    """
    if session.autoflush:
        session.flush()
    return session.connection().execute(query, values).all()


def column(session: Session, query: TypedReturnsRows[*tuple[Any, ...]], values: Mapping[str, Any]) -> list[Any]:
    """Return the first column of all rows."""
    return [row[0] for row in columns(session, query, values)]


def first(session: Session, query: TypedReturnsRows[*Columns], values: Mapping[str, Any]) -> Row[*Columns] | None:
    """Return the first row, None where there is none."""
    return next(iter(columns(session, query, values)), None)


def value(session: Session, query: TypedReturnsRows[*tuple[Any, ...]], values: Mapping[str, Any]) -> Any:
    """Return the first column of the first row, None where there is none."""
    found = first(session, query, values)
    return found[0] if found else None


def one_of(column: Any, values: Iterable[Any]) -> ColumnElement[bool]:
    """Return the condition that a column has one of some values which are always the same, for a statement that is put together once.

    For a list `in_` leaves a gap, which is filled anew each time the statement is asked.
    """
    condition: ColumnElement[bool] = column.in_([literal(value, column.type) for value in values])
    return condition


def named(asked: Iterable[Any]) -> Callable[[Iterable[Any]], Any]:
    """Return what makes a named tuple of a row with these columns, for rows of which many columns are read.

    SQLAlchemy looks for a column by its name each time it is read, which takes ten times as long.
    """
    made: Any = namedtuple  # noqa: PYI024 - the names are those of the columns
    maker: Callable[[Iterable[Any]], Any] = made("Named", [column.key for column in asked])._make
    return maker
