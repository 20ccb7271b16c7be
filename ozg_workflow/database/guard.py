"""What SQLite would take and PostgreSQL would not: both refuse, or mend, it alike before it is stored."""

from collections.abc import Hashable, Mapping
from functools import cache
from typing import Any

from sqlalchemy import String, event, inspect
from sqlalchemy.orm import Session, sessionmaker

from ozg_workflow.database.models.base import Base
from ozg_workflow.domain.errors import InputError


def guard(sessions: sessionmaker[Session]) -> sessionmaker[Session]:
    """Let every flush of these sessions look at the texts first."""
    event.listen(sessions, "before_flush", _before_flush)
    return sessions


def guarded(model: type[Base], values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values of a row that is written past the objects of a session, looked at in the same way."""
    return dict(values) | _mended(model, values)


def _before_flush(session: Session, _context: object, _instances: object) -> None:
    for item in (*session.new, *session.dirty):
        for name, value in _mended(type(item), item.__dict__).items():
            setattr(item, name, value)


def _mended(model: type[Base], values: Mapping[str, Any]) -> dict[str, str]:
    """Return the texts that cannot be stored as they are: a NUL, which PostgreSQL does not know, becomes the sign for an unreadable character.

    Raises InputError for a text that is too long.
    """
    texts = ((name, values.get(name), longest) for name, longest in _texts(model))
    found = [(name, value, longest) for name, value, longest in texts if isinstance(value, str)]
    for name, value, longest in found:
        if longest is not None and len(value) > longest:
            shown, place = value[:40].replace("\0", "\ufffd"), f"{model.__tablename__}.{name}"
            raise InputError(f"„{shown}…“ ist zu lang: {len(value)} Zeichen, erlaubt sind {longest} ({place}).")
    return {name: value.replace("\0", "\ufffd") for name, value, _ in found if "\0" in value}


@cache
def _texts(model: Hashable) -> tuple[tuple[str, int | None], ...]:
    """Return the names of the columns with free text and their lengths."""
    columns: Any = inspect(model).columns
    return tuple((key, column.type.length) for key, column in columns.items() if isinstance(column.type, String))
