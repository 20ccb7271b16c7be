"""Add lines to the audit log, seal them, and read the chain back.

A transaction seals its lines at its very end. SQLite has one writer at a time; on PostgreSQL a lock makes those who commit take
turns, for as long as a commit takes. So the chain is in the order of commits, and nobody waits for a long step.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from typing import Any, Final

from sqlalchemy import Connection, Row, bindparam, insert, select, text

from ozg_workflow.database.models import AuditSeal, Event
from ozg_workflow.database.models.base import Base
from ozg_workflow.domain.proof.chain import Line, Seal, next_seals

_AT_ONCE: Final = 500
_TAKE_TURNS: Final = text("SELECT pg_advisory_xact_lock(20170814)")  # any number, but always the same
_EVENT: Final = Base.metadata.tables[Event.__tablename__]
_SEAL: Final = Base.metadata.tables[AuditSeal.__tablename__]
_PARTS: Final = tuple(field.name for field in fields(Line))
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


def enter(connection: Connection, lines: Sequence[Mapping[str, Any]]) -> None:
    """Add lines and seal them. For the very end of a transaction."""
    if lines:
        stored = inserted(connection, lines)
        seal(connection, stored, stored)


def inserted(connection: Connection, lines: Sequence[Mapping[str, Any]]) -> dict[int, Line]:
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
