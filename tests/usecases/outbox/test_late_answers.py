"""A worker that was given up, and wakes up: its claim is worth nothing any more, its answer is."""

from datetime import timedelta
from typing import Any

import pytest

from ozg_workflow.database.models import Incoming, Message
from ozg_workflow.domain.errors import LeaseLostError
from ozg_workflow.domain.post.envelope import DeliveryResult, Envelope
from ozg_workflow.domain.post.outbox import Outcome
from ozg_workflow.usecases.outbox import mail_admin
from ozg_workflow.usecases.timeline.announce import announce
from tests.usecases.outbox.sleeper import Sleeper
from tests.usecases.relay import Relay
from tests.usecases.town import Town

pytestmark = pytest.mark.both_databases

COUNCIL, BOARD = "personalrat@bielefeld.example", "verwaltungsvorstand@bielefeld.example"
TAKEN = DeliveryResult(outcome=Outcome.ACCEPTED, stage="content", code=250, text="2.0.0 Ok: queued as SPAET")
PUT_OFF = DeliveryResult(outcome=Outcome.RETRY, stage="content", code=451, text="4.3.0 later")
REFUSED = DeliveryResult(outcome=Outcome.REFUSED, stage="content", code=554, text="5.7.1 no")


@pytest.fixture
def waiting(town: Town, relay: Relay) -> Town:
    """A town with one mail to the staff council in its outbox."""
    town.settings(smtp_url=relay.url)
    announce(town.ctx(), "info-personalrat")
    return town


def state(town: Town) -> str:
    return str(town.messages()[0].state)


def recipients(town: Town) -> dict[str, str]:
    return {r.address: r.state for r in town.messages()[0].recipients}


def given_up(town: Town, *, transferring: bool) -> tuple[Sleeper, Envelope]:
    """A worker fell asleep, its lease ran out, and another run has settled it."""
    sleeper = Sleeper(town)
    envelope = sleeper.claim()
    if transferring:
        sleeper.start(envelope)
    town.clock.wait(hours=1)
    town.do("deliver")
    return sleeper, envelope


def test_a_worker_that_slept_before_the_transfer_transfers_nothing(waiting: Town, relay: Relay) -> None:
    sleeper, envelope = given_up(waiting, transferring=False)
    assert relay.reached == [COUNCIL], "another run has sent it"
    with pytest.raises(LeaseLostError):
        sleeper.start(envelope)
    assert state(waiting) == "accepted"


def test_a_claim_is_worth_nothing_although_the_mail_is_claimed_again_by_the_same_process(waiting: Town) -> None:
    sleeper = Sleeper(waiting)
    envelope = sleeper.claim()
    waiting.clock.wait(hours=1)
    waiting.do("deliver", allow_list=())  # settles the lease, sends nothing
    waiting.change(Message, Message.id == 1, state="queued")
    other = Sleeper(waiting)
    assert other.claim().message_id == envelope.message_id
    with pytest.raises(LeaseLostError):
        sleeper.start(envelope)
    other.start(envelope)


def test_a_lease_of_a_worker_that_is_alive_is_left_alone(waiting: Town, relay: Relay) -> None:
    sleeper = Sleeper(waiting)
    envelope = sleeper.claim()
    waiting.clock.wait(minutes=9)
    waiting.do("deliver")
    sleeper.start(envelope)
    waiting.clock.wait(minutes=9)
    waiting.do("deliver")
    sleeper.finish(envelope, TAKEN)
    assert state(waiting) == "accepted"
    assert relay.received == []


@pytest.mark.parametrize(("answer", "expected"), [(TAKEN, "accepted"), (PUT_OFF, "queued"), (REFUSED, "refused")])
def test_the_late_answer_settles_what_was_unknown(waiting: Town, answer: DeliveryResult, expected: str) -> None:
    sleeper, envelope = given_up(waiting, transferring=True)
    assert (state(waiting), recipients(waiting)) == ("unknown", {COUNCIL: "unknown"})
    sleeper.finish(envelope, answer)
    assert state(waiting) == expected
    assert recipients(waiting) == {COUNCIL: {"queued": "pending"}.get(expected, expected)}


def test_a_late_answer_stops_a_mail_that_a_person_had_queued_again(waiting: Town, relay: Relay) -> None:
    sleeper, envelope = given_up(waiting, transferring=True)
    mail_admin.settle(waiting.ctx(), 1, sent=False)
    sleeper.finish(envelope, TAKEN)
    assert (state(waiting), waiting.messages()[0].queue_id) == ("accepted", "SPAET")
    waiting.do("deliver")
    assert relay.received == []


