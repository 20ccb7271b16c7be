"""Backup and check of the database."""

import sqlite3
from pathlib import Path

from sqlalchemy import Engine, text
from sqlalchemy.exc import DatabaseError

from ozg_workflow.domain.errors import InputError


def backup(engine: Engine, target: Path) -> None:
    """Write a consistent copy of a SQLite database while it is in use. Raises InputError for other databases."""
    if engine.dialect.name != "sqlite":
        raise InputError("Diese Sicherung gilt für SQLite. PostgreSQL bitte mit pg_dump sichern.")
    if target.exists():
        raise InputError(f"„{target}“ gibt es schon; bitte einen anderen Namen wählen.")
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_name(f".{target.name}.part")
    source, copy = sqlite3.connect(str(engine.url.database)), sqlite3.connect(draft)
    try:
        source.backup(copy)
    finally:
        copy.close()
        source.close()
    draft.chmod(0o600)
    draft.replace(target)


def find_damage(engine: Engine) -> list[str]:
    """Return what is wrong with the database, as German sentences."""
    if engine.dialect.name != "sqlite":
        return []
    try:
        with engine.connect() as connection:
            integrity = [row[0] for row in connection.execute(text("PRAGMA integrity_check")) if row[0] != "ok"]
            orphans = list(connection.execute(text("PRAGMA foreign_key_check")))
    except DatabaseError as error:
        if type(error) is not DatabaseError:  # its subclasses say "locked" or "cannot be opened", which is no damage
            raise
        return [f"Beschädigt: {error.orig}"]
    return [f"Beschädigt: {line}" for line in integrity] + [
        f"Tabelle {o[0]}, Zeile {o[1]}: verweist auf {o[2]}, das fehlt." for o in orphans
    ]
