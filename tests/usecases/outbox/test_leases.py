"""What a dead worker had claimed: sent again before the transfer, never after it began."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from ozg_workflow.database.models import DeliveryAttempt, Event, Message, MessageRecipient
from ozg_workflow.domain.post.envelope import DeliveryResult
from ozg_workflow.domain.post.outbox import Outcome, transfer_began
from ozg_workflow.usecases.outbox.delivery import writer
from ozg_workflow.usecases.outbox.leases import settle_leases
from tests.usecases.outbox.sleeper import Sleeper
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


TAKEN = DeliveryResult(outcome=Outcome.ACCEPTED, stage="content", code=250, text="2.0.0 Ok: queued as ABC")


@pytest.fixture
def breathless(monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker that stores what follows from an answer only when it has to."""
    monkeypatch.setattr(writer, "BREATH_SECONDS", 60.0)


def answered(town: Town) -> Sleeper:
    """A worker died when the answer was on file, and before anything followed from it."""
    worker = Sleeper(town)
    envelope = worker.claim()
    worker.start(envelope)
    worker.answer(envelope, TAKEN)
    assert states(town) == ["data_started", "claimed"]
    return worker


@pytest.mark.usefixtures("breathless")
def test_what_follows_from_an_answer_on_file_is_stored_when_its_worker_died(waiting: Town, relay: Relay) -> None:
    worker = answered(waiting)
    with waiting.session() as session:
        came = session.scalars(select(DeliveryAttempt.ended_at)).one()
    waiting.do("deliver")
    assert states(waiting) == ["data_started", "claimed"], "the worker may be alive"
    waiting.clock.wait(hours=1)
    result = waiting.do("deliver")
    mail = waiting.messages()[0]
    assert (str(mail.state), mail.queue_id, mail.claimed_by, mail.lease_until) == ("accepted", "ABC", "", None)
    assert mail.accepted_at == came
    assert [(r.state, r.response) for r in mail.recipients] == [("accepted", TAKEN.text)]
    assert relay.reached == [EDITORS]
    assert any(line.startswith("Nr. 1 ") and "schon festgehalten" in line for line in result.lines)
    with worker:  # it was asleep only
        pass
    assert states(waiting) == ["accepted", "accepted"]
    with waiting.session() as session:
        of_the_first = select(Event.verb).where(Event.object_type == "message", Event.object_id == "1", Event.verb == "accepted")
        assert len(session.scalars(of_the_first).all()) == 1


@pytest.mark.usefixtures("breathless")
def test_an_answer_on_file_does_not_hide_a_bounce(waiting: Town) -> None:
    answered(waiting)
    waiting.change(MessageRecipient, MessageRecipient.message_id == 1, state="bounced")
    waiting.clock.wait(hours=1)
    waiting.do("deliver")
    assert states(waiting)[0] == "unknown"


@pytest.mark.usefixtures("breathless")
@pytest.mark.parametrize("refused", [{EDITORS: "550 5.1.1 Unbekannt"}, {EDITORS: "451 4.7.1 Greylisted"}])
def test_an_answer_that_does_not_say_everything_is_not_put_off(waiting: Town, refused: dict[str, str]) -> None:
    with waiting.session() as session:
        message = session.get_one(Message, 1)
        message.recipients.append(MessageRecipient(address=EDITORS, role="cc"))
        session.commit()
    worker = Sleeper(waiting)
    envelope = worker.claim()
    worker.start(envelope, refused)
    worker.answer(envelope, replace(TAKEN, refused=refused))
    assert states(waiting)[0] == ("queued" if refused[EDITORS].startswith("4") else "accepted")


def test_the_answer_to_an_earlier_attempt_of_the_same_run_says_nothing_of_this_one(waiting: Town) -> None:
    with waiting.session() as session:
        message = session.get_one(Message, 1)
        message.recipients.append(MessageRecipient(address=EDITORS, role="cc"))
        session.commit()
    refused = {EDITORS: "451 4.7.1 Greylisted"}
    with Sleeper(waiting) as first:
        envelope = first.claim()
        first.start(envelope, refused)
        first.finish(envelope, replace(TAKEN, refused=refused))
    assert states(waiting)[0] == "queued"
    waiting.clock.wait(hours=1)
    later = Sleeper(waiting, ctx=first.run)  # the Tageslauf delivers after each of its steps
    later.start(next(mail for mail in iter(later.claim, None) if mail.message_id == envelope.message_id))
    waiting.clock.wait(hours=1)
    with waiting.ctx().work() as work:
        settle_leases(work)
    assert states(waiting)[0] == "unknown"


@pytest.mark.usefixtures("breathless")
def test_what_follows_is_stored_with_the_next_claim(waiting: Town) -> None:
    worker = answered(waiting)
    envelope = worker.claim()
    worker.start(envelope)
    worker.answer(envelope, TAKEN)
    assert states(waiting) == ["data_started", "data_started"]
    assert worker.nothing_left()
    assert states(waiting) == ["accepted", "accepted"]
