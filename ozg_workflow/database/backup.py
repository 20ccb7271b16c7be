"""Copies of a whole database in one portable format: a SQLite file, also where the source is PostgreSQL."""

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, Engine, MetaData, Table, func, insert, inspect, select, text

from ozg_workflow.database.session import make_engine, read_only, revision, sqlite_url
from ozg_workflow.domain.errors import InputError, UnavailableError

PAGES_AT_ONCE: Final = 2000
ROWS_AT_ONCE: Final = 200  # mails are large
REVISION_TABLE: Final = "alembic_version"
BACKED_UP: Final = "backed_up"
KEY_TABLE: Final = "secret_key"  # in a backup only
# told how much is done, from 0 to 1
Progress = Callable[[float], None]


def backup(
    engine: Engine, target: Path, progress: Progress = lambda _share: None, *, stamp: Callable[[Connection], None] | None = None
) -> None:
    """Write a consistent copy while the database is in use; `stamp` adds to the copy what is known about it.

    Raises InputError for an existing target, which is never overwritten, and UnavailableError when it cannot be written.
    """
    if target.exists():
        raise InputError(f"„{target}“ gibt es schon; bitte einen anderen Namen wählen.")
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_name(f".{target.name}.part")
    draft.unlink(missing_ok=True)
    draft.touch(mode=0o600)
    draft.chmod(0o600)
    try:
        copy_to_file(engine, draft, progress)
        if stamp:
            _add(draft, stamp)
        _keep(draft, target)
    except (OSError, sqlite3.Error) as error:
        raise UnavailableError(f"Die Sicherung „{target}“ kann nicht geschrieben werden ({error}).") from error
    finally:
        for rest in (draft, *(draft.with_name(draft.name + end) for end in ("-wal", "-shm", "-journal"))):
            rest.unlink(missing_ok=True)


def _add(draft: Path, stamp: Callable[[Connection], None]) -> None:
    copy = make_engine(sqlite_url(draft))
    try:
        with copy.begin() as connection:
            stamp(connection)
    finally:
        copy.dispose()
    with closing(sqlite3.connect(draft)) as plain:
        plain.execute("PRAGMA journal_mode=DELETE")  # one file, nothing beside it


def backup_line(target: Path, actor: str, at: datetime) -> dict[str, Any]:
    """Return the line of the audit log that tells of a backup: by whom and when (aware) it was made."""
    return {
        "at": at,
        "actor": actor,
        "verb": BACKED_UP,
        "object_type": "database",
        "object_id": target.name[-100:],
        "text": "Sicherung der Datenbank",
        "data": {"at": at.isoformat()},
    }


def put_key(copy: Connection, key: str) -> None:
    """Add the key of the list tokens to a backup: without it no list that is out would be recognised after a restore."""
    copy.execute(text(f"CREATE TABLE {KEY_TABLE} (value TEXT NOT NULL)"))
    copy.execute(text(f"INSERT INTO {KEY_TABLE} VALUES (:key)"), {"key": key})  # noqa: S608 - a constant


def take_key(copy: Engine) -> str:
    """Return the key that came with a backup, empty where none did, and remove it from the copy."""
    with copy.begin() as connection:
        if KEY_TABLE not in inspect(connection).get_table_names():
            return ""
        key: str = connection.execute(text(f"SELECT value FROM {KEY_TABLE}")).scalar_one()  # noqa: S608 - a constant
        connection.execute(text("PRAGMA secure_delete=ON"))
        connection.execute(text(f"DROP TABLE {KEY_TABLE}"))
    return key


def _keep(draft: Path, target: Path) -> None:
    """Give the finished copy its name, unless somebody has taken it meanwhile."""
    try:
        os.link(draft, target)
    except FileExistsError as error:
        raise InputError(f"„{target}“ gibt es schon; bitte einen anderen Namen wählen.") from error
    except OSError:  # a file system without hard links
        draft.replace(target)


def copy_to_file(engine: Engine, target: Path, progress: Progress = lambda _share: None) -> None:
    """Copy everything into the SQLite file `target`, which is new or empty."""
    if engine.dialect.name == "sqlite":
        _copy_pages(str(engine.url.database), target, progress)
        return
    with _empty_copy(target, revision(engine) or "base") as copy, read_only(engine).connect() as source:
        copy_rows(source, copy, progress)


def _copy_pages(source_path: str, target: Path, progress: Progress) -> None:
    with closing(sqlite3.connect(source_path, isolation_level=None)) as source, closing(sqlite3.connect(target)) as copy:
        source.execute("PRAGMA busy_timeout=30000")
        source.execute("BEGIN")  # one state of the database, whoever writes meanwhile
        source.execute("SELECT count(*) FROM sqlite_master").fetchone()
        source.backup(copy, pages=PAGES_AT_ONCE, progress=lambda _s, rest, total: progress(1 - rest / max(total, 1)))


