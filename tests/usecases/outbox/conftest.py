"""Towns with mails in their outbox."""

from dataclasses import replace

import pytest

from ozg_workflow.usecases.timeline.announce import announce
from tests.usecases.relay import Relay
from tests.usecases.town import Town, town_data


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