def test_a_late_answer_takes_the_mail_from_a_worker_that_has_just_claimed_it(waiting: Town) -> None:
    sleeper, envelope = given_up(waiting, transferring=True)
    mail_admin.settle(waiting.ctx(), 1, sent=False)
    other = Sleeper(waiting)
    again = other.claim()
    sleeper.finish(envelope, TAKEN)
    with pytest.raises(LeaseLostError):
        other.start(again)
    assert state(waiting) == "accepted"


def test_a_late_refusal_changes_nothing_after_a_person_has_decided(waiting: Town) -> None:
    sleeper, envelope = given_up(waiting, transferring=True)
    mail_admin.settle(waiting.ctx(), 1, sent=True)
    sleeper.finish(envelope, REFUSED)
    assert (state(waiting), recipients(waiting)) == ("accepted", {COUNCIL: "accepted"})


def test_a_second_late_answer_changes_nothing(waiting: Town) -> None:
    sleeper, envelope = given_up(waiting, transferring=True)
    sleeper.finish(envelope, TAKEN)
    sleeper.finish(envelope, PUT_OFF)
    assert state(waiting) == "accepted"


def test_recipients_put_off_before_the_transfer_are_not_forgotten_by_a_proof(waiting: Town, relay: Relay) -> None:
    with waiting.session() as session:
        message = session.get_one(Message, 1)
        message.recipients.append(type(message.recipients[0])(address=BOARD, role="cc"))
        session.commit()
    sleeper = Sleeper(waiting)
    envelope = sleeper.claim()
    sleeper.start(envelope, {BOARD: "451 4.7.1 Greylisted"})
    waiting.clock.wait(hours=1)
    waiting.do("deliver")
    mail_admin.settle(waiting.ctx(), 1, sent=True)
    assert (state(waiting), recipients(waiting)) == ("queued", {COUNCIL: "accepted", BOARD: "pending"})
    waiting.do("deliver")
    assert relay.reached == [BOARD]


def copy_of(town: Town) -> bytes:
    return town.drop(b"Received: from relay.example\r\n" + town.content(1))


def test_a_copy_that_came_before_the_worker_was_given_up_proves_the_transfer(waiting: Town) -> None:
    sleeper = Sleeper(waiting)
    sleeper.start(sleeper.claim())
    copy_of(waiting)
    waiting.do("collect")
    assert state(waiting) == "data_started", "its worker may be alive and knows more"
    waiting.clock.wait(hours=1)
    result = waiting.do("deliver")
    assert (state(waiting), recipients(waiting)) == ("accepted", {COUNCIL: "accepted"})
    assert any("Die Kopie ist eingegangen" in line for line in result.lines)


def test_a_copy_that_came_before_the_line_was_lost_proves_the_transfer(waiting: Town) -> None:
    sleeper = Sleeper(waiting)
    envelope = sleeper.claim()
    sleeper.start(envelope)
    copy_of(waiting)
    waiting.do("collect")
    sleeper.finish(envelope, DeliveryResult(outcome=Outcome.UNKNOWN, stage="content", text="unterbrochen"))
    assert state(waiting) == "accepted"


def test_a_copy_of_an_earlier_transfer_proves_nothing_about_a_later_one(waiting: Town) -> None:
    with waiting.session() as session:
        session.add(
            Incoming(
                rollout_id=1,
                mailbox="x",
                uidvalidity="1",
                uid="1",
                sha256="0" * 64,
                content=b"",
                received_at=waiting.clock() - timedelta(days=1),
                state="automatic",
                kind="own_copy",
                header_id=waiting.messages()[0].header_id,
            )
        )
        session.commit()
    given_up(waiting, transferring=True)
    assert state(waiting) == "unknown"


def test_a_copy_ends_the_wait_of_a_mail_that_a_person_had_queued_again(waiting: Town, relay: Relay) -> None:
    given_up(waiting, transferring=True)
    mail_admin.settle(waiting.ctx(), 1, sent=False)
    copy_of(waiting)
    waiting.do("collect", "deliver")
    assert (state(waiting), relay.received) == ("accepted", [])


def test_a_mail_that_kills_its_worker_keeps_nobody_waiting(waiting: Town) -> None:
    announce(waiting.ctx(), "info-beschaeftigte")
    for death in (1, 2):  # the first one took the others of its batch along: from then on each comes alone
        assert Sleeper(waiting).claim().message_id == 1, death
        waiting.clock.wait(hours=1)
        waiting.do("deliver", allow_list=("nobody@x.example",))
        waiting.change(Message, Message.state == "held", state="queued")
    assert Sleeper(waiting).claim().message_id == 2


def test_workers_of_one_process_have_different_names(town: Town) -> None:
    names: set[Any] = {town.ctx().worker for _ in range(5)}
    assert len(names) == 5
