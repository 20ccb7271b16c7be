"""The stage and the outcome of a delivery, each stored in its own transaction."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from ozg_workflow.database.models import DeliveryAttempt, Message
from ozg_workflow.domain.errors import LeaseLostError
from ozg_workflow.domain.post.outbox import DeliveryResult, Outcome
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
    worker.journal.data_started(worker.claim(), {})
    message = first(waiting)
    assert (str(message.state), message.copied_at) == ("data_started", None)
    assert [r.state for r in message.recipients] == ["unknown"]
    assert message.lease_until is not None
    assert timedelta(seconds=590) < message.lease_until - waiting.clock.moment <= timedelta(seconds=600)


@pytest.mark.parametrize(("refused", "copied"), [({}, True), ({SENDER: "550 5.7.1 not to yourself"}, False)])
def test_a_copy_is_expected_only_where_the_relay_takes_it(waiting: Town, refused: dict[str, str], *, copied: bool) -> None:
    worker = Sleeper(waiting)
    worker.journal.data_started(replace(worker.claim(), copy_to=SENDER), refused)
    assert (first(waiting).copied_at is not None) is copied


def test_what_was_taken_over_is_stored_with_the_number_of_the_relay_and_the_attempt(waiting: Town) -> None:
    worker = Sleeper(waiting)
    envelope = worker.claim()
    worker.journal.data_started(envelope, {})
    worker.journal.finished(envelope, TAKEN)
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
    assert (worker.journal.result.figures, worker.journal.put_back) == ({"accepted": 1}, set())


def test_what_was_put_off_waits_two_minutes_or_a_little_less_and_is_left_to_a_later_delivery(waiting: Town) -> None:
    worker = Sleeper(waiting)
    envelope = worker.claim()
    worker.journal.finished(envelope, PUT_OFF)
    message = first(waiting)
    assert (str(message.state), message.state_reason, message.claimed_by) == ("queued", "4.3.0 später", "")
    assert timedelta(seconds=90) < message.next_attempt_at - waiting.clock.moment <= timedelta(seconds=120)
    assert worker.journal.put_back == {1}
    assert worker.journal.result.lines == ["Nr. 1 Information des Personalrates: wird später erneut versucht – 4.3.0 später"]


def test_what_was_refused_is_over_and_says_why(waiting: Town) -> None:
    worker = Sleeper(waiting)
    worker.journal.finished(worker.claim(), REFUSED)
    message = first(waiting)
    assert (str(message.state), message.state_reason) == ("refused", "5.1.1 Unbekannt")
    assert [(r.state, r.response) for r in message.recipients] == [("refused", "5.1.1 Unbekannt")]


def test_a_mail_that_somebody_else_has_settled_or_that_is_gone_is_not_transferred(waiting: Town) -> None:
    worker = Sleeper(waiting)
    envelope = worker.claim()
    for changed in (replace(envelope, message_id=99), replace(envelope, message_id=2)):
        with pytest.raises(LeaseLostError):
            worker.journal.data_started(changed, {})
    assert [str(m.state) for m in waiting.messages()] == ["claimed", "queued"]
