"""The stage and the outcome of a delivery."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from ozg_workflow.database.models import DeliveryAttempt, Message, MessageRecipient
from ozg_workflow.domain.errors import LeaseLostError
from ozg_workflow.domain.post.envelope import DeliveryResult
from ozg_workflow.domain.post.outbox import Outcome
from tests.usecases.outbox.sleeper import Sleeper
from tests.usecases.town import SENDER, Town

pytestmark = pytest.mark.both_databases

COUNCIL = "personalrat@bielefeld.example"
TAKEN = DeliveryResult(outcome=Outcome.ACCEPTED, stage="content", code=250, text="2.0.0 Ok: queued as ABC")
PUT_OFF = DeliveryResult(outcome=Outcome.RETRY, stage="content", code=451, text="4.3.0 später")
REFUSED = DeliveryResult(outcome=Outcome.REFUSED, stage="recipients", code=550, text="5.1.1 Unbekannt")


def first(town: Town) -> Message:
    return town.messages()[0]


def test_before_the_transfer_it_is_stored_that_from_here_on_nobody_knows(waiting: Town) -> None:
    worker = Sleeper(waiting)
    worker.start(worker.claim())
    message = first(waiting)
    assert (str(message.state), message.copied_at) == ("data_started", None)
    assert [r.state for r in message.recipients] == ["unknown"]
    assert message.lease_until is not None
    assert timedelta(seconds=590) < message.lease_until - waiting.clock.moment <= timedelta(seconds=600)


@pytest.mark.parametrize(("refused", "copied"), [({}, True), ({SENDER: "550 5.7.1 not to yourself"}, False)])
def test_a_copy_is_expected_only_where_the_relay_takes_it(waiting: Town, refused: dict[str, str], *, copied: bool) -> None:
    worker = Sleeper(waiting, copy_to=SENDER)
    worker.start(worker.claim(), refused)
    assert (first(waiting).copied_at is not None) is copied


def test_what_was_taken_over_is_stored_with_the_number_of_the_relay_and_the_attempt(waiting: Town) -> None:
    worker = Sleeper(waiting)
    envelope = worker.claim()
    worker.start(envelope)
    worker.finish(envelope, TAKEN)
    message = first(waiting)
    assert (str(message.state), message.queue_id, message.claimed_by, message.lease_until) == ("accepted", "ABC", "", None)
    assert message.accepted_at is not None
    assert [(r.address, r.state, r.response) for r in message.recipients] == [(COUNCIL, "accepted", TAKEN.text)]
    with waiting.session() as session:
        (attempt,) = session.scalars(select(DeliveryAttempt))
        assert (attempt.stage, str(attempt.outcome), attempt.code, attempt.worker) == (
            "content",
            "accepted",
            250,
            worker.ctx.worker,
        )
    assert worker.result.figures == {"accepted": 1}


UNCLEAR = DeliveryResult(outcome=Outcome.UNKNOWN, stage="content", code=None, text="Verbindung verloren")


@pytest.mark.parametrize("answer", [TAKEN, UNCLEAR])
def test_a_bounce_that_comes_before_the_answer_of_the_relay_stays(waiting: Town, answer: DeliveryResult) -> None:
    worker = Sleeper(waiting)
    envelope = worker.claim()
    worker.start(envelope)
    waiting.change(MessageRecipient, MessageRecipient.message_id == 1, state="bounced", response="5.1.1 Unbekannt")
    worker.finish(envelope, answer)
    message = first(waiting)
    assert (str(message.state), message.state_reason) == ("bounced", f"Unzustellbar: {COUNCIL}")
    assert [(r.state, r.response) for r in message.recipients] == [("bounced", "5.1.1 Unbekannt")]


def test_of_two_recipients_one_bounces_before_the_answer_and_the_other_has_the_mail(waiting: Town) -> None:
    with waiting.session() as session:
        message = session.get_one(Message, 1)
        message.recipients.append(MessageRecipient(address="leitung@bielefeld.example", role="cc"))
        session.commit()
    worker = Sleeper(waiting)
    envelope = worker.claim()
    worker.start(envelope)
    waiting.change(MessageRecipient, MessageRecipient.address == COUNCIL, state="bounced")
    worker.finish(envelope, TAKEN)
    assert (str(first(waiting).state), first(waiting).state_reason) == ("bounced", f"Unzustellbar: {COUNCIL}")
    assert [r.state for r in first(waiting).recipients] == ["bounced", "accepted"]


def test_what_was_put_off_waits_two_minutes_or_a_little_less_and_is_left_to_a_later_delivery(waiting: Town) -> None:
    worker = Sleeper(waiting)
    envelope = worker.claim()
    worker.finish(envelope, PUT_OFF)
    message = first(waiting)
    assert (str(message.state), message.state_reason, message.claimed_by) == ("queued", "4.3.0 später", "")
    assert timedelta(seconds=90) < message.next_attempt_at - waiting.clock.moment <= timedelta(seconds=120)
    assert worker.claim().message_id == 2
    assert worker.nothing_left()
    assert worker.result.lines == ["Nr. 1 Information des Personalrates: wird später erneut versucht – 4.3.0 später"]


def test_what_was_refused_is_over_and_says_why(waiting: Town) -> None:
    worker = Sleeper(waiting)
    worker.finish(worker.claim(), REFUSED)
    message = first(waiting)
    assert (str(message.state), message.state_reason) == ("refused", "5.1.1 Unbekannt")
    assert [(r.state, r.response) for r in message.recipients] == [("refused", "5.1.1 Unbekannt")]


def test_a_mail_that_somebody_else_has_settled_or_claimed_is_not_taken_over(waiting: Town) -> None:
    worker = Sleeper(waiting)
    gone, taken = worker.claim(), worker.claim()
    waiting.change(Message, Message.id == gone.message_id, state="queued", claimed_by="")
    waiting.change(Message, Message.id == taken.message_id, claimed_by="anderer")
    for envelope in (gone, taken):
        with pytest.raises(LeaseLostError):
            worker.start(envelope)
    assert [str(m.state) for m in waiting.messages()] == ["queued", "claimed"]
