"""Alembic's entry: run the migrations on the engine that `upgrade` hands over, or on OZG_DATABASE_URL; all of them or none."""

import os

from alembic import context
from sqlalchemy import Connection, text

from ozg_workflow.database.models import Base
from ozg_workflow.database.session import make_engine
from ozg_workflow.domain.errors import InputError

LOCK = 0x6F7A67  # any number that is ours

engine = context.config.attributes.get("engine") or make_engine(os.environ.get("OZG_DATABASE_URL", "sqlite:///var/ozg.db"))


def enforce_references(connection: Connection, *, wanted: bool) -> None:
    """SQLite copies a table in order to change it; dropping the old one must not count as losing what others refer to."""
    if connection.dialect.name == "sqlite":  # no effect inside a transaction, hence on the bare connection
        connection.connection.cursor().execute(f"PRAGMA foreign_keys={'ON' if wanted else 'OFF'}")


def wait_for_others(connection: Connection) -> None:
    """Migrate one after the other on PostgreSQL; on SQLite BEGIN IMMEDIATE has done so."""
    if connection.dialect.name == "postgresql":
        connection.execute(text(f"SELECT pg_advisory_xact_lock({LOCK})"))


def refuse_loose_ends(connection: Connection) -> None:
    """Nothing is committed that refers to a row which is missing now."""
    if connection.dialect.name == "sqlite" and (loose := connection.execute(text("PRAGMA foreign_key_check")).all()):
        raise InputError(f"Die Datenbank wurde nicht umgestellt: {len(loose)} Verweise führen ins Leere („ozg db check“).")


with engine.connect() as connection:
    enforce_references(connection, wanted=False)
    sqlite = connection.dialect.name == "sqlite"
    context.configure(connection=connection, target_metadata=Base.metadata, render_as_batch=sqlite, transactional_ddl=True)
    try:
        with context.begin_transaction():
            wait_for_others(connection)
            context.run_migrations()
            refuse_loose_ends(connection)
    finally:
        enforce_references(connection, wanted=True)
