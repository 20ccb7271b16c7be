"""Let sessions seal what they add to the audit log when they commit; what seals is loaded with the first line, for most commands only look."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlalchemy import event
from sqlalchemy.orm import Session, SessionTransaction, sessionmaker

from ozg_workflow.database.models import Event

_FRESH: Final = "audit_lines_without_seal"  # in the session: the numbers of lines
_READ: Final = "audit_lines_as_stored"  # in the session: lines by their numbers


def sealing(sessions: sessionmaker[Session]) -> sessionmaker[Session]:
    """Let these sessions seal what they add to the audit log when they commit."""
    event.listen(sessions, "before_flush", _in_one_statement)
    event.listen(sessions, "before_commit", _at_the_end)
    event.listen(sessions, "after_soft_rollback", _forget)
    return sessions


def append(session: Session, lines: Sequence[Mapping[str, Any]]) -> None:
    """Add lines in one statement, past the objects of a session that seals what it commits."""
    from ozg_workflow.database.audit_chain import inserted

    stored = inserted(session.connection(), lines)
    session.info.setdefault(_FRESH, []).extend(stored)
    session.info.setdefault(_READ, {}).update(stored)


def _in_one_statement(session: Session, _context: object, _instances: object) -> None:
    """Add the lines of a flush together: nobody needs them as objects, and on SQLite the ORM inserts one after the other."""
    lines = [item for item in session.new if isinstance(item, Event)]
    for line in lines:
        session.expunge(line)
    if lines:
        append(session, [_columns(line) for line in lines])


def _columns(line: Event) -> dict[str, Any]:
    return {column.name: getattr(line, column.name) for column in Event.__table__.c if column.name != "id"} | {
        "data": line.data or {}
    }


def _at_the_end(session: Session) -> None:
    if session.in_nested_transaction():
        return  # the end of a savepoint only
    session.flush()
    fresh, stored = session.info.pop(_FRESH, None), session.info.pop(_READ, {})
    if fresh:
        from ozg_workflow.database.audit_chain import seal

        seal(session.connection(), fresh, stored)


def _forget(session: Session, ended: SessionTransaction) -> None:
    session.info.pop(_READ, None)  # a savepoint may have taken some of it back
    if ended.parent is None:  # all of it
        session.info.pop(_FRESH, None)
