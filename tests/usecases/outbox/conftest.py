"""Towns with mails in their outbox."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace

import pytest

from ozg_workflow.usecases.timeline.announce import announce
from tests.usecases.outbox.sleeper import Sleeper
from tests.usecases.relay import Relay
from tests.usecases.town import Town, town_data


@pytest.fixture(autouse=True)
def sleepers(request: pytest.FixtureRequest) -> Iterator[None]:
    """End all workers of a test before its town is closed."""
    if "town" in request.fixturenames:
        request.getfixturevalue("town")
    yield
    while Sleeper.awake:
        with suppress(Exception):  # some have died on purpose
            Sleeper.awake.pop().__exit__(None, None, None)


@pytest.fixture
def archiving(town: Town, relay: Relay) -> Town:
    """A town that keeps copies, with a mail to the staff council and one to the intranet's editors in its outbox."""
    data = town_data()
    town.prepare(replace(data, config=replace(data.config, archive_copy=True)))
    town.settings(smtp_url=relay.url)
    for key in ("info-personalrat", "info-beschaeftigte"):
        announce(town.ctx(), key)
    return town


@pytest.fixture
def waiting(town: Town, relay: Relay) -> Town:
    """A town with one mail to the staff council and one to the intranet's editors in its outbox."""
    town.settings(smtp_url=relay.url)
    for key in ("info-personalrat", "info-beschaeftigte"):
        announce(town.ctx(), key)
    return town
