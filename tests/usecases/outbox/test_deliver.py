"""Delivering the outbox over a real line: what is lost, refused, late or not allowed any more."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from ozg_workflow.database.models import DeliveryAttempt, Event, MessageRecipient
from ozg_workflow.domain.errors import InputError, UnavailableError
from ozg_workflow.domain.post.relay import backoff_seconds
from ozg_workflow.mail.send.smtp_attempt import Attempt
from ozg_workflow.mail.send.transfer import Transfer
from tests.usecases.relay import Relay
from tests.usecases.town import Town

pytestmark = pytest.mark.both_databases

COUNCIL, EDITORS, BOARD = (f"{name}@bielefeld.example" for name in ("personalrat", "intranet", "verwaltungsvorstand"))


def add_copy(town: Town) -> None:
    """The first mail also goes to the board."""
    with town.session() as session:
        session.add(MessageRecipient(message_id=1, address=BOARD, role="cc"))
        session.commit()


def states(town: Town) -> list[str]:
    return [str(message.state) for message in town.messages()]


def attempts(town: Town) -> list[tuple[str, str]]:
    with town.session() as session:
        return [(a.stage, str(a.outcome)) for a in session.scalars(select(DeliveryAttempt).order_by(DeliveryAttempt.id))]


def test_what_the_relay_accepts_is_noted_with_its_answer(waiting: Town, relay: Relay) -> None:
    result = waiting.do("deliver")
    assert relay.reached == [COUNCIL, EDITORS]
    assert states(waiting) == ["accepted", "accepted"]
    first = waiting.messages()[0]
    assert "Q1" in first.queue_id
    assert first.accepted_at is not None
    assert [(r.state, "Q1" in r.response) for r in first.recipients] == [("accepted", True)]
    assert result.figures == {"accepted": 2}
    waiting.do("deliver")
    assert len(relay.received) == 2


def test_a_line_lost_during_the_transfer_leaves_a_mail_nobody_sends_again(waiting: Town, relay: Relay) -> None:
    relay.silent = {COUNCIL}
    waiting.do("deliver")
    relay.silent = set()
    waiting.clock.wait(days=2)
    result = waiting.do("deliver")
    assert relay.reached == [EDITORS]
    assert states(waiting) == ["unknown", "accepted"]
    assert result.lines == ["1 Mail ungeklärt."]
    assert attempts(waiting) == [("content", "unknown"), ("content", "accepted")]


def test_a_refusal_for_now_is_tried_again_after_a_growing_wait(waiting: Town, relay: Relay) -> None:
    relay.answers[COUNCIL] = ["451 4.7.1 Please wait", "451 4.7.1 Please wait"]
    waits = []
    for _ in range(2):
        waiting.do("deliver")
        message = waiting.messages()[0]
        waits.append((message.next_attempt_at - waiting.clock.moment).total_seconds())
        waiting.do("deliver")
        assert COUNCIL not in relay.reached, "it waits"
        waiting.clock.wait(minutes=5)
    assert waits == [pytest.approx(backoff_seconds(n, seed=1), abs=40) for n in (1, 2)]
    waiting.do("deliver")
    assert relay.reached == [EDITORS, COUNCIL]
    assert waiting.messages()[0].attempts == 3


def test_a_final_refusal_is_kept_with_the_answer_and_not_repeated(waiting: Town, relay: Relay) -> None:
    relay.answers[COUNCIL] = ["550 5.1.1 Unbekannt"]
    result = waiting.do("deliver")
    assert any("abgelehnt" in line and "5.1.1 Unbekannt" in line for line in result.lines)
    waiting.clock.wait(days=1)
    waiting.do("deliver")
    assert states(waiting) == ["refused", "accepted"]
    assert waiting.messages()[0].recipients[0].response.startswith("550")


def test_one_refused_recipient_does_not_keep_the_mail_from_the_others(waiting: Town, relay: Relay) -> None:
    add_copy(waiting)
    relay.answers[BOARD] = ["550 5.1.1 Unbekannt"]
    result = waiting.do("deliver")
    message = waiting.messages()[0]
    assert message.state == "accepted"
    assert {r.address: r.state for r in message.recipients} == {COUNCIL: "accepted", BOARD: "refused"}
    assert any(BOARD in line and "5.1.1 Unbekannt" in line for line in result.lines)
    with waiting.session() as session:
        (event,) = session.scalars(select(Event).where(Event.verb == "recipient_refused"))
    assert event.text.endswith(": 1 von 2 Empfängern")
    assert BOARD not in event.text + str(event.data)


def test_a_recipient_put_off_and_then_refused_does_not_make_a_refusal_of_the_whole(waiting: Town, relay: Relay) -> None:
    add_copy(waiting)
    relay.answers[BOARD] = ["451 4.7.1 Greylisting", "550 5.1.1 Unbekannt"]
    waiting.do("deliver")
    waiting.clock.wait(minutes=10)
    waiting.do("deliver")
    message = waiting.messages()[0]
    assert message.state == "accepted"
    assert {r.address: r.state for r in message.recipients} == {COUNCIL: "accepted", BOARD: "refused"}


def test_the_wait_that_the_relay_asks_for_is_kept(waiting: Town, relay: Relay) -> None:
    relay.answers[COUNCIL] = ["451 4.7.1 Greylisted, try again in 1800 seconds"]
    waiting.do("deliver")
    wait = (waiting.messages()[0].next_attempt_at - waiting.clock.moment).total_seconds()
    assert 1700 < wait <= 2160


def test_a_recipient_put_off_for_now_gets_the_mail_later_and_the_others_not_twice(waiting: Town, relay: Relay) -> None:
    """Greylisting works per recipient: nobody may be forgotten because somebody else has the mail already."""
    add_copy(waiting)
    relay.answers[BOARD] = ["451 4.7.1 Greylisting"]
    waiting.do("deliver")
    message = waiting.messages()[0]
    assert message.state == "queued"
    assert {r.address: r.state for r in message.recipients} == {COUNCIL: "accepted", BOARD: "pending"}
    waiting.clock.wait(minutes=10)
    waiting.do("deliver")
    assert states(waiting) == ["accepted", "accepted"]
    assert relay.reached == [COUNCIL, EDITORS, BOARD]


def test_a_mail_that_cannot_be_sent_at_all_does_not_block_the_others(waiting: Town, relay: Relay) -> None:
    waiting.change(MessageRecipient, MessageRecipient.message_id == 1, address="ein müller@bielefeld.example")
    waiting.do("deliver")
    assert relay.reached == [EDITORS]
    assert states(waiting) == ["refused", "accepted"]


def test_an_unreachable_relay_loses_nothing(waiting: Town, relay: Relay) -> None:
    waiting.settings(smtp_url="smtp://127.0.0.1:1")
    with pytest.raises(UnavailableError, match="nicht erreichbar"):
        waiting.do("deliver")
    assert states(waiting) == ["queued", "queued"]
    waiting.settings(smtp_url=relay.url)
    waiting.clock.wait(minutes=5)
    waiting.do("deliver")
    assert sorted(relay.reached) == sorted([COUNCIL, EDITORS])


def test_without_a_relay_the_mails_wait_and_the_setting_is_named(waiting: Town) -> None:
    waiting.settings(smtp_url="")
    with pytest.raises(InputError, match="OZG_SMTP_URL setzen"):
        waiting.do("deliver")
    assert states(waiting) == ["queued", "queued"]


def test_a_clock_that_is_set_back_stops_no_mail(waiting: Town, relay: Relay) -> None:
    waiting.clock.set(date(2020, 2, 3))
    waiting.do("deliver")
    assert relay.reached == [COUNCIL, EDITORS]


def test_a_preview_sends_nothing(waiting: Town, relay: Relay) -> None:
    before = waiting.dump()
    waiting.do("deliver", preview=True)
    assert relay.received == []
    assert waiting.dump() == before


def test_a_mail_that_was_never_tried_goes_at_once_although_the_clock_was_set_back(waiting: Town) -> None:
    """As in a rehearsal: the same pretended day, an earlier hour of the real one."""
    waiting.clock.set(waiting.clock.today, hour=1)
    waiting.do("deliver")
    assert {str(m.state) for m in waiting.messages()} == {"accepted"}


@pytest.mark.parametrize(("call", "state"), [("_announce_recipient", "queued"), ("content", "queued"), ("dot", "unknown")])
def test_a_mail_on_which_the_program_itself_breaks_keeps_no_other_waiting(
    waiting: Town, relay: Relay, monkeypatch: pytest.MonkeyPatch, call: str, state: str
) -> None:
    """Before the final dot it is tried again; after it nobody knows whether the relay has it."""
    owner: Any = Attempt if call == "_announce_recipient" else Transfer
    real, broken = getattr(owner, call), [True]

    async def breaks(self: Any, *arguments: object, **options: object) -> object:
        if broken:
            broken.pop()
            raise RuntimeError("geheim@bielefeld.example")
        return await real(self, *arguments, **options)

    monkeypatch.setattr(owner, call, breaks)
    result = waiting.do("deliver")
    assert states(waiting) == [state, "accepted"]
    assert relay.reached == [EDITORS]
    assert any("Unerwarteter Fehler (RuntimeError)." in line for line in result.lines), result.lines
    assert "geheim" not in " ".join(result.lines)
