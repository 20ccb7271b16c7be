"""Many rollouts in one database: everything of the first one copied, row by row, under new numbers and names."""

from typing import Final

from sqlalchemy import Connection, Engine, Table, text

from ozg_workflow.database.models import Base

STEP: Final = 1_000_000  # between the numbers of two copies
# what is unique over all rollouts, and how a copy differs
NAMED: Final = {
    ("rollout", "key"): "key || '-' || :copy",
    ("rollout", "config_hash"): "substr(config_hash, 1, 58) || :six_digits",  # nobody keeps one configuration for all
    ("message", "header_id"): "header_id || :copy",
    ("incoming", "sha256"): "substr(sha256, 1, 58) || :six_digits",
    ("incoming", "mailbox"): "mailbox || :copy",
    ("audit_seal", "number"): "number + :shift",  # no chain any more; nobody asks this database for proof
}
KEPT: Final = frozenset({"relay"})  # of the machine, not of a rollout


def crowd(engine: Engine, rollouts: int) -> None:
    """Fill a database that holds one rollout up to so many; all connections of the engine are closed."""
    tables = [table for table in Base.metadata.sorted_tables if table.name not in KEPT]
    with engine.connect() as connection:
        _check_nothing(connection)
        for table in tables:
            connection.execute(text(f"CREATE TEMP TABLE first_{table.name} AS SELECT * FROM {_quoted(table.name)}"))
        for copy in range(1, rollouts):
            values = {"copy": str(copy), "six_digits": f"{copy:06d}", "shift": copy * STEP}
            for table in tables:
                connection.execute(text(_copy(table)), values)
        connection.commit()
    engine.dispose()


def _check_nothing(connection: Connection) -> None:
    """Let rows be copied in any order and fast, as long as this connection lives: what they refer to follows."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SET session_replication_role = replica"))
        return
    cursor = connection.connection.cursor()  # no effect inside a transaction, hence on the bare connection
    for pragma in ("synchronous=OFF", "foreign_keys=OFF", "journal_mode=MEMORY"):
        cursor.execute(f"PRAGMA {pragma}")


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
