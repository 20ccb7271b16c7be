"""What SQLite would take and PostgreSQL would not: both refuse, or mend, it alike before it is stored."""

from collections.abc import Hashable
from functools import cache
from typing import Any

from sqlalchemy import String, event, inspect
from sqlalchemy.orm import Session, sessionmaker

from ozg_workflow.domain.errors import InputError


def guard(sessions: sessionmaker[Session]) -> sessionmaker[Session]:
    """Let every flush of these sessions look at the texts first."""
    event.listen(sessions, "before_flush", _before_flush)
    return sessions


def _before_flush(session: Session, _context: object, _instances: object) -> None:
    for item in (*session.new, *session.dirty):
        model: Any = type(item)
        for name, longest in _texts(model):
            value = item.__dict__.get(name)
            if isinstance(value, str):
                _look_at(item, name, value, longest)


def _look_at(item: Any, name: str, value: str, longest: int | None) -> None:
    """A NUL, which PostgreSQL cannot store, becomes the sign for an unreadable character. Raises InputError for a text that is too long."""
    if "\0" in value:
        value = value.replace("\0", "\ufffd")
        setattr(item, name, value)
    if longest is not None and len(value) > longest:
        place = f"{item.__tablename__}.{name}"
        raise InputError(f"„{value[:40]}…“ ist zu lang: {len(value)} Zeichen, erlaubt sind {longest} ({place}).")


@cache
def _texts(model: Hashable) -> tuple[tuple[str, int | None], ...]:
    """Return the names of the columns with free text and their lengths."""
    columns: Any = inspect(model).columns
    return tuple((key, column.type.length) for key, column in columns.items() if isinstance(column.type, String))
