"""One Prefect server for all tests of the flows; each test has a town of its own."""

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from prefect.client.orchestration import SyncPrefectClient, get_client

from flows.engine.server import embedded
from tests.cockpit import copy_prefect_database
from tests.usecases.conftest import answered, asked, homes, relay, started, town
from tests.usecases.town import Town, new_workspace

LINDNER = "Frau Kerstin Lindner"  # the coordinator of the town
__all__ = ["answered", "asked", "homes", "relay", "started", "town"]


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[SyncPrefectClient, dict[str, str]]]:
    """A real Prefect server; the client that asks it, and the environment of programs that use it."""
    before, home = dict(os.environ), tmp_path_factory.mktemp("prefect")
    copy_prefect_database(home)
    with embedded(home):
        own = {name: value for name, value in os.environ.items() if before.get(name) != value}
        os.environ.clear()  # other tests run in this process, too
        os.environ.update(before)
        with get_client(sync_client=True) as client:
            yield client, own


@pytest.fixture
def prefect(server: tuple[SyncPrefectClient, dict[str, str]], monkeypatch: pytest.MonkeyPatch) -> SyncPrefectClient:
    """The Prefect server of this test; all tests that ask for it stay in one process."""
    client, environment = server
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    return client


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """The second try of an unreachable step follows at once."""
    monkeypatch.setattr("flows.engine.step.RETRY_SECONDS", 0)


@pytest.fixture
def cockpit(prefect: SyncPrefectClient, monkeypatch: pytest.MonkeyPatch) -> Callable[[Town], Town]:
    """Make a town the one the flows work on."""

    def use(town: Town, **settings: str) -> Town:
        new_workspace(town.home)
        values = {
            "OZG_HOME": str(town.home),
            "OZG_SMTP_URL": f"dir:{town.out}",
            "OZG_INBOX_URL": f"maildir:{town.box}",
            "OZG_RECIPIENTS": "*",
            "OZG_SECRET_KEY": "geheim",
        }
        for name, value in (values | settings).items():
            monkeypatch.setenv(name, value)
        return town

    return use


@pytest.fixture
def artifact(prefect: SyncPrefectClient) -> Callable[[str], Any]:
    """Read the newest artifact with a key."""
    from prefect.client.schemas.filters import ArtifactFilter, ArtifactFilterKey
    from prefect.client.schemas.sorting import ArtifactSort

    def read(key: str) -> Any:
        chosen = ArtifactFilter(key=ArtifactFilterKey(any_=[key]))
        found = prefect.read_artifacts(artifact_filter=chosen, sort=ArtifactSort.CREATED_DESC, limit=1)
        return found[0] if found else None

    return read
