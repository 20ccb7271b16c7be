"""What an office did to its list is read right."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from openpyxl import Workbook as Book
from openpyxl import load_workbook

from ozg_workflow.domain.survey.answers import validate_row
from ozg_workflow.domain.survey.maturity import MaturityScale
from ozg_workflow.domain.survey.questionnaire import Questionnaire
from ozg_workflow.domain.survey.returns import ReturnedList
from ozg_workflow.workbook.read.reader import WorkbookError, identity_of, open_workbook, read_rows

Fill = Callable[..., bytes]


def read(content: bytes, questionnaire: Questionnaire) -> ReturnedList:
    return read_rows(open_workbook(content, "liste.xlsx"), questionnaire)


def answers(returned: ReturnedList) -> dict[int, dict[str, Any]]:
    return {row.number: {key: cell for key, cell in row.cells.items() if cell is not None} for row in returned.rows}


def rearranged(change: Callable[[list[list[Any]]], list[list[Any]]]) -> Callable[[Book], None]:
    """Rewrite the lines from row 5 on, as sorting or deleting does."""

    def apply(book: Book) -> None:
        sheet = book["Amtsliste"]
        lines = change([[cell.value for cell in row] for row in sheet.iter_rows(min_row=5)])
        sheet.delete_rows(5, sheet.max_row)
        for number, line in enumerate(lines, 5):
            for column, value in enumerate(line, 1):
                sheet.cell(number, column).value = value

    return apply


def test_answers_come_back_with_row_ids_and_addresses(filled: bytes, questionnaire: Questionnaire, scale: MaturityScale) -> None:
    returned = read(filled, questionnaire)
    assert (returned.token, returned.list_id, returned.version) == ("0123456789abcdef0123456789abcdef01234567", 41, 2)
    assert not returned.nil_return
    assert returned.remarks == ()
    assert [row.row_id for row in returned.rows] == [901, 902, 903, 904, 905, 906]
    first = returned.rows[0]
    assert first.addresses["responsible"] == "H5"
    assert first.addresses["remark"] == "U5"
    assert validate_row(questionnaire, scale, first.cells).answers == {
        "responsible": "ja",
        "maturity_level": 3,
        "online_url": "https://www.bielefeld.example/a",
        "planned_offer": "ja",
        "planned_on": "2020-10-01",
        "case_volume": 1200,
        "staff_effort": 1.5,
    }
    assert answers(returned)[2] == {"responsible": "nein", "responsible_office": "Amt 32"}
    assert answers(returned)[3] == {"staff_effort": "1,5 VZÄ"}


def test_the_identity_is_found_in_a_renamed_sheet(filled: bytes, fill: Fill) -> None:
    def rename(book: Book) -> None:
        book["_ozg"].title = "Tabelle3"

    identity = identity_of(open_workbook(fill(filled, rename), "x.xlsx"))
    assert identity is not None
    assert (identity.list_id, identity.version, identity.office, identity.rollout) == (41, 2, "33", "bielefeld-2020")
    assert identity.questionnaire_version == "2020.1"


def test_sorted_deleted_and_blank_lines_change_nothing(filled: bytes, fill: Fill, questionnaire: Questionnaire) -> None:
    def change(lines: list[list[Any]]) -> list[list[Any]]:
        return [[], lines[5], lines[1], [], lines[0]]

    returned = read(fill(filled, rearranged(change)), questionnaire)
    assert [row.number for row in returned.rows] == [6, 2, 1]
    assert returned.rows[2].addresses["responsible"] == "H9"
    assert answers(returned)[1]["case_volume"] == 1200
    assert returned.remarks == ()


def test_a_renamed_sheet_with_lines_above_and_a_moved_column_is_found(
    filled: bytes, fill: Fill, questionnaire: Questionnaire
) -> None:
    def change(book: Book) -> None:
        sheet = book["Amtsliste"]
        for merged in list(sheet.merged_cells.ranges):
            sheet.unmerge_cells(str(merged))
        sheet.title = "Rücklauf Amt 33"
        sheet.move_range("N4:N10", cols=12)
        sheet.insert_rows(1, 3)

    returned = read(fill(filled, change), questionnaire)
    assert answers(returned)[1]["case_volume"] == 1200
    assert returned.rows[0].addresses["case_volume"] == "Z8"


def test_an_edited_heading_is_recognised_by_its_position(filled: bytes, fill: Fill, questionnaire: Questionnaire) -> None:
    returned = read(fill(filled, N4="Fälle", H4=None, A4="Nummer"), questionnaire)
    assert answers(returned)[1]["case_volume"] == 1200
    assert answers(returned)[1]["responsible"] == "ja"
    assert returned.remarks == ()


def test_a_deleted_column_is_remarked(filled: bytes, fill: Fill, questionnaire: Questionnaire) -> None:
    def last_column(book: Book) -> None:
        book["Amtsliste"].delete_cols(21)

    assert read(fill(filled, last_column), questionnaire).remarks == (
        "Die Spalte „Bemerkung“ fehlt in der zurückgesandten Liste.",
    )


def test_a_line_without_number_is_recognised_by_its_key(filled: bytes, fill: Fill, questionnaire: Questionnaire) -> None:
    returned = read(fill(filled, A5=None, A6="?", B6=99000000000002), questionnaire)
    assert answers(returned)[1]["responsible"] == "ja"
    assert answers(returned)[2]["responsible"] == "nein"


def test_a_line_that_belongs_to_no_service_becomes_a_remark(filled: bytes, fill: Fill, questionnaire: Questionnaire) -> None:
    returned = read(fill(filled, C12="Neue Leistung", H12="ja"), questionnaire)
    assert len(returned.rows) == 6
    assert returned.remarks == (
        "Zeile 12 („Neue Leistung“) gehört zu keiner Leistung der Liste; sie liegt der OZG-Koordination vor.",
    )


def test_lines_that_occur_twice_count_once_when_identical_and_not_at_all_when_contradictory(
    filled: bytes, fill: Fill, questionnaire: Questionnaire
) -> None:
    same = read(fill(filled, rearranged(lambda lines: [*lines, lines[0], [*lines[1][:7]]])), questionnaire)
    assert [row.number for row in same.rows] == [1, 2, 3, 4, 5, 6]
    assert answers(same)[2]["responsible"] == "nein"
    assert same.remarks == ()
    other = read(fill(filled, rearranged(lambda lines: [*lines, [*lines[0][:7], "nein"]])), questionnaire)
    assert [row.number for row in other.rows] == [2, 3, 4, 5, 6]
    assert "Nr. 1 steht mehrfach" in other.remarks[0]
    assert "Zeilen 5 und 11" in other.remarks[0]


def test_a_number_that_occurs_twice_gives_way_to_the_key(filled: bytes, fill: Fill, questionnaire: Questionnaire) -> None:
    returned = read(fill(filled, A6=1), questionnaire)
    assert answers(returned)[1]["responsible"] == "ja"
    assert answers(returned)[2]["responsible"] == "nein"


def test_sorting_only_some_columns_is_noticed(filled: bytes, fill: Fill, questionnaire: Questionnaire) -> None:
    returned = read(fill(filled, A5=2, A6=1), questionnaire)
    assert [row.number for row in returned.rows] == [3, 4, 5, 6]
    assert all("passen Nr." in remark for remark in returned.remarks)


@pytest.mark.parametrize(
    "cells", [{"C3": "ja"}, {"C3": "X"}, {"C3": "Fehlanzeige!"}, {"B3": "Fehlanzeige: ja"}, {"B3": "ja"}, {"C3": True}, {"C3": 1}]
)
def test_a_nil_return_is_understood(sent: bytes, fill: Fill, questionnaire: Questionnaire, cells: dict[str, Any]) -> None:
    returned = read(fill(sent, **cells), questionnaire)
    assert returned.nil_return
    assert returned.remarks == ()


@pytest.mark.parametrize("cells", [{}, {"C3": "nein"}, {"C3": "  "}, {"C3": "-"}, {"B3": "Fehlanzeige: nein"}, {"C3": False}])
def test_no_or_nothing_is_no_nil_return(sent: bytes, fill: Fill, questionnaire: Questionnaire, cells: dict[str, Any]) -> None:
    returned = read(fill(sent, **cells), questionnaire)
    assert not returned.nil_return
    assert returned.remarks == ()


def test_an_unclear_nil_return_and_a_contradictory_one_are_remarked(
    sent: bytes, filled: bytes, fill: Fill, questionnaire: Questionnaire
) -> None:
    unclear = read(fill(sent, C3="siehe Anlage"), questionnaire)
    assert not unclear.nil_return
    assert "siehe Anlage" in unclear.remarks[0]
    both = read(fill(filled, C3="ja"), questionnaire)
    assert both.nil_return
    assert "auch Zeilen ausgefüllt" in both.remarks[0]


def test_error_values_reach_the_validation(sent: bytes, fill: Fill, questionnaire: Questionnaire, scale: MaturityScale) -> None:
    def error(book: Book) -> None:
        cell = book["Amtsliste"]["U10"]
        cell.value, cell.data_type = "#N/A", "e"

    row = read(fill(sent, error, H10="ja"), questionnaire).rows[5]
    assert row.cells["remark"] == "#N/A"
    reasons = [issue.reason for issue in validate_row(questionnaire, scale, row.cells).issues if issue.question == "remark"]
    assert reasons == ["Die Zelle enthält einen Excel-Fehlerwert."]


def test_a_list_copied_into_a_new_workbook_is_refused_with_the_reason(
    filled: bytes, fill: Fill, questionnaire: Questionnaire
) -> None:
    def without_identity(book: Book) -> None:
        del book["_ozg"]

    workbook = open_workbook(fill(filled, without_identity), "x.xlsx")
    assert identity_of(workbook) is None
    with pytest.raises(WorkbookError, match="Kennung der Amtsliste"):
        read_rows(workbook, questionnaire)


def test_a_workbook_without_the_list_is_refused_with_the_reason(filled: bytes, fill: Fill, questionnaire: Questionnaire) -> None:
    def without_list(book: Book) -> None:
        del book["Amtsliste"]

    with pytest.raises(WorkbookError, match="Überschriften"):
        read_rows(open_workbook(fill(filled, without_list), "x.xlsx"), questionnaire)


def test_a_foreign_workbook_has_no_identity() -> None:
    buffer = BytesIO()
    Book().save(buffer)
    assert identity_of(open_workbook(buffer.getvalue(), "x.xlsx")) is None


def test_a_macro_workbook_is_read_by_its_values(filled: bytes, questionnaire: Questionnaire) -> None:
    book = load_workbook(BytesIO(filled), keep_vba=True)
    buffer = BytesIO()
    book.save(buffer)
    returned = read_rows(open_workbook(buffer.getvalue(), "liste.xlsm"), questionnaire)
    assert answers(returned)[1]["case_volume"] == 1200
