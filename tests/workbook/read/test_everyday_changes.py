"""What offices do to a list before they send it back: each change alone, and what becomes of it."""

import unicodedata
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from openpyxl import Workbook as Book
from openpyxl.worksheet.table import Table

from ozg_workflow.domain.survey.answers import RowAnswers, validate_row
from ozg_workflow.domain.survey.maturity import MaturityScale
from ozg_workflow.domain.survey.questionnaire import Questionnaire
from ozg_workflow.domain.survey.returns import ReturnedList
from ozg_workflow.workbook.read.reader import WorkbookError, open_workbook, read_rows

Read = Callable[..., ReturnedList]
Repack = Callable[[bytes, dict[str, bytes]], bytes]
MACRO_TYPE = b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"
SHEET_TYPE = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"


@pytest.fixture
def read(filled: bytes, fill: Callable[..., bytes], questionnaire: Questionnaire) -> Read:
    """Apply changes to the filled list and read what comes back."""

    def apply(change: Callable[[Book], None] | None = None, **cells: Any) -> ReturnedList:
        return read_rows(open_workbook(fill(filled, change, **cells), "liste.xlsx"), questionnaire)

    return apply


def cells_of(returned: ReturnedList, number: int) -> dict[str, Any]:
    return next({k: v for k, v in row.cells.items() if v is not None} for row in returned.rows if row.number == number)


def is_complete(returned: ReturnedList) -> bool:
    """All six rows came back, the first three with their answers."""
    return (
        {row.number for row in returned.rows} == {1, 2, 3, 4, 5, 6}
        and cells_of(returned, 1)["case_volume"] == 1200
        and cells_of(returned, 2) == {"responsible": "nein", "responsible_office": "Amt 32"}
        and cells_of(returned, 3) == {"staff_effort": "1,5 VZÄ"}
    )


def unmerged(book: Book) -> Any:
    """Return the list's sheet without merged cells, so that openpyxl can move its lines."""
    sheet = book["Amtsliste"]
    for merged in list(sheet.merged_cells.ranges):
        sheet.unmerge_cells(str(merged))
    return sheet


def rename(book: Book) -> None:
    book["Amtsliste"].title, book["_ozg"].title = "Tabelle1", "Tabelle2"


def unprotect(book: Book) -> None:
    book["Amtsliste"].protection.disable()
    book["_ozg"].sheet_state = "visible"


def hide_by_filter(book: Book) -> None:
    sheet = book["Amtsliste"]
    sheet.auto_filter.add_filter_column(7, ["ja"])
    for row in (6, 7, 8):
        sheet.row_dimensions[row].hidden = True
    sheet.column_dimensions["N"].hidden = True


def insert_lines(book: Book) -> None:
    sheet = unmerged(book)
    sheet.insert_rows(7)
    sheet.insert_rows(1, 2)


def insert_column(book: Book) -> None:
    unmerged(book).insert_cols(9)


def insert_first_column(book: Book) -> None:
    unmerged(book).insert_cols(1)


def reverse_columns(book: Book) -> None:
    sheet = unmerged(book)
    for row in sheet.iter_rows(min_row=4, max_row=10, max_col=21):
        for cell, value in zip(row, [cell.value for cell in row][::-1], strict=True):
            cell.value = value


def reverse_lines(book: Book) -> None:
    sheet = book["Amtsliste"]
    lines = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=5, max_row=10)]
    for number, line in enumerate(reversed(lines), 5):
        for column, value in enumerate(line, 1):
            sheet.cell(number, column).value = value


def make_table(book: Book) -> None:
    sheet = book["Amtsliste"]
    sheet.auto_filter.ref = None
    sheet.add_table(Table(displayName="Liste", ref="A4:U10"))


def repeat_headings(book: Book) -> None:
    sheet = unmerged(book)
    sheet.insert_rows(7)
    for column in range(1, 22):
        sheet.cell(7, column).value = sheet.cell(4, column).value


def sign(book: Book) -> None:
    book["Amtsliste"]["C14"] = "Ausgefüllt am 03.04.2020, gez. Meier"


def retype_headings(book: Book) -> None:
    sheet = book["Amtsliste"]
    sheet["H4"], sheet["I4"], sheet["N4"] = "ZUSTÄNDIG", "Zuständiges\nAmt:", "Fallzahl\u00a0pro Jahr "


