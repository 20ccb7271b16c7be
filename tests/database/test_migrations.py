"""The migrations build exactly the tables the models describe, and lead back."""

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, inspect

from ozg_workflow.database.models import Base
from ozg_workflow.database.session import HEAD_REVISION, make_engine, revision, sqlite_url
from ozg_workflow.database.upgrade import alembic_config, downgrade, upgrade
from tests.postgres import Postgres


def _tables(engine: Engine) -> set[str]:
    return set(inspect(engine).get_table_names()) - {"alembic_version"}


def test_the_migrated_schema_is_the_one_of_the_models(engine: Engine) -> None:
    with engine.connect() as connection:
        found = compare_metadata(MigrationContext.configure(connection, opts={"compare_server_default": True}), Base.metadata)
    assert found == []
    assert _tables(engine) == set(Base.metadata.tables)


def test_the_program_expects_the_newest_revision(engine: Engine) -> None:
    assert ScriptDirectory.from_config(alembic_config()).get_heads() == [HEAD_REVISION]
    assert revision(engine) == HEAD_REVISION


def test_a_migration_can_be_taken_back_and_made_again(engine: Engine) -> None:
    downgrade(engine, "base")
    assert _tables(engine) == set()
    assert revision(engine) is None
    upgrade(engine)
    assert _tables(engine) == set(Base.metadata.tables)


def test_migrating_twice_changes_nothing(engine: Engine) -> None:
    upgrade(engine)
    assert revision(engine) == HEAD_REVISION


def test_an_empty_database_has_no_revision(tmp_path: Path) -> None:
    empty = make_engine(sqlite_url(tmp_path / "leer.db"))
    assert revision(empty) is None
    empty.dispose()


@pytest.mark.parametrize("table", sorted(Base.metadata.tables))
def test_every_reference_names_an_existing_table_and_every_table_has_a_key(table: str) -> None:
    found = Base.metadata.tables[table]
    assert found.primary_key.columns
    assert all(key.column.table.name in Base.metadata.tables for key in found.foreign_keys)


def test_postgresql_gets_the_same_schema_and_leads_back(postgres: Postgres) -> None:
    engine = make_engine(postgres.new_database())
    upgrade(engine)
    with engine.connect() as connection:
        found = compare_metadata(MigrationContext.configure(connection), Base.metadata)
    assert found == []
    downgrade(engine, "base")
    assert _tables(engine) == set()
    engine.dispose()
