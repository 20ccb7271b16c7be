"""What a dead worker had claimed: sent again before the transfer, never after it began."""

from datetime import timedelta

import pytest

from ozg_workflow.database.models import Message
from tests.usecases.relay import Relay
from tests.usecases.town import Town

pytestmark = pytest.mark.both_databases


COUNCIL, EDITORS = (f"{name}@bielefeld.example" for name in ("personalrat", "intranet"))


def states(town: Town) -> list[str]:
    return [str(message.state) for message in town.messages()]


def test_a_worker_that_died_before_the_transfer_gives_its_mail_back(waiting: Town, relay: Relay) -> None:
    lease = waiting.clock() - timedelta(seconds=1)
    waiting.change(Message, Message.id == 1, state="claimed", claimed_by="tot", lease_until=lease)
    result = waiting.do("deliver")
    assert sorted(relay.reached) == sorted([COUNCIL, EDITORS])
    assert any("Unterbrechung vor der Übertragung" in line for line in result.lines)


def test_a_worker_that_died_during_the_transfer_leaves_a_mail_nobody_sends_again(waiting: Town, relay: Relay) -> None:
    lease = waiting.clock() - timedelta(seconds=1)
    waiting.change(Message, Message.id == 1, state="data_started", claimed_by="tot", lease_until=lease)
    result = waiting.do("deliver")
    assert any("ozg mail settle 1" in line for line in result.lines)
    waiting.clock.wait(days=2)
    waiting.do("deliver")
    assert relay.reached == [EDITORS]
    assert states(waiting) == ["unknown", "accepted"]
