"""The faults happen to the small town of the use cases; its commands run in processes of their own."""

import os
from collections.abc import Iterator

import pytest

from tests.faults.fork_server import ForkServer
from tests.faults.smtp_server import SmtpServer
from tests.faults.world import World
from tests.usecases.conftest import homes, relay

__all__ = ["homes", "relay"]

FULL = os.environ.get("FAULTS") == "full"
DATABASES = ("sqlite", "postgres")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """`full` marks what only `make test-faults` runs, `short` its small form."""
    for item in items:
        if item.get_closest_marker("full") and not FULL:
            item.add_marker(pytest.mark.skip(reason="make test-faults"))
        if item.get_closest_marker("short") and FULL:
            item.add_marker(pytest.mark.skip(reason="the full form runs"))


@pytest.fixture(scope="module")
def smtp() -> Iterator[SmtpServer]:
    with SmtpServer() as server:
        yield server


@pytest.fixture(scope="session")
def forks() -> Iterator[ForkServer]:
    with ForkServer(warm=True) as server:
        yield server


@pytest.fixture(scope="module", params=DATABASES)
def world(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, smtp: SmtpServer, forks: ForkServer
) -> Iterator[World]:
    """A town on each database."""
    postgres = request.getfixturevalue("postgres") if request.param == "postgres" else None
    town = World(tmp_path_factory.mktemp("welt"), smtp, forks, postgres)
    yield town
    town.close()


@pytest.fixture(scope="module")
def sqlite_world(tmp_path_factory: pytest.TempPathFactory, smtp: SmtpServer, forks: ForkServer) -> Iterator[World]:
    """A town on SQLite."""
    town = World(tmp_path_factory.mktemp("welt"), smtp, forks, None)
    yield town
    town.close()
