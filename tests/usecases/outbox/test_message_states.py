"""From state to state: only where the table allows it, and by proof where the line was lost."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from ozg_workflow.database.models import Message, MessageRecipient, ServiceList, ServiceListRow
from ozg_workflow.domain.post.outbox import MessageState
from ozg_workflow.domain.post.reasons import StateReason
from ozg_workflow.domain.survey.service_list import RowState
from ozg_workflow.usecases.outbox.message_states import explain, locked_message, mark_lists_sent, move, prove
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


def test_a_step_the_table_does_not_know_is_a_mistake_of_the_program(waiting: Town) -> None:
    message = waiting.messages()[0]
    with pytest.raises(ValueError, match="message 1: queued -> unknown"):
        move(message, MessageState.UNKNOWN)
    assert message.state is MessageState.QUEUED


def test_a_new_state_has_a_new_reason_and_no_code_of_the_old_one(waiting: Town) -> None:
    message = waiting.messages()[0]
    explain(message, "Der Termin wurde verschoben.", StateReason.EVENT_MOVED)
    move(message, MessageState.HELD, "Noch nicht.")
    assert (message.state, message.state_reason, message.state_reason_code) == ("held", "Noch nicht.", StateReason.OTHER)


@pytest.mark.parametrize(
    ("state", "recipient", "proved"),
    [
        ("unknown", "unknown", True),
        ("unknown", "refused", True),
        ("queued", "unknown", True),
        ("queued", "pending", False),
        ("data_started", "unknown", False),
        ("accepted", "accepted", False),
    ],
)
def test_a_proof_settles_only_what_is_in_doubt(waiting: Town, state: str, recipient: str, *, proved: bool) -> None:
    waiting.change(Message, Message.id == 1, state=state)
    waiting.change(MessageRecipient, MessageRecipient.message_id == 1, state=recipient)
    with waiting.ctx().work() as work:
        message = locked_message(work.session, 1)
        assert message is not None
        assert prove(work, message, "Belegt.") is proved
    assert str(waiting.messages()[0].state) == ("accepted" if proved else state)


def test_lists_are_sent_once_with_the_mail_that_carries_them(town: Town) -> None:
    town.day("2020-03-25", "send-lists")
    with town.ctx().work() as work:
        message = locked_message(work.session, 1)
        assert message is not None
        assert message.recipient == "1"
        at = work.now()
        mark_lists_sent(work.session, [message.id], at)
        mark_lists_sent(work.session, [message.id], at + timedelta(days=1))
    sent = {item["office"]: (item["state"], item["sent_at"]) for item in town.status()["lists"]}
    assert {office for office, (state, _) in sent.items() if state == "sent"} == {"10", "20"}
    assert {sent["10"][1][:10], sent["33"][1]} == {"2020-03-25", None}


def test_a_list_that_asks_nothing_any_more_is_back_when_it_is_sent(town: Town) -> None:
    """One without rows asks for a Fehlanzeige."""
    town.day("2020-03-25", "send-lists")
    with town.ctx().work() as work:
        without_rows, other = (link.service_list_id for link in work.session.get_one(Message, 1).lists)
        change = update(ServiceListRow).values(state=RowState.ANSWERED)
        work.session.execute(change.where(ServiceListRow.service_list_id == other))
        mark_lists_sent(work.session, [1], work.now())
        states = [work.session.get_one(ServiceList, number).state for number in (without_rows, other)]
    assert states == ["sent", "returned"]
