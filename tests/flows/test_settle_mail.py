"""A mail in trouble is settled by the form that the overview names."""

from collections.abc import Callable
from datetime import date

import pytest

from flows.settle_mail import settle_mail
from ozg_workflow.database.models import Message, MessageRecipient
from ozg_workflow.usecases.cockpit.choices import Choice, read_choices
from tests.flows.conftest import LINDNER
from tests.usecases.town import Town

DAY = date(2020, 4, 6)


def options(town: Town) -> tuple[str, ...]:
    with town.session() as session:
        return read_choices(session)[Choice.TROUBLED_MAIL]


@pytest.mark.parametrize(
    ("state", "words", "action", "then"),
    [
        ("unknown", "ungeklärt", "ist angekommen", "accepted"),
        ("unknown", "ungeklärt", "erneut senden", "accepted"),
        ("bounced", "unzustellbar", "erneut senden", "accepted"),
        ("refused", "abgelehnt", "stornieren", "cancelled"),
    ],
)
def test_a_mail_in_trouble_is_offered_and_settled(
    asked: Town, cockpit: Callable[..., Town], state: str, words: str, action: str, then: str
) -> None:
    cockpit(asked).change(Message, Message.id == 1, state=state)
    asked.change(MessageRecipient, MessageRecipient.message_id == 1, state="pending" if state != "bounced" else "bounced")
    (option,) = options(asked)
    assert option.startswith(f"1 – {words}: ")
    done = settle_mail(by=LINDNER, preview=False, mail=option, action=action, today=DAY, return_state=True)
    assert done.is_completed(), done.message
    assert str(asked.messages()[0].state) == then
    assert options(asked) == ()


def test_what_did_arrive_cannot_be_settled(asked: Town, cockpit: Callable[..., Town]) -> None:
    cockpit(asked)
    state = settle_mail(by=LINDNER, preview=False, mail=1, action="ist angekommen", today=DAY, return_state=True)
    assert state.is_failed()
    assert state.message == "Mail Nr. 1 ist nicht ungeklärt, sondern angenommen."
