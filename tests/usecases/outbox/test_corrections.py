"""The office is told of a correction once, with the next mail about its lists."""

import pytest
from sqlalchemy import select

from ozg_workflow.database.models import Correction, Message
from ozg_workflow.domain.post.outbox import MessageState
from tests.usecases.answers.phone import back, call
from tests.usecases.town import Town

TOLD = "Amt 34, Eheschließung anmelden, Fallzahl pro Jahr: 1200 → 900 (Telefonat mit Frau Sandmann, Frau Lindner, 06.04.2020)"


@pytest.fixture
def corrected(asked: Town) -> Town:
    """The Standesamt owes its second row; the first was corrected by phone."""
    back(asked, rows=[1])
    call(asked)
    return asked


def flat(text: str) -> str:
    return " ".join(text.split())


def test_the_next_answer_tells_it_and_the_one_after_it_does_not(corrected: Town) -> None:
    letter = back(corrected, rows=[1])
    assert TOLD in flat(letter.text)
    assert "Nach Rücksprache berichtigt" in letter.html
    with corrected.session() as session:
        (correction,) = session.scalars(select(Correction))
        assert session.get_one(Message, correction.message_id).header_id == letter.header_id
    assert "berichtigt" not in back(corrected).text


def test_a_reminder_tells_it_and_another_office_never_hears_of_it(corrected: Town) -> None:
    assert "berichtigt" not in back(corrected, office="50").text
    corrected.day("2020-05-11", "remind", "deliver")
    letters = {letter.to: letter.text for letter in corrected.new_letters()}
    assert TOLD in flat(letters["dez2@bielefeld.example",])
    assert "berichtigt" not in letters["dez1@bielefeld.example",]


def test_a_mail_that_never_left_told_nobody(corrected: Town) -> None:
    corrected.day("2020-05-11", "remind")
    with corrected.session() as session:
        (correction,) = session.scalars(select(Correction))
        told_by = correction.message_id
    corrected.change(Message, Message.id == told_by, state=MessageState.EXPIRED)
    corrected.day("2020-05-13", "remind", "deliver")
    assert any(TOLD in flat(letter.text) for letter in corrected.new_letters())


def test_a_preview_tells_nobody(corrected: Town) -> None:
    corrected.clock.wait(days=35)
    corrected.do("remind", preview=True)
    with corrected.session() as session:
        assert [correction.message_id for correction in session.scalars(select(Correction))] == [None]
