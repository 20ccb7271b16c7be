"""Back the database up into a file that knows when it was made, and restore it without sending anything twice."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, Engine, select
from sqlalchemy.orm import Session

from ozg_workflow.database.backup import BACKED_UP, Progress, backup, backup_line, put_key
from ozg_workflow.database.backup_head import stamp_copy
from ozg_workflow.database.models import Event
from ozg_workflow.database.session import make_sessions


@dataclass(frozen=True, slots=True, kw_only=True)
class Maker:
    """Who makes or restores a backup, and when (aware); `signing` signs the head of its audit log (empty: it has none)."""

    name: str
    at: datetime
    signing: bytes = b""


def no_progress(_share: float) -> None:
    """Show nothing."""


def back_up(engine: Engine, target: Path, by: Maker, *, key: str = "", progress: Progress = no_progress) -> None:
    """Write the whole database, and the key of the list tokens, to `target` and note it in the audit log, there and here.

    Raises InputError, UnavailableError.
    """
    line = backup_line(target, by.name, by.at)

    def stamp(copy: Connection) -> None:
        stamp_copy(copy, line, by.signing)
        if key:
            put_key(copy, key)

    backup(engine, target, progress, stamp=stamp)
    with make_sessions(engine).begin() as session:
        session.add(Event(**line))


def backup_moment(session: Session) -> datetime | None:
    """Return when a backup was made: its own line, else the newest line of its audit log."""
    newest = select(Event.at).order_by(Event.id.desc()).limit(1)
    return session.scalar(newest.where(Event.verb == BACKED_UP)) or session.scalar(newest)
