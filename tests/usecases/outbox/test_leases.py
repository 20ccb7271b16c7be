"""What a dead worker had claimed: sent again before the transfer, never after it began."""

from datetime import timedelta

import pytest

from ozg_workflow.database.models import Message
from ozg_workflow.usecases.outbox.leases import settle_leases, transfer_began
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


def test_a_transfer_began_ten_minutes_before_its_lease_ends(waiting: Town) -> None:
    ends = waiting.clock()
    assert transfer_began(ends, None, 1000) == ends - timedelta(seconds=600)
    assert transfer_began(None, ends, 1000) == ends, "the copy left with it"


def test_what_is_unknown_keeps_the_name_of_its_worker_and_what_goes_again_does_not(waiting: Town) -> None:
    over = waiting.clock() - timedelta(seconds=1)
    waiting.change(Message, Message.id == 1, state="data_started", claimed_by="tot", lease_until=over)
    waiting.change(Message, Message.id == 2, state="claimed", claimed_by="tot", lease_until=over)
    with waiting.ctx().work() as work:
        settle_leases(work)
    assert [(str(m.state), m.claimed_by, m.lease_until) for m in waiting.messages()] == [
        ("unknown", "tot", None),
        ("queued", "", None),
    ]
    doubtful, again = sorted(work.result.lines)
    assert doubtful.startswith("Nr. 1 ")
    assert doubtful.endswith("ist ungeklärt; bitte mit „ozg mail settle 1“ entscheiden.")
    assert again.startswith("Nr. 2 ")
    assert again.endswith("wird erneut zugestellt (Unterbrechung vor der Übertragung).")
    with waiting.ctx().work() as work:
        settle_leases(work)
    assert work.result.lines == [], "it is settled once"
