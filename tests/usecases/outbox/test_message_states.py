"""From state to state: only where the table allows it, and by proof where the line was lost."""

import pytest

from tests.usecases.relay import Relay
from tests.usecases.town import Town

pytestmark = pytest.mark.both_databases


COUNCIL = "personalrat@bielefeld.example"


def states(town: Town) -> list[str]:
    return [str(m.state) for m in town.messages()]


def test_the_copy_settles_a_mail_whose_line_was_lost(archiving: Town, relay: Relay) -> None:
    relay.silent = {COUNCIL}
    archiving.do("deliver")
    assert states(archiving) == ["unknown", "accepted"]
    archiving.drop(b"Received: from relay.example\r\n" + archiving.content(1))
    result = archiving.do("collect")
    assert states(archiving) == ["accepted", "accepted"]
    assert any("Die Kopie ist eingegangen" in line for line in result.lines)


def test_a_copy_that_comes_very_late_still_settles(archiving: Town, relay: Relay) -> None:
    relay.silent = {COUNCIL}
    archiving.do("deliver")
    archiving.clock.wait(days=2)
    archiving.do("collect")
    archiving.drop(b"Received: from relay.example\r\n" + archiving.content(1))
    archiving.do("collect")
    assert (states(archiving)[0], archiving.messages()[0].state_reason) == ("accepted", "")
