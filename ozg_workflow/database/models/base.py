"""The declarative base and the column types of this house."""

from collections.abc import Callable
from datetime import UTC, datetime
from enum import StrEnum
from functools import lru_cache
from typing import Any

from sqlalchemy import DateTime, Dialect, MetaData, String, TypeDecorator
from sqlalchemy.orm import DeclarativeBase


class UtcDateTime(TypeDecorator[datetime]):
    """An aware moment, stored in UTC; naive datetimes are refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Refuse naive moments, convert to UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("naive datetime")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Give the time zone back that SQLite forgets, and UTC where PostgreSQL answers in the zone of its server."""
        return None if value is None else _in_utc(value)

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], datetime | None] | None:
        """Return what makes a moment of a stored one: for the text of SQLite one step instead of three, because a page reads thousands."""
        return _of_text if dialect.name == "sqlite" else super().result_processor(dialect, coltype)


def _in_utc(value: datetime) -> datetime:
    return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


@lru_cache(maxsize=4096)  # the lines of a table share a few moments: those of their returns
def _of_text(stored: str | None) -> datetime | None:
    return None if stored is None else _in_utc(datetime.fromisoformat(stored))


class _Members(dict[str | None, StrEnum | None]):
    """The members of an enum by their stored values. Raises ValueError for a value that is none."""

    def __init__(self, enum: type[StrEnum]) -> None:
        super().__init__((member.value, member) for member in enum)
        self.enum, self[None] = enum, None

    def __missing__(self, value: str) -> StrEnum:
        return self.enum(value)


class EnumText(TypeDecorator[StrEnum]):
    """A StrEnum stored as its value."""

    impl = String(40)
    cache_ok = True

    def __init__(self, enum: type[StrEnum]) -> None:
        self.enum = enum
        super().__init__()

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Store the value; anything that is no member is refused."""
        if value.__class__ is self.enum:  # as nearly always
            return str(value.value)
        return None if value is None else self.enum(value).value

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], StrEnum | None]:  # noqa: ARG002
        """Return what makes a member of a stored value: looked up in a table, because a page reads thousands of them."""
        return _Members(self.enum).__getitem__


class Base(DeclarativeBase):
    """Base of all tables."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
