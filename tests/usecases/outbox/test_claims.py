"""One mail after the other for one worker."""

from datetime import timedelta

import pytest

from ozg_workflow.database.models import Message
from tests.usecases.relay import Relay
from tests.usecases.town import Town

pytestmark = pytest.mark.both_databases


EDITORS = "intranet@bielefeld.example"


def states(town: Town) -> list[str]:
    return [str(message.state) for message in town.messages()]


def test_a_mail_that_another_worker_has_claimed_is_left_alone(waiting: Town, relay: Relay) -> None:
    lease = waiting.clock() + timedelta(minutes=5)
    waiting.change(Message, Message.id == 1, state="claimed", claimed_by="anderer", lease_until=lease)
    waiting.do("deliver")
    assert relay.reached == [EDITORS]
    assert states(waiting) == ["claimed", "accepted"]
