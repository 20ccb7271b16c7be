"""Lines that stand in the list of another office: the sender is told whose they are, and nothing is recorded there."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from ozg_workflow.database.models import IncomingNote
from tests.usecases.town import Town, fill, read_letter

pytestmark = pytest.mark.both_databases


def send_back(town: Town, change: Callable[[Any, Any], None], *, rows: list[int] | None = None) -> str:
    """Send the list of Amt 34 back after a change that may take from the filled list of Amt 33; return the text of the reply."""
    book = load_workbook(BytesIO(fill(town.book("34")[1], rows=rows)))
    change(book["Amtsliste"], load_workbook(BytesIO(fill(town.book("33")[1])))["Amtsliste"])
    buffer = BytesIO()
    book.save(buffer)
    town.drop(town.letter({"x.xlsx": buffer.getvalue()}, sender="amt34@bielefeld.example", answers=town.book("34")[2]))
    town.do("collect")
    (reply,) = [*town.messages("return_with_errors"), *town.messages("acknowledgement")]
    return " ".join(read_letter(town.content(reply.id)).text.split())


def paste(sheet: Any, other: Any, lines: dict[int, int]) -> None:
    for source, target in lines.items():
        for cell in other[source]:
            sheet.cell(target, cell.column).value = cell.value


def volumes(town: Town, office: str) -> list[Any]:
    return [row.answers.get("case_volume") for row in town.rows(office).values()]


def to_read(town: Town) -> list[IncomingNote]:
    with town.session() as session:
        return list(session.scalars(select(IncomingNote)))


def test_lines_pasted_over_are_asked_with_the_office_named_and_recorded_nowhere(asked: Town) -> None:
    text = send_back(asked, lambda sheet, other: paste(sheet, other, {5: 5, 6: 6, 7: 7}))
    assert (volumes(asked, "33"), volumes(asked, "34")) == ([None] * 3, [None] * 2)
    assert len(asked.messages("return_with_errors")) == 1
    assert "Die Zeilen 5, 6 und 7 stehen in der Liste von Amt 33 – Einwohner- und Meldeamt" in text
    assert "In Zeile 5 passen Nr. 1 und Leistung nicht zusammen" in text


def test_a_line_pasted_below_is_told_with_its_office_and_waits_for_a_person(asked: Town) -> None:
    text = send_back(asked, lambda sheet, other: paste(sheet, other, {6: 8}))
    assert asked.list_state("34") == "returned"
    assert "Zeile 8 steht in der Liste von Amt 33 – Einwohner- und Meldeamt; dort wurde nichts eingetragen." in text
    assert asked.list_state("33") == "sent"


def test_a_name_alone_tells_the_office_where_the_line_has_no_key(asked: Town) -> None:
    def write(sheet: Any, _: Any) -> None:
        sheet["C7"], sheet["H7"] = "Hundesteuer anmelden", "ja"

    assert "Zeile 7 steht in der Liste von Amt 20 – Kämmerei" in send_back(asked, write)


def test_a_line_about_a_service_nobody_has_names_no_office(asked: Town) -> None:
    def write(sheet: Any, _: Any) -> None:
        sheet["C7"], sheet["H7"] = "Tierheimhund vermitteln", "ja"

    text = send_back(asked, write)
    assert "steht in der Liste von" not in text
    assert "Zeile 7 („Tierheimhund vermitteln“) gehört zu keiner Leistung der Liste" in text


def test_many_lines_of_one_office_are_one_remark(asked: Town) -> None:
    text = send_back(
        asked, lambda sheet, other: paste(sheet, other, {5: 10, 6: 11, 7: 12}) or paste(sheet, other, {5: 13, 6: 14, 7: 15})
    )
    assert "Die Zeilen 10, 11, 12, 13, 14 und 1 weitere stehen in der Liste von Amt 33" in text
    assert {note.kind.value for note in to_read(asked)} == {"added_line"}


def test_lines_pasted_over_and_below_together_are_asked_and_none_is_passed_on_as_a_further_service(asked: Town) -> None:
    text = send_back(asked, lambda sheet, other: paste(sheet, other, {5: 5, 6: 6, 7: 7}))
    assert "Die Zeilen 5, 6 und 7 stehen in der Liste von Amt 33" in text
    assert [note.kind.value for note in to_read(asked)] == ["no_answer"]
    assert asked.list_state("34") == "sent"


def test_a_whole_list_pasted_below_is_asked_and_not_passed_on_line_by_line(asked: Town) -> None:
    lines = [(5 + n % 3, 10 + n) for n in range(12)]

    def write(sheet: Any, other: Any) -> None:
        for source, target in lines:
            paste(sheet, other, {source: target})

    text = send_back(asked, write)
    assert "Die Zeilen 10, 11, 12, 13, 14 und 7 weitere stehen in der Liste von Amt 33" in text
    assert (to_read(asked), len(asked.messages("return_with_errors"))) == ([], 1)