def edit_headings_beside_an_inserted_column(book: Book) -> None:
    sheet = unmerged(book)
    sheet.insert_cols(14)
    sheet["H4"], sheet["O4"] = "Sind wir zuständig", "Fälle 2019"


def take_umlauts_apart(book: Book) -> None:
    for row in book["Amtsliste"].iter_rows():
        for cell in row:
            if isinstance(cell.value, str):
                cell.value = unicodedata.normalize("NFD", cell.value)


def delete_heading_line(book: Book) -> None:
    unmerged(book).delete_rows(4)


@pytest.mark.parametrize(
    "change",
    [
        rename,
        unprotect,
        hide_by_filter,
        insert_lines,
        insert_column,
        insert_first_column,
        reverse_columns,
        reverse_lines,
        make_table,
        repeat_headings,
        sign,
        retype_headings,
        edit_headings_beside_an_inserted_column,
    ],
)
def test_nothing_is_lost_and_nothing_is_remarked_when_an_office(read: Read, change: Callable[[Book], None]) -> None:
    returned = read(change)
    assert is_complete(returned)
    assert returned.remarks == ()


def test_umlauts_of_two_characters_hide_neither_heading_nor_service(read: Read) -> None:
    returned = read(take_umlauts_apart)
    assert {row.number for row in returned.rows} == {1, 2, 3, 4, 5, 6}
    assert cells_of(returned, 1) == cells_of(read(), 1)
    assert returned.remarks == ()


def test_a_list_without_its_headings_is_read_in_the_original_order_and_that_is_told(read: Read) -> None:
    returned = read(delete_heading_line)
    assert is_complete(returned)
    assert returned.remarks == (
        "Die Überschriften der Spalten fehlen; die Angaben wurden nach der ursprünglichen Reihenfolge der Spalten übernommen.",
    )
    assert returned.rows[0].addresses["responsible"] == "H4"


@pytest.mark.parametrize(
    "key", ["9,9E+13", 9.9e13, 99000000000000, "99 000 000 000 001", "'99000000000001", "99000000000001\u00a0", None]
)
def test_a_key_that_became_a_number_or_was_rounded_does_not_hide_its_line(read: Read, key: Any) -> None:
    assert is_complete(read(B5=key))
    assert read(B5=key).remarks == ()


def test_keys_that_were_all_rounded_to_one_of_them_do_not_hide_their_lines(read: Read) -> None:
    returned = read(**{f"B{row}": 99000000000004 for row in range(5, 11)})
    assert is_complete(returned)
    assert returned.remarks == ()


def test_a_line_without_number_and_key_is_recognised_by_its_name(read: Read) -> None:
    assert is_complete(read(A5=None, B5=None, C5=" Leistung 1\u00a0 BEANTRAGEN "))


def test_a_name_that_was_corrected_does_not_matter(read: Read) -> None:
    returned = read(C5="Leistung 1 beantragen und verlängern", C6="Leistung 2 beantargen", C7="Leistung 3 beantragen (neu)")
    assert is_complete(returned)
    assert returned.remarks == ()


def test_a_number_alone_does_not_make_another_service_of_a_line(read: Read) -> None:
    returned = read(C7="Eine ganz andere Leistung")
    assert {row.number for row in returned.rows} == {1, 2, 4, 5, 6}
    assert returned.asks_again
    assert "In Zeile 7 passen Nr. 3 und Leistung nicht zusammen" in returned.remarks[0]


def test_a_copied_line_with_another_service_in_it_is_no_answer_for_the_original(read: Read) -> None:
    line = {"A11": 1, "B11": "99000000000099", "C11": "Neue Leistung", "H11": "nein"}
    returned = read(**line)
    assert is_complete(returned)
    assert returned.remarks == (
        "In Zeile 11 passen Nr. 1 und Leistung nicht zusammen; die Zeile wurde nicht übernommen. Bitte nicht nur einzelne Spalten sortieren.",
    )


def test_many_lines_of_their_own_become_one_remark(read: Read) -> None:
    returned = read(**{f"C{row}": f"Neu {row}" for row in range(20, 30)}, **{f"H{row}": "ja" for row in range(20, 30)})
    assert is_complete(returned)
    assert returned.remarks == (
        "Die Zeilen 20 („Neu 20“), 21 („Neu 21“), 22 („Neu 22“), 23 („Neu 23“), 24 („Neu 24“) und 5 weitere gehören zu keiner Leistung der Liste; sie liegen der OZG-Koordination vor.",
    )


