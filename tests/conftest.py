"""For all tests: how much Hypothesis tries, which tests stay together, and how often Python collects its garbage."""

import gc
import os
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import settings

from tests.postgres import Postgres, running_postgres

settings.register_profile("quick", max_examples=25, deadline=None)
settings.register_profile("thorough", max_examples=1000, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))


gc.disable()  # until everything is loaded: nothing of it is garbage

LONG = ("tests/flows", "tests/faults", "tests/journeys", "tests/usecases", "tests/workbook")


@pytest.hookimpl(wrapper=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> Iterator[None]:
    """Keep the tests of a file in one process, where they share what is made for them, and those of the one Prefect server; long ones first."""
    for item in items:
        if not item.get_closest_marker("xdist_group"):
            item.add_marker(pytest.mark.xdist_group("prefect" if "prefect" in getattr(item, "fixturenames", ()) else _file(item)))
    yield
    items.sort(key=lambda item: next((n for n, folder in enumerate(LONG) if _file(item).startswith(folder)), len(LONG)))


def _file(item: pytest.Item) -> str:
    return item.nodeid.partition("::")[0]


def pytest_collection_finish() -> None:
    """Leave the loaded libraries and the collected tests out of every later collection: they take a third of the time."""
    gc.enable()
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 50)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A PostgreSQL server for this test process.

    Its folder is not below pytest's: another run of pytest closes that one for everybody else, and as root the server is somebody else.
    """
    with TemporaryDirectory(prefix="ozg-postgres-") as folder, running_postgres(Path(folder)) as server:
        yield server
