"""Go through the audit log from its first line: nothing altered, removed or inserted, and every backup agrees."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, Engine, select

from ozg_workflow.database.audit_chain import last_seal, links, loose
from ozg_workflow.database.backup_head import read_head
from ozg_workflow.database.models import AuditSeal, Event
from ozg_workflow.database.session import read_only
from ozg_workflow.domain import german
from ozg_workflow.domain.proof.chain import NOTHING, Flaw, FlawKind, Head, flaws_of, is_genuine, unsealed

_RESTORED: Final = select(Event.at, Event.data).where(Event.verb == "restored")


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """What came out: `sealed` lines, the digest of the last one (for the file of the auditor), the backups compared, flaws, and notes in German."""

    sealed: int
    digest: str
    backups: int
    flaws: tuple[Flaw, ...]
    notes: tuple[str, ...]


def verify_audit(engine: Engine, backups: Iterable[Path], key: bytes) -> Verified:
    """Verify the chain, and compare it with the heads in backups, which `key` must have signed.

    A backup that was made on a course which a restore has left is named and not held against the log. Raises InputError for what is no backup.
    """
    heads = {path.name: read_head(path) for path in backups}
    known = {name: head for name, head in heads.items() if head}
    notes = (
        [f"Ohne Kopf des Protokolls, sie belegen nichts: {german.join(sorted(set(heads) - set(known)))}."]
        if known != heads
        else []
    )
    with read_only(engine).connect() as connection:
        last = last_seal(connection)
        flaws = [*flaws_of(links(connection)), *map(unsealed, loose(connection))]
        for name, head in known.items():
            flaws += _compared(connection, name, head, key, notes)
    return Verified(
        sealed=last.number if last else 0,
        digest=last.digest if last else NOTHING,
        backups=len(known),
        flaws=tuple(flaws),
        notes=tuple(notes),
    )


def _compared(connection: Connection, name: str, head: Head, key: bytes, notes: list[str]) -> Iterator[Flaw]:
    if not is_genuine(head, key):
        text = f"Sicherung {name}: Der Kopf des Protokolls ist nicht mit dem Schlüssel dieser Arbeitsumgebung signiert."
        yield Flaw(kind=FlawKind.FORGED, line=None, text=text)
    elif not _holds(connection, head):
        if left := _left_by_restore(connection, head.at):
            notes.append(f"Sicherung {name}: vor der Wiederherstellung vom {german.local_time(left)} gemacht; sie zählt nicht.")
            return
        known = german.count(head.number, "Zeile", "Zeilen")
        text = f"Sicherung {name} vom {german.local_time(head.at)} kennt {known}; hier enden sie früher oder lauten anders."
        yield Flaw(kind=FlawKind.CUT_OFF, line=None, text=text)


def _holds(connection: Connection, head: Head) -> bool:
    found = connection.scalar(select(AuditSeal.digest).where(AuditSeal.number == head.number)) if head.number else NOTHING
    return found == head.digest


def _left_by_restore(connection: Connection, at: datetime) -> datetime | None:
    """Return when a restore left the course on which something was made at this moment; None where none did."""
    for row in connection.execute(_RESTORED):
        since = row.data.get("backup_at")
        if since and datetime.fromisoformat(since) < at <= row.at:
            left: datetime = row.at
            return left
    return None
