"""A prepared town per test: made once, copied for each test."""

import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from tests.usecases.relay import Relay
from tests.usecases.town import Town, answered_home, keep_on_postgres, open_town, prepared_home, sent_home, started_home


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run the tests of the towns on SQLite, and those marked `both_databases` (all, if OZG_TEST_DATABASES=both) on PostgreSQL too."""
    if "homes" in metafunc.fixturenames:
        marked = metafunc.definition.get_closest_marker("both_databases") is not None
        both = marked or os.environ.get("OZG_TEST_DATABASES") == "both"
        metafunc.parametrize("homes", ["sqlite", "postgresql"] if both else ["sqlite"], indirect=True, scope="session")


@pytest.fixture(scope="session")
def homes(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the towns are made that tests copy, on one database."""
    database = getattr(request, "param", "sqlite")
    folder = tmp_path_factory.getbasetemp() / f"staedte-{database}"
    if not folder.exists():
        folder.mkdir()
        if database == "postgresql":
            keep_on_postgres(folder, request.getfixturevalue("postgres"))
    return folder


@pytest.fixture
def town(homes: Path) -> Iterator[Town]:
    """A town whose rollout is prepared; it is 16.03.2020."""
    yield from open_town(prepared_home(homes), date(2020, 3, 16))


@pytest.fixture
def asked(homes: Path) -> Iterator[Town]:
    """A town that has sent its lists on 25.03.2020; it is 06.04.2020."""
    yield from open_town(sent_home(homes), date(2020, 4, 6))


@pytest.fixture
def answered(homes: Path) -> Iterator[Town]:
    """A town whose lists are back except those of the Kämmerei; it is 02.06.2020."""
    yield from open_town(answered_home(homes), date(2020, 6, 2))


@pytest.fixture
def started(homes: Path) -> Iterator[Town]:
    """A town whose implementation has begun on 01.09.2020."""
    yield from open_town(started_home(homes), date(2020, 9, 1))


@pytest.fixture
def relay() -> Iterator[Relay]:
    """A real mail server on loopback."""
    with Relay() as server:
        yield server
