"""Seal the lines of the audit log as they are committed, and read the chain back.

A transaction seals its lines at its very end. SQLite has one writer at a time; on PostgreSQL a lock makes those who commit take
turns, for as long as a commit takes. So the chain is in the order of commits, and nobody waits for a long step.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from typing import Any, Final

from sqlalchemy import Connection, Row, bindparam, event, insert, select, text
from sqlalchemy.orm import Session, SessionTransaction, sessionmaker

from ozg_workflow.database.models import AuditSeal, Base, Event
from ozg_workflow.domain.proof.chain import Line, Seal, next_seals

_FRESH: Final = "audit_lines_without_seal"
_READ: Final = "audit_lines_as_stored"
_AT_ONCE: Final = 500
_TAKE_TURNS: Final = text("SELECT pg_advisory_xact_lock(20170814)")  # any number, but always the same
_EVENT: Final = Base.metadata.tables[Event.__tablename__]
_SEAL: Final = Base.metadata.tables[AuditSeal.__tablename__]
_PARTS: Final = tuple(field.name for field in fields(Line))
_WRITTEN: Final = tuple(column.name for column in _EVENT.c if column.name != "id")
_SAID: Final = tuple(_EVENT.c[name] for name in _PARTS)
_LINES: Final = select(*_SAID).where(_EVENT.c.id.in_(bindparam("ids", expanding=True))).order_by(_EVENT.c.id)
_INSERT: Final = insert(_EVENT).returning(*_SAID)
_INSERT_SEAL: Final = insert(_SEAL)
_LAST: Final = select(_SEAL).order_by(_SEAL.c.number.desc()).limit(1)
_LINKS: Final = (
    select(_SEAL, *(column.label(f"of_{column.name}") for column in _SAID))
    .outerjoin_from(_SEAL, _EVENT, _SEAL.c.event_id == _EVENT.c.id)
    .order_by(_SEAL.c.number)
)
_LOOSE: Final = select(*_SAID).outerjoin(_SEAL, _SEAL.c.event_id == _EVENT.c.id).where(_SEAL.c.number.is_(None))


def sealing(sessions: sessionmaker[Session]) -> sessionmaker[Session]:
    """Let these sessions seal what they add to the audit log when they commit."""
    event.listen(sessions, "before_flush", _in_one_statement)
    event.listen(sessions, "before_commit", _at_the_end)
    event.listen(sessions, "after_soft_rollback", _forget)
    return sessions


def enter(connection: Connection, lines: Sequence[Mapping[str, Any]]) -> None:
    """Add lines past the objects of a session, and seal them. For the very end of a transaction."""
    if lines:
        inserted = _inserted(connection, lines)
        seal(connection, inserted, inserted)


def append(session: Session, lines: Sequence[Mapping[str, Any]]) -> None:
    """Add lines in one statement, past the objects of a session that seals what it commits."""
    inserted = _inserted(session.connection(), lines)
    session.info.setdefault(_FRESH, []).extend(inserted)
    session.info.setdefault(_READ, {}).update(inserted)


def _inserted(connection: Connection, lines: Sequence[Mapping[str, Any]]) -> dict[int, Line]:
    """Add lines and return them as they are stored, by their numbers."""
    rows = connection.execute(_INSERT, lines[0] if len(lines) == 1 else lines)
    return {row.id: _line(row) for row in rows}


def seal(connection: Connection, ids: Iterable[int], stored: Mapping[int, Line]) -> None:
    """Seal lines that this transaction has added; those that a savepoint took back are left out. What `stored` knows is not read again."""
    if connection.dialect.name == "postgresql":
        connection.execute(_TAKE_TURNS)
    last = last_seal(connection)
    wanted = sorted(set(ids))
    for start in range(0, len(wanted), _AT_ONCE):
        seals = list(next_seals(last, _as_stored(connection, wanted[start : start + _AT_ONCE], stored)))
        if seals:
            connection.execute(_INSERT_SEAL, [{"number": s.number, "event_id": s.event_id, "digest": s.digest} for s in seals])
            last = seals[-1]


def _as_stored(connection: Connection, ids: Sequence[int], stored: Mapping[int, Line]) -> list[Line]:
    if all(number in stored for number in ids):
        return [stored[number] for number in ids]
    return [_line(row) for row in connection.execute(_LINES, {"ids": ids})]


def last_seal(connection: Connection) -> Seal | None:
    """Return the end of the chain, None before the first line."""
    row = connection.execute(_LAST).first()
    return Seal(**row._asdict()) if row else None


def links(connection: Connection) -> Iterator[tuple[Seal, Line | None]]:
    """Return the chain from its beginning: each seal with its line, None where that is gone."""
    for row in connection.execute(_LINKS, execution_options={"yield_per": _AT_ONCE}).mappings():
        line = {name: row[f"of_{name}"] for name in _PARTS}
        found = Seal(number=row["number"], event_id=row["event_id"], digest=row["digest"])
        yield found, None if line["id"] is None else Line(**line)


def loose(connection: Connection) -> Iterator[Line]:
    """Return the lines of the audit log that have no seal, the oldest first."""
    return (_line(row) for row in connection.execute(_LOOSE.order_by(_EVENT.c.id)))


def _line(row: Row[Any]) -> Line:
    return Line(**row._asdict())


def _in_one_statement(session: Session, _context: object, _instances: object) -> None:
    """Add the lines of a flush together: nobody needs them as objects, and on SQLite the ORM inserts one after the other."""
    lines = [item for item in session.new if isinstance(item, Event)]
    for line in lines:
        session.expunge(line)
    if lines:
        append(session, [_columns(line) for line in lines])


def _columns(line: Event) -> dict[str, Any]:
    return {name: getattr(line, name) for name in _WRITTEN} | {"data": line.data or {}}


def _at_the_end(session: Session) -> None:
    if session.in_nested_transaction():
        return  # the end of a savepoint only
    session.flush()
    fresh, stored = session.info.pop(_FRESH, None), session.info.pop(_READ, {})
    if fresh:
        seal(session.connection(), fresh, stored)


def _forget(session: Session, ended: SessionTransaction) -> None:
    session.info.pop(_READ, None)  # a savepoint may have taken some of it back
    if ended.parent is None:  # all of it
        session.info.pop(_FRESH, None)
