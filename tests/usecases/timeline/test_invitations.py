"""Who is invited to an event that has moved is told apart by codes and days, not by words and keys."""

from datetime import date

import pytest

from ozg_workflow.database.models import Message
from ozg_workflow.usecases.timeline.move_milestone import move_milestone
from tests.usecases.town import Town

EVENT = "infoveranstaltung-1"


def invitations(town: Town) -> list[Message]:
    return [m for m in town.messages("event_invitation") if m.object_key == EVENT]


@pytest.fixture
def half(town: Town) -> Town:
    """One Dezernat has its invitation, that of the other is held."""
    town.settings(recipients=("dez1@bielefeld.example",))
    town.day("2020-03-25", "announce", "deliver")
    return town


def test_an_invitation_withdrawn_because_the_event_moved_is_replaced_however_that_is_worded(
    half: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ozg_workflow.usecases.timeline.move_milestone.MOVED", "Neuer Tag.")
    move_milestone(half.ctx(), EVENT, date(2020, 4, 3))
    assert [(m.recipient, m.state, m.state_reason_code) for m in invitations(half)] == [
        ("1", "accepted", ""),
        ("2", "cancelled", "event_moved"),
        ("1", "queued", ""),
        ("2", "held", ""),
    ]
    assert invitations(half)[1].state_reason == "Neuer Tag."


def test_the_day_and_the_sequence_of_an_invitation_do_not_come_from_its_key(half: Town) -> None:
    for message in invitations(half):
        half.change(Message, Message.id == message.id, occasion=f"alt {message.id}")
    move_milestone(half.ctx(), EVENT, date(2020, 4, 3))
    half.settings(recipients=("*",))
    half.new_letters()
    half.do("deliver")
    subjects = {letter.to[0]: letter for letter in half.new_letters() if "1. Termin" in letter.subject}
    assert "Dienstag, 31. März 2020" in subjects["dez1@bielefeld.example"].text
    assert subjects["dez2@bielefeld.example"].subject.startswith("Einladung: ")
    assert [(m.about_on, m.sequence) for m in invitations(half)] == [(date(2020, 3, 31), 0)] * 2 + [(date(2020, 4, 3), 1)] * 2