@contextmanager
def _empty_copy(target: Path, at_revision: str) -> Iterator[Connection]:
    """Make the tables of a revision in a SQLite file and open it; references are checked at the end."""
    from ozg_workflow.database.upgrade import upgrade

    engine = make_engine(sqlite_url(target))
    try:
        upgrade(engine, at_revision)
        with engine.connect() as connection:
            connection.connection.cursor().execute("PRAGMA foreign_keys=OFF")
            with connection.begin():
                yield connection
    finally:
        engine.dispose()


def copy_rows(source: Connection, target: Connection, progress: Progress = lambda _share: None) -> None:
    """Copy all rows of all tables between two databases of the same revision, whatever they are."""
    before, after = _tables(source), _tables(target)
    total = sum(source.execute(select(func.count()).select_from(table)).scalar_one() for table in before.values())
    done = 0
    for name, table in before.items():
        result = source.execution_options(yield_per=ROWS_AT_ONCE).execute(select(table).order_by(*table.primary_key))
        for rows in result.mappings().partitions():
            target.execute(insert(after[name]), [{key: _portable(value, target) for key, value in row.items()} for row in rows])
            done += len(rows)
            progress(done / max(total, 1))


def _tables(connection: Connection) -> dict[str, Table]:
    """Return the tables as they are in the database, those that are referred to first."""
    schema = MetaData()
    schema.reflect(connection)
    return {table.name: table for table in schema.sorted_tables if table.name != REVISION_TABLE}


def _portable(value: Any, target: Connection) -> Any:
    """Moments are stored in UTC; SQLite has no place for a time zone, PostgreSQL wants one."""
    if not isinstance(value, datetime):
        return value
    moment = value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
    return moment.replace(tzinfo=None) if target.dialect.name == "sqlite" else moment


def replace_content(source: Path, engine: Engine, progress: Progress = lambda _share: None) -> None:
    """Put the content of a backup of the newest revision in the place of what a database holds; all of it or nothing."""
    if engine.dialect.name == "sqlite":
        _write_pages(source, Path(str(engine.url.database)), progress)
        return
    copy = make_engine(sqlite_url(source))
    try:
        with copy.connect() as reader, engine.begin() as writer:
            tables = ", ".join(f'"{name}"' for name in _tables(writer))
            writer.execute(text(f"TRUNCATE {tables} RESTART IDENTITY CASCADE"))
            copy_rows(reader, writer, progress)
            _continue_numbers(writer)
    finally:
        copy.dispose()


def _write_pages(source_path: Path, target: Path, progress: Progress) -> None:
    with closing(sqlite3.connect(source_path)) as source, closing(sqlite3.connect(target)) as copy:
        copy.execute("PRAGMA busy_timeout=30000")
        source.backup(copy, pages=PAGES_AT_ONCE, progress=lambda _s, rest, total: progress(1 - rest / max(total, 1)))
    target.chmod(0o600)


def _continue_numbers(connection: Connection) -> None:
    """New rows get numbers after the highest one."""
    for name, table in _tables(connection).items():
        if "id" in table.c and (highest := connection.execute(select(func.max(table.c.id))).scalar()):
            connection.execute(select(func.setval(func.pg_get_serial_sequence(f'"{name}"', "id"), highest)))


def is_empty(engine: Engine) -> bool:
    """Tell whether a database holds nothing yet: no tables, or no row in them."""
    if engine.dialect.name == "sqlite" and not Path(str(engine.url.database)).exists():
        return True
    with read_only(engine).connect() as connection:
        tables = _tables(connection)
        return not any(connection.execute(select(table).limit(1)).first() for table in tables.values())


def open_copy(source: Path, target: Path) -> Engine:
    """Copy a backup, so that it stays as it is, and open the copy. Raises InputError for what is no backup."""
    if not source.is_file():
        raise InputError(f"Die Sicherung „{source}“ gibt es nicht.")
    shutil.copyfile(source, target)
    target.chmod(0o600)
    engine = make_engine(sqlite_url(target))
    try:
        with closing(sqlite3.connect(target)) as connection:
            broken = [row[0] for row in connection.execute("PRAGMA integrity_check") if row[0] != "ok"]
            broken += [f"{row[0]} verweist auf {row[2]}, das fehlt" for row in connection.execute("PRAGMA foreign_key_check")]
            found = connection.execute(f"SELECT version_num FROM {REVISION_TABLE}").fetchone()  # noqa: S608 - a constant
    except sqlite3.DatabaseError as error:
        engine.dispose()
        raise InputError(f"„{source}“ ist keine Sicherung von OZG-Workflow.") from error
    if broken or not found:
        engine.dispose()
        raise InputError(f"Die Sicherung „{source}“ ist beschädigt: {broken[0] if broken else 'Der Stand fehlt.'}")
    return engine
