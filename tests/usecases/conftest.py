"""A prepared town per test: made once, copied for each test."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from tests.usecases.relay import Relay
from tests.usecases.town import Town, open_town, prepared_home, sent_home


@pytest.fixture(scope="session")
def homes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the towns are made that tests copy."""
    folder = tmp_path_factory.getbasetemp() / "staedte"
    folder.mkdir(exist_ok=True)
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
def relay() -> Iterator[Relay]:
    """A real mail server on loopback."""
    with Relay() as server:
        yield server