def test_sorting_one_column_of_a_long_list_is_told_once(read: Read) -> None:
    lines = range(5, 11)
    returned = read(**{f"A{row}": 11 - row for row in lines}, **{f"U{row}": f"zu Leistung {row - 4}" for row in lines})
    assert returned.rows == ()
    assert len(returned.remarks) == 1
    assert "In den Zeilen 5, 6, 7, 8, 9 und 1 weitere passen Nr. und Leistung nicht zusammen" in returned.remarks[0]


def test_of_two_copies_of_the_sheet_the_filled_one_counts(
    read: Read, sent: bytes, fill: Callable[..., bytes], questionnaire: Questionnaire
) -> None:
    def copy(book: Book) -> None:
        sheet = book.copy_worksheet(book["Amtsliste"])
        sheet.title = "Amtsliste (2)"
        sheet["H5"], sheet["N5"] = "ja", 7

    once = read_rows(open_workbook(fill(sent, copy), "x.xlsx"), questionnaire)
    assert cells_of(once, 1) == {"responsible": "ja", "case_volume": 7}
    assert once.remarks == ()
    both = read(copy)
    assert is_complete(both)
    assert both.remarks == (
        "Die Liste steht in mehreren Blättern mit verschiedenen Angaben; gewertet wurde das Blatt „Amtsliste“.",
    )


def test_of_two_sheets_with_half_of_the_lines_each_one_is_asked_for_although_they_say_the_same(
    sent: bytes, fill: Callable[..., bytes], questionnaire: Questionnaire
) -> None:
    def halve(book: Book) -> None:
        first = book["Amtsliste"]
        second = book.copy_worksheet(first)
        second.title = "Abteilung 2"
        for sheet, rows in ((first, (5, 6, 7)), (second, (8, 9, 10))):
            for row in rows:
                sheet[f"H{row}"], sheet[f"N{row}"] = "ja", 12

    returned = read_rows(open_workbook(fill(sent, halve), "x.xlsx"), questionnaire)
    assert returned.asks_again
    assert "in mehreren Blättern mit verschiedenen Angaben" in returned.remarks[0]


def test_a_value_merged_over_several_lines_counts_for_each_of_them(read: Read) -> None:
    def merge(book: Book) -> None:
        sheet = book["Amtsliste"]
        sheet["H8"] = "nein"
        sheet.merge_cells("H8:H10")
        sheet["U8"] = "siehe Mail"
        sheet.merge_cells("T8:U9")

    returned = read(merge)
    assert [cells_of(returned, number).get("responsible") for number in (4, 5, 6)] == ["nein"] * 3
    assert returned.remarks == ()


def test_macros_are_ignored_and_the_values_read(
    filled: bytes, repack: Repack, member: Callable[[bytes, str], bytes], questionnaire: Questionnaire
) -> None:
    types = member(filled, "[Content_Types].xml").replace(SHEET_TYPE, MACRO_TYPE)
    content = repack(filled, {"[Content_Types].xml": types, "xl/vbaProject.bin": b"\xd0\xcf\x11\xe0 Sub Auto_Open()"})
    assert MACRO_TYPE in types
    assert is_complete(read_rows(open_workbook(content, "liste.xlsm"), questionnaire))


def test_a_csv_file_is_refused_with_what_to_send_instead() -> None:
    content = "Nr.;Leistungsschlüssel;Leistung\r\n1;9,9012E+13;Wohnsitz\r\n".encode("cp1252")
    for name in ("Liste.csv", "LISTE.CSV", "liste.txt"):
        with pytest.raises(WorkbookError, match="Bitte als Excel-Datei zurücksenden"):
            open_workbook(content, name)


@pytest.fixture
def answered(
    sent: bytes, fill: Callable[..., bytes], questionnaire: Questionnaire, scale: MaturityScale
) -> Callable[..., RowAnswers]:
    """Fill cells of row 5 and return what is understood."""

    def apply(change: Callable[[Book], None] | None = None, **cells: Any) -> RowAnswers:
        returned = read_rows(open_workbook(fill(sent, change, **cells), "x.xlsx"), questionnaire)
        return validate_row(questionnaire, scale, returned.rows[0].cells)

    return apply


