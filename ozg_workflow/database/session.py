"""Engine and sessions; SQLite in WAL mode by default, PostgreSQL by another URL."""

import atexit
import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any
from weakref import WeakSet

from sqlalchemy import Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, OperationalError
from sqlalchemy.orm import Session, sessionmaker

from ozg_workflow.database.guard import guard
from ozg_workflow.database.sealing import sealing
from ozg_workflow.domain.errors import InputError

HEAD_REVISION = "0027"
READ_ONLY = "ozg_read_only"
_JSON = json.JSONDecoder()
_EMPTY: dict[type, str] = {dict: "{}", list: "[]"}
_engines: WeakSet[Engine] = WeakSet()


def make_engine(url: str) -> Engine:
    """Return an engine for a SQLAlchemy URL; nothing is connected yet. Raises InputError for an unreadable URL."""
    try:
        parsed = make_url(url)
        own = {"json_deserializer": _read_json, "json_serializer": _write_json} if parsed.get_backend_name() == "sqlite" else {}
        engine = create_engine(parsed, hide_parameters=True, **own)  # hidden: they would quote mails in messages and logs
    except (ArgumentError, ImportError) as error:
        raise InputError("OZG_DATABASE_URL ist keine gültige Datenbank-URL, z. B. sqlite:///var/ozg.db.") from error
    _engines.add(engine)
    if parsed.get_backend_name() == "sqlite":
        event.listen(engine, "connect", partial(_sqlite_connect, parsed.database or ""))
        event.listen(engine, "begin", _sqlite_begin)
    return engine


def _close_all() -> None:
    """Close what is connected, so that SQLite leaves one file behind; the command line does not wait until Python comes across it."""
    for engine in list(_engines):
        engine.dispose()


atexit.register(_close_all)


def _read_json(text: str) -> Any:
    """Return what SQLAlchemy has stored as JSON, without looking for blanks around it: a page reads hundreds of them, most of them empty."""
    if text in ("{}", "[]"):
        return {} if text == "{}" else []
    return _JSON.raw_decode(text)[0]


def _write_json(value: Any) -> str:
    """Return what SQLAlchemy would store; a return has thousands of values, and a third of them are empty."""
    return _EMPTY[value.__class__] if not value and value.__class__ in _EMPTY else json.dumps(value)


def sqlite_url(path: Path) -> str:
    """Return the URL of a SQLite file."""
    return f"sqlite:///{path}"


def _sqlite_connect(file: str, connection: Any, _record: object) -> None:
    try:
        _prepare(connection)
    except sqlite3.DatabaseError as error:
        if type(error) is not sqlite3.DatabaseError:  # its subclasses say "locked" or "full", which is over some time
            raise
        raise InputError(f"„{file}“ ist keine SQLite-Datenbank oder beschädigt.") from error


def _prepare(connection: Any) -> None:
    connection.isolation_level = None  # we begin transactions ourselves
    # secure_delete: what is erased is overwritten, too; some builds of SQLite leave it in the file
    for pragma in ("journal_mode=WAL", "foreign_keys=ON", "busy_timeout=30000", "synchronous=FULL", "secure_delete=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _sqlite_begin(connection: Any) -> None:
    """Past SQLAlchemy, whose part is half of a small question."""
    reads = connection.get_execution_options().get(READ_ONLY, False)
    driver = connection.connection.driver_connection
    driver.execute(f"PRAGMA query_only={reads:d}")
    # IMMEDIATE: a transaction that starts reading and then writes can otherwise fail with "database is locked"
    statement = "BEGIN" if reads else "BEGIN IMMEDIATE"
    try:
        driver.execute(statement)
    except sqlite3.OperationalError as error:
        raise OperationalError(statement, None, error) from error


def read_only(engine: Engine) -> Engine:
    """Return the same engine for reading: it sees one state of the database, waits for no writer, and refuses to write."""
    if engine.dialect.name == "sqlite":
        return engine.execution_options(**{READ_ONLY: True})
    return engine.execution_options(postgresql_readonly=True, isolation_level="REPEATABLE READ")


def make_sessions(engine: Engine) -> sessionmaker[Session]:
    """Return the factory of sessions."""
    return sealing(guard(sessionmaker(engine, expire_on_commit=False)))


@contextmanager
def undone(sessions: sessionmaker[Session]) -> Iterator[sessionmaker[Session]]:
    """Return a factory of sessions in one transaction: they see what the earlier ones committed, and all is undone at the end."""
    with sessions.kw["bind"].connect() as connection, connection.begin() as transaction:
        try:
            yield guard(sessionmaker(connection, expire_on_commit=False, join_transaction_mode="create_savepoint"))
        finally:
            transaction.rollback()


def revision(engine: Engine) -> str | None:
    """Return the schema revision of the database, None when it has no schema; without loading Alembic."""
    with read_only(engine).connect() as connection:
        try:
            return _revision(connection)
        except DBAPIError:
            connection.rollback()
            # asked only now, because the inspector is slow to load
            if not inspect(connection).has_table("alembic_version"):
                return None
            return _revision(connection)  # another worker has made the tables since, or the error comes again


def _revision(connection: Connection) -> str | None:
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
