"""How far the audit log went, signed, in a backup: who cuts off or rewrites the log cannot make the backups agree."""

import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, inspect, text

from ozg_workflow.database.audit_chain import enter, last_seal
from ozg_workflow.domain.errors import InputError
from ozg_workflow.domain.proof.chain import Head, signed

HEAD_TABLE: Final = "audit_head"  # in a backup only


def stamp_copy(copy: Connection, line: dict[str, Any], key: bytes) -> None:
    """Add to a copy the head of its audit log, signed where there is a key, and then the line that tells of the backup."""
    if key:
        head = signed(last_seal(copy), line["at"], key)
        values = {"number": head.number, "digest": head.digest, "at": head.at.isoformat(), "signature": head.signature}
        copy.execute(text(f"CREATE TABLE {HEAD_TABLE} (number INTEGER, digest TEXT, at TEXT, signature TEXT)"))
        copy.execute(text(f"INSERT INTO {HEAD_TABLE} VALUES (:number, :digest, :at, :signature)"), values)  # noqa: S608 - a constant
    enter(copy, [line])


def read_head(path: Path) -> Head | None:
    """Return the head in a backup, None where it has none. Raises InputError for what is no backup."""
    if not path.is_file():
        raise InputError(f"Die Sicherung „{path}“ gibt es nicht.")
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as copy:
            if not copy.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (HEAD_TABLE,)).fetchone():
                return None
            number, digest, at, signature = copy.execute(f"SELECT number, digest, at, signature FROM {HEAD_TABLE}").fetchone()  # noqa: S608 - a constant
            return Head(number=number, digest=digest, at=datetime.fromisoformat(at), signature=signature)
    except (sqlite3.DatabaseError, TypeError, ValueError) as error:
        raise InputError(f"„{path}“ ist keine Sicherung von OZG-Workflow.") from error


def drop_head(copy: Connection) -> None:
    """Remove the head from a copy of a backup that is to be restored: it is true of the backup only."""
    if HEAD_TABLE in inspect(copy).get_table_names():
        copy.execute(text(f"DROP TABLE {HEAD_TABLE}"))
