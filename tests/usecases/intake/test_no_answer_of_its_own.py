"""A list whose return holds no answer of it stays as it was, and a person is told; its lines belong to their service and office."""

from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from ozg_workflow.database.models import IncomingNote
from ozg_workflow.domain.survey.service_list import RowState
from ozg_workflow.usecases.intake.inbox_admin import assign_incoming, list_incoming
from tests.usecases.town import Town, fill, read_letter

pytestmark = pytest.mark.both_databases


def with_sheet_of(town: Town, office: str, *, hidden_of: str) -> bytes:
    """The filled list of one office in a file that carries the hidden sheet of another."""
    book, other = load_workbook(BytesIO(fill(town.book(office)[1]))), load_workbook(BytesIO(town.book(hidden_of)[1]))
    del book["_ozg"]
    kept = book.create_sheet("_ozg")
    for row in other["_ozg"].iter_rows():
        for cell in row:
            kept.cell(cell.row, cell.column).value = cell.value
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def come_back(town: Town, office: str, content: bytes) -> None:
    town.clock.wait(hours=1)
    town.drop(town.letter({"x.xlsx": content}, sender=f"amt{office}@bielefeld.example", answers=town.book(office)[2]))
    town.do("collect")


def figures(town: Town, office: str) -> tuple[str, int, Any]:
    item = next(item for item in town.status()["lists"] if item["office"] == office)
    return item["state"], item["answered"], item["returned_at"]


def notes(town: Town) -> list[IncomingNote]:
    with town.session() as session:
        return list(session.scalars(select(IncomingNote)))


def test_a_list_in_the_file_of_another_office_leaves_that_one_alone_and_is_told(asked: Town) -> None:
    come_back(asked, "34", with_sheet_of(asked, "34", hidden_of="33"))
    assert figures(asked, "33") == ("sent", 0, None)
    assert figures(asked, "34") == ("sent", 0, None)
    (mail,) = list_incoming(asked.ctx())
    assert mail.state == "to_read"
    (note,) = notes(asked)
    assert (note.kind, note.place) == ("no_answer", "Amt 33 – Einwohner- und Meldeamt")
    assert "Die Zeilen 5 und 6 stehen in der Liste von Amt 34 – Standesamt" in note.text
    (reply,) = asked.messages("return_with_errors")
    assert "Die Zeilen 5 und 6 stehen in der Liste von Amt 34" in " ".join(read_letter(asked.content(reply.id)).text.split())


def test_a_person_names_the_list_its_lines_belong_to(asked: Town) -> None:
    come_back(asked, "34", with_sheet_of(asked, "34", hidden_of="33"))
    (mail,) = list_incoming(asked.ctx())
    assign_incoming(asked.ctx(), mail.id, office="34")
    assert figures(asked, "34")[:2] == ("returned", 2)
    assert figures(asked, "33") == ("sent", 0, None)
    assert asked.states("34") == [RowState.ANSWERED] * 2
    assert list_incoming(asked.ctx()) == ()


def test_a_list_with_lines_of_its_own_stays_its_own_whatever_a_person_names(asked: Town) -> None:
    come_back(asked, "33", fill(asked.book("33")[1]))
    (mail,) = list_incoming(asked.ctx(), everything=True)
    assign_incoming(asked.ctx(), mail.id, office="34")
    assert (figures(asked, "33")[:2], figures(asked, "34")) == (("returned", 3), ("sent", 0, None))


def test_what_was_back_stays_back(asked: Town) -> None:
    come_back(asked, "33", fill(asked.book("33")[1]))
    before = figures(asked, "33")
    come_back(asked, "34", with_sheet_of(asked, "34", hidden_of="33"))
    assert figures(asked, "33") == before
    assert before[:2] == ("returned", 3)


def test_a_fehlanzeige_stays_one(asked: Town) -> None:
    come_back(asked, "33", fill(asked.book("33")[1], rows=(), nil="ja"))
    assert figures(asked, "33")[0] == "nil_return"
    come_back(asked, "34", with_sheet_of(asked, "34", hidden_of="33"))
    assert figures(asked, "33")[0] == "nil_return"


def test_a_comment_or_a_further_service_alone_is_no_answer_and_read_already(asked: Town) -> None:
    book = load_workbook(BytesIO(asked.book("34")[1]))
    book["Amtsliste"]["C7"] = "Tierheimhund vermitteln"
    buffer = BytesIO()
    book.save(buffer)
    come_back(asked, "34", buffer.getvalue())
    assert figures(asked, "34") == ("sent", 0, None)
    assert [note.kind for note in notes(asked)] == ["added_line"]


def test_an_answer_that_is_asked_again_is_one(asked: Town) -> None:
    come_back(asked, "34", fill(asked.book("34")[1], {1: {"Fallzahl pro Jahr": "viele"}}, rows=(), good={}))
    assert figures(asked, "34")[0] == "partly_returned"
    assert notes(asked) == []
