"""A migrated database as the program makes it, copied for each test: SQLite, and where a test asks for `any_engine` both."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from ozg_workflow.database.session import make_engine, make_sessions, sqlite_url
from ozg_workflow.database.upgrade import upgrade
from tests.postgres import Postgres


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("database") / "ozg.db"
    engine = make_engine(sqlite_url(path))
    upgrade(engine)
    engine.dispose()
    return path


@pytest.fixture
def engine(migrated: Path, tmp_path: Path) -> Iterator[Engine]:
    shutil.copyfile(migrated, tmp_path / "ozg.db")
    made = make_engine(sqlite_url(tmp_path / "ozg.db"))
    yield made
    made.dispose()


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    with make_sessions(engine)() as opened:
        yield opened


@pytest.fixture(scope="session")
def migrated_postgres(postgres: Postgres) -> str:
    url = postgres.new_database()
    engine = make_engine(url)
    upgrade(engine)
    engine.dispose()
    return url


@pytest.fixture(params=["sqlite", "postgresql"])
def any_engine(request: pytest.FixtureRequest) -> Engine:
    """A migrated database of either kind."""
    name = "engine" if request.param == "sqlite" else "postgres_engine"
    found: Engine = request.getfixturevalue(name)
    return found


@pytest.fixture
def postgres_engine(postgres: Postgres, migrated_postgres: str) -> Iterator[Engine]:
    made = make_engine(postgres.new_database(migrated_postgres))
    yield made
    made.dispose()


@pytest.fixture
def any_session(any_engine: Engine) -> Iterator[Session]:
    with make_sessions(any_engine)() as opened:
        yield opened
