"""Many rollouts in one database: everything of the first one copied, row by row, under new numbers and names."""

import sqlite3
from pathlib import Path
from typing import Final

from sqlalchemy import Table

from ozg_workflow.database.models import Base

STEP: Final = 1_000_000  # between the numbers of two copies
# what is unique over all rollouts, and how a copy differs
NAMED: Final = {
    ("rollout", "key"): "key || '-' || :copy",
    ("rollout", "config_hash"): "substr(config_hash, 1, 58) || printf('%06d', :copy)",  # nobody keeps one configuration for all
    ("message", "header_id"): "header_id || :copy",
    ("incoming", "sha256"): "substr(sha256, 1, 58) || printf('%06d', :copy)",
    ("incoming", "mailbox"): "mailbox || :copy",
    ("audit_seal", "number"): "number + :shift",  # no chain any more; nobody asks this database for proof
}
KEPT: Final = frozenset({"relay"})  # of the machine, not of a rollout


def crowd(database: Path, rollouts: int) -> None:
    """Fill a database that holds one rollout up to so many."""
    with sqlite3.connect(database) as connection:
        connection.executescript("PRAGMA synchronous=OFF; PRAGMA foreign_keys=OFF; PRAGMA journal_mode=MEMORY;")
        for table in Base.metadata.sorted_tables:
            if table.name not in KEPT:
                connection.execute(f"CREATE TEMP TABLE first_{table.name} AS SELECT * FROM {_quoted(table.name)}")
        for copy in range(1, rollouts):
            for table in Base.metadata.sorted_tables:
                if table.name not in KEPT:
                    connection.execute(_copy(table), {"copy": copy, "shift": copy * STEP})
    connection.close()


def _copy(table: Table) -> str:
    columns = ", ".join(_quoted(column.name) for column in table.columns)
    values = ", ".join(_value(table, column.name) for column in table.columns)
    return f"INSERT INTO {_quoted(table.name)} ({columns}) SELECT {values} FROM first_{table.name}"


def _value(table: Table, name: str) -> str:
    column = table.columns[name]
    if (table.name, name) in NAMED:
        return NAMED[table.name, name]
    if column.foreign_keys or name == "id":
        return f"{_quoted(name)} + :shift"
    return _quoted(name)


def _quoted(name: str) -> str:
    return f'"{name}"'
