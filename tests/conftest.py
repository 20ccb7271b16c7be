"""For all tests: how much Hypothesis tries, which tests stay together, and how often Python collects its garbage."""

import gc
import os
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import settings

from tests.postgres import Postgres, running_postgres

settings.register_profile("quick", max_examples=25, deadline=None)
settings.register_profile("thorough", max_examples=1000, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))


gc.disable()  # until everything is loaded: nothing of it is garbage

OWN_SERVER = ("test_automations.py", "test_ending.py", "test_serve.py")
LONG = ("tests/flows", "tests/faults", "tests/journeys", "tests/usecases", "tests/workbook")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the long ones, so that at the end no process works alone."""
    items.sort(key=lambda item: next((n for n, folder in enumerate(LONG) if item.nodeid.startswith(folder)), len(LONG)))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Give tests that share what is made for them to the same process (xdist 3.8 does not find its groups in pytest 9.2)."""
    from xdist.scheduler import LoadScopeScheduling

    class Together(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return together(nodeid)

    return Together(config, log)


def together(nodeid: str) -> str:
    """What a test has in common with those it stays with: its file, the one Prefect server, the world on one database."""
    file = nodeid.partition("::")[0]
    if file.startswith("tests/flows"):
        return nodeid if file.endswith(OWN_SERVER) else "prefect"
    if file.startswith("tests/faults"):
        return next((f"world-{name}" for name in ("sqlite", "postgres") if name in nodeid.partition("[")[2]), file)
    return file


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
