"""Alembic's entry: run the migrations on the engine that `upgrade` hands over, or on OZG_DATABASE_URL."""

import os

from alembic import context

from ozg_workflow.database.models import Base
from ozg_workflow.database.session import make_engine

engine = context.config.attributes.get("engine") or make_engine(os.environ.get("OZG_DATABASE_URL", "sqlite:///var/ozg.db"))

with engine.connect() as connection:
    context.configure(connection=connection, target_metadata=Base.metadata, render_as_batch=connection.dialect.name == "sqlite")
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()
