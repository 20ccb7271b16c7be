"""For all tests: how much Hypothesis tries, and how often Python collects its garbage."""

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


def pytest_collection_finish() -> None:
    """Leave the loaded libraries and the collected tests out of every later collection: they take a third of the time."""
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
