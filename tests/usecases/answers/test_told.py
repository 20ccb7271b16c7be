"""The office is told of a correction once: with the next mail about its lists, and in the copy that answers its return."""

from io import BytesIO

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from ozg_workflow.database.models import Correction, Message
from ozg_workflow.domain.post.outbox import MessageState
from ozg_workflow.usecases.answers.correct import Wish, correct
from tests.usecases.town import Letter, Town

CALL = "Telefonat mit Frau Sandmann"
TOLD = "Amt 34, Eheschließung anmelden, Fallzahl pro Jahr: 1200 → 900 (Telefonat mit Frau Sandmann, Frau Lindner, 06.04.2020)"


def call(town: Town, service: str = "L5", question: str = "case_volume", value: str = "900") -> None:
    town.clock.wait(minutes=5)
    correct(town.ctx(actor="Frau Lindner"), Wish(office="34", service=service, question=question, value=value, source=CALL))


def back(town: Town, office: str = "34", changes: object = None, rows: list[int] | None = None) -> Letter:
    town.clock.wait(minutes=5)
    town.send_back(office, changes or {}, rows=rows)  # type: ignore[arg-type]
    town.do("collect", "deliver")
    return town.new_letters()[-1]


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
    assert "berichtigt" not in back(corrected, "50").text
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


def test_the_copy_with_marked_cells_shows_what_was_corrected(corrected: Town) -> None:
    letter = back(corrected, changes={1: {"Fallzahl pro Jahr": None}, 2: {"Fallzahl pro Jahr": "viele"}})
    (content,) = letter.attachments.values()
    book = load_workbook(BytesIO(content))
    sheet = book["Amtsliste"]
    columns = {str(cell.value): cell.column for cell in sheet[4] if cell.value}
    assert sheet.cell(5, columns["Fallzahl pro Jahr"]).value == 900
    assert sheet.cell(6, columns["Fallzahl pro Jahr"]).value == "viele"
    notes = [[cell.value for cell in row] for row in book["Hinweise"].iter_rows(min_row=6)]
    assert [row[1] for row in notes if row[0]] == ["Geburtsurkunde ausstellen", "Eheschließung anmelden"]
    assert notes[1][4:6] == [
        "(leer)",
        f"Nach Rücksprache berichtigt auf „900“: {CALL}, notiert von Frau Lindner am 06.04.2020.",
    ]
    assert corrected.states("34") == ["answered", "invalid"], "the blank cell is not asked again"
