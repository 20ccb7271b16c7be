"""Damage of the database as a store: broken pages, references that lead nowhere, content that is not what was stored."""

import hashlib
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, Engine, func, select, text
from sqlalchemy.exc import DatabaseError

from ozg_workflow.database.findings import RESTORE, Finding
from ozg_workflow.database.models import Base, Incoming, Message, MessageContent
from ozg_workflow.database.session import read_only
from ozg_workflow.domain.errors import InputError


def find_damage(engine: Engine) -> list[Finding]:
    """Return what is wrong with the database as a store."""
    try:
        with read_only(engine).connect() as connection:
            return [*_broken_pages(connection), *_loose_references(connection), *_wrong_content(connection)]
    except InputError as error:
        return [Finding(subject="Beschädigt", problem=str(error), remedy=RESTORE)]
    except DatabaseError as error:
        if type(error) is not DatabaseError:  # its subclasses say "locked" or "cannot be opened", which is no damage
            raise
        return [Finding(subject="Beschädigt", problem=f"{error.orig}", remedy=RESTORE)]


def forget_old_pages(engine: Engine) -> None:
    """Empty SQLite's write-ahead log, in which pages stand as they were before something was erased; PostgreSQL cleans up by itself.

    For after the commit. A reader that is busy just then keeps it until the next time.
    """
    if engine.dialect.name == "sqlite":
        connection = engine.raw_connection()
        try:
            connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            connection.close()


def _broken_pages(connection: Connection) -> Iterator[Finding]:
    if connection.dialect.name == "sqlite":
        for line in connection.scalars(text("PRAGMA integrity_check")):
            if line != "ok":
                yield Finding(subject="Beschädigt", problem=str(line), remedy=RESTORE)


def _loose_references(connection: Connection) -> Iterator[Finding]:
    for table in Base.metadata.sorted_tables:
        for key in table.foreign_keys:
            target, key_column = key.column.table.alias(), table.primary_key.columns[0]
            query = (
                select(key_column)
                .outerjoin(target, target.c[key.column.name] == key.parent)
                .where(key.parent.is_not(None), target.c[key.column.name].is_(None))
            )
            for row in connection.scalars(query.order_by(key_column)):
                problem = f"verweist auf {key.column.table.name}, das fehlt."
                yield Finding(subject=f"Tabelle {table.name}, Zeile {row}", problem=problem, remedy=RESTORE)


def _wrong_content(connection: Connection) -> Iterator[Finding]:
    """Compare every stored mail with the sum it was stored with; erased ones (`ozg db purge`) are empty."""
    sent = select(Message.id, Message.sha256, MessageContent.content).join(MessageContent).order_by(Message.id)
    received = select(Incoming.id, Incoming.sha256, Incoming.content).order_by(Incoming.id)
    queries: tuple[tuple[Any, Any, str], ...] = (
        (sent, MessageContent.content, "Mail Nr."),
        (received, Incoming.content, "Eingang Nr."),
    )
    for stored, content_column, title in queries:
        query = stored.where(func.length(content_column) > 0)
        for row_id, sha256, content in connection.execution_options(yield_per=50).execute(query):
            if hashlib.sha256(content).hexdigest() != sha256:
                problem = "Der Inhalt ist nicht der, der gespeichert wurde (SHA-256)."
                yield Finding(subject=f"{title} {row_id}", problem=problem, remedy=RESTORE)