@pytest.mark.parametrize(
    ("cells", "answers"),
    [
        ({"H5": " Ja\u00a0"}, {"responsible": "ja"}),
        ({"H5": "\u200bJA"}, {"responsible": "ja"}),
        ({"H5": "x"}, {"responsible": "ja"}),
        ({"H5": True}, {"responsible": "ja"}),
        ({"J5": 3}, {"maturity_level": 3}),
        ({"J5": "3"}, {"maturity_level": 3}),
        ({"J5": "online-leistung"}, {"maturity_level": 3}),
        ({"J5": "online"}, {}),
        ({"S5": "perso\u0308nliches Erscheinen"}, {"legal_barrier": "personal_appearance"}),
        ({"Q5": "2 - Fachverfahren "}, {"technical_support": "2"}),
        ({"Q5": 2}, {"technical_support": "2"}),
        ({"S5": "Keines"}, {"legal_barrier": "none"}),
        ({"N5": "1.200 Fälle"}, {"case_volume": 1200}),
        ({"N5": 1200.0}, {"case_volume": 1200}),
        ({"O5": "1,5"}, {"staff_effort": 1.5}),
        ({"O5": "0,25\u00a0VZÄ"}, {"staff_effort": 0.25}),
        ({"M5": "1.10.2020"}, {"planned_on": "2020-10-01"}),
        ({"M5": "1. Oktober 2020"}, {"planned_on": "2020-10-01"}),
        ({"M5": "01. Okt. 2020 "}, {"planned_on": "2020-10-01"}),
        ({"M5": "01.10.2020 00:00:00"}, {"planned_on": "2020-10-01"}),
        ({"M5": datetime(2020, 10, 1, 8)}, {"planned_on": "2020-10-01"}),  # noqa: DTZ001 - Excel knows no time zones
        ({"M5": date(2020, 10, 1)}, {"planned_on": "2020-10-01"}),
        ({"U5": "  zwei\nZeilen \u00a0"}, {"remark": "zwei\nZeilen"}),
    ],
)
def test_what_is_unambiguous_is_understood(
    answered: Callable[..., RowAnswers], cells: dict[str, Any], answers: dict[str, Any]
) -> None:
    assert answered(**cells).answers == answers


@pytest.mark.parametrize("value", ["1. Okt 20", "Oktober 2020", "32. Januar 2020", "1. Foo 2020", "01/10/2020", "2020"])
def test_a_date_that_could_be_another_is_asked_again(answered: Callable[..., RowAnswers], value: str) -> None:
    found = answered(M5=value)
    assert found.answers == {}
    assert [issue.value for issue in found.issues if issue.question == "planned_on"] == [value]


@pytest.mark.parametrize(
    ("error", "as_excel_shows_it"),
    [
        ("#N/A", "#NV"),
        ("#DIV/0!", "#DIV/0!"),
        ("#REF!", "#BEZUG!"),
        ("#VALUE!", "#WERT!"),
        ("#NAME?", "#NAME?"),
        ("#NUM!", "#ZAHL!"),
    ],
)
def test_an_error_cell_is_named_as_german_excel_shows_it(
    answered: Callable[..., RowAnswers], error: str, as_excel_shows_it: str
) -> None:
    def put(book: Book) -> None:
        cell = book["Amtsliste"]["N5"]
        cell.value, cell.data_type = error, "e"

    (issue,) = (issue for issue in answered(put).issues if issue.question == "case_volume")
    assert (issue.value, issue.reason) == (as_excel_shows_it, "Die Zelle enthält einen Excel-Fehlerwert.")
    assert issue.remedy == "Bitte die Formel durch einen Wert ersetzen, z. B. 1200."


@pytest.mark.parametrize("text", ["#NV", "#BEZUG!", "#WERT!", "Err:502", " #ÜBERLAUF! "])
def test_an_error_that_was_copied_as_text_is_an_error_too(answered: Callable[..., RowAnswers], text: str) -> None:
    assert [issue.reason for issue in answered(U5=text).issues if issue.question == "remark"] == [
        "Die Zelle enthält einen Excel-Fehlerwert."
    ]


def test_a_remark_that_begins_with_a_hash_is_no_error(answered: Callable[..., RowAnswers]) -> None:
    assert answered(U5="#OZG").answers == {"remark": "#OZG"}
