"""What an office writes beside its list reaches a person; a list as it was printed says nothing beside it."""

from collections.abc import Callable
from typing import Any

import pytest
from openpyxl import Workbook as Book

from ozg_workflow.domain.survey.maturity import MaturityScale
from ozg_workflow.domain.survey.questionnaire import Questionnaire
from ozg_workflow.domain.survey.service_list import ListDocument
from ozg_workflow.workbook.read.reader import open_workbook, read_rows
from ozg_workflow.workbook.write.edition import Edition
from ozg_workflow.workbook.write.writer import write_list
from tests.workbook.conftest import CREATED
from tests.workbook.read.test_everyday_changes import (
    delete_heading_line,
    edit_headings_beside_an_inserted_column,
    hide_by_filter,
    insert_column,
    insert_first_column,
    insert_lines,
    make_table,
    rename,
    repeat_headings,
    retype_headings,
    reverse_columns,
    reverse_lines,
    sign,
    unmerged,
    unprotect,
)

Notes = set[tuple[str, str]]


@pytest.fixture
def notes(filled: bytes, fill: Callable[..., bytes], questionnaire: Questionnaire) -> Callable[..., Notes]:
    """Apply changes to the filled list of six services and return what is noted beside it."""

    def apply(change: Callable[[Book], None] | None = None, **cells: Any) -> Notes:
        found = read_rows(open_workbook(fill(filled, change, **cells), "x.xlsx"), questionnaire).notes
        assert {note.kind.value for note in found} <= {"beside"}
        return {(note.cell, note.text) for note in found}

    return apply


@pytest.mark.parametrize(
    ("cells", "right"),
    [
        ({"V7": "macht seit Mai Amt 50"}, {("V7", "macht seit Mai Amt 50")}),
        ({"V7": "siehe Mail", "X9": "doppelt mit Nr. 2"}, {("V7", "siehe Mail"), ("X9", "doppelt mit Nr. 2")}),
        ({"A12": "Es fehlt noch: Hundewiese pflegen"}, {("A12", "Es fehlt noch: Hundewiese pflegen")}),
        ({"A12": "Amt 50 macht Zeile 3 und 4"}, {("A12", "Amt 50 macht Zeile 3 und 4")}),
        ({"B14": "Rückfragen:", "C14": "Frau Meier"}, {("B14", "Rückfragen:; Frau Meier")}),
        ({"K1": "Bitte erst nach Pfingsten anrufen"}, {("K1", "Bitte erst nach Pfingsten anrufen")}),
        ({"M2": "Frist reicht nicht!"}, {("M2", "Frist reicht nicht!")}),
        (
            {"V4": "Ansprechpartner", **{f"V{row}": f"Frau {'ABCDEF'[row - 5]}." for row in range(5, 11)}},
            {("V4", "Spalte V: Ansprechpartner; Frau A.; Frau B.; Frau C.; Frau D.; Frau E.; Frau F.")},
        ),
        ({"V4": "Fälle 2019", **{f"V{row}": row * 10 for row in range(5, 11)}}, {("V4", "Fälle 2019")}),
        ({"C12": "gez. Meier, 3.4.2020"}, set()),
        ({"A12": "Ausgefüllt am 03.04.2020"}, set()),
        ({"A12": "Stand: April 2020"}, set()),
        ({"A11": "Ergebnis", "N11": 1200}, set()),
        ({"B12": "Gesamt"}, set()),
        ({"A12": "Insgesamt zu viele"}, {("A12", "Insgesamt zu viele")}),
        ({"A12": "Stand: April; ab Mai Amt 50"}, {("A12", "Stand: April; ab Mai Amt 50")}),
        ({"A12": "Ausgefüllt von Meier, Zeile 3 gehört zu Amt 50"}, {("A12", "Ausgefüllt von Meier, Zeile 3 gehört zu Amt 50")}),
        ({"A12": "Nr. 2 erst nach dem 1.6."}, {("A12", "Nr. 2 erst nach dem 1.6.")}),
        ({"U3": "x", "V6": "x", "A12": "-", "W9": "✓"}, set()),
        ({"V7": 12, "M12": 550, "N12": 550}, set()),
        ({"U3": "ja", "K2": "nein"}, set()),
        ({"U7": "steht in der Spalte Bemerkung"}, set()),
        ({"A12": "Es fehlt " + "noch " * 600 + "viel"}, None),
    ],
)
def test_texts_where_nothing_is_asked_are_noted(notes: Callable[..., Notes], cells: dict[str, Any], right: Notes | None) -> None:
    found = notes(**cells)
    if right is None:
        ((_, text),) = found
        assert len(text) <= 2000
        assert text.endswith("…")
    else:
        assert found == right


def test_a_sheet_of_the_offices_own_is_noted_as_one_text(notes: Callable[..., Notes]) -> None:
    def add(book: Book) -> None:
        sheet = book.create_sheet("Anmerkungen")
        sheet["B2"], sheet["B3"], sheet["C3"] = "Nr. 1 nur bis Juni", "danach Kreis", 7
        book.create_sheet("Tabelle3")["A1"] = 12
        book.create_sheet("Tabelle4")

    assert notes(add) == {("Anmerkungen!B2", "Nr. 1 nur bis Juni; danach Kreis")}


@pytest.mark.parametrize(
    ("name", "text"), [("Hinweise", "Nr. 1 nur bis Juni"), ("Blatt", "Hinweise: Nr. 1 nur bis Juni"), ("B", "Ausfüllhilfe fehlt")]
)
def test_a_sheet_of_the_offices_own_may_begin_like_one_of_ours(notes: Callable[..., Notes], name: str, text: str) -> None:
    def add(book: Book) -> None:
        book.create_sheet(name)["A1"] = text

    assert notes(add) == {(f"{name}!A1", text)}


def test_what_is_written_right_of_our_guide_is_noted(notes: Callable[..., Notes]) -> None:
    def write(book: Book) -> None:
        book["Ausfüllhilfe"]["H3"] = "gilt das auch für uns?"

    assert notes(write) == {("Ausfüllhilfe!H3", "gilt das auch für uns?")}


def test_what_numbers_writes_into_an_exported_file_is_no_text_of_the_office(notes: Callable[..., Notes]) -> None:
    def export(book: Book) -> None:
        for sheet in book.worksheets:
            if sheet.title != "_ozg":
                sheet.insert_rows(1)
                sheet["A1"] = "Tabelle 1"
        book["Ausfüllhilfe"].title = "Ausfüllhilfe – Tabelle 1"
        book.create_sheet("Liste - Tabelle 2-1")["A1"] = "Table 2-1"
        book.create_sheet("Export Summary", 0)["B1"] = (
            "This document was exported from Numbers. Each table was converted to an Excel worksheet."
        )

    assert notes(export) == set()


def _insert(row: int, cell: str, text: str) -> Callable[[Book], None]:
    def change(book: Book) -> None:
        sheet = unmerged(book)
        sheet.insert_rows(row)
        sheet[cell] = text

    return change


@pytest.mark.parametrize(
    ("row", "cell", "text"),
    [
        (1, "A1", "Achtung, Zahlen vorläufig, Frau Wessling fragen"),
        (1, "B1", "Bitte erst mit dem Personalrat klären"),
        (4, "C4", "Amt 50 macht das ab Mai"),
        (6, "C6", "die folgende macht seit Mai Amt 50"),
        (7, "A7", "Nr. 3 und 4 nur bis Juni"),
        (10, "D10", "ab hier: Abteilung von Frau Meier"),
    ],
)
def test_a_line_of_text_above_the_list_or_between_its_lines_is_noted(
    notes: Callable[..., Notes], row: int, cell: str, text: str
) -> None:
    assert notes(_insert(row, cell, text)) == {(cell, text)}


@pytest.mark.parametrize("cell", ["A1", "H1", "A2", "D2"])
def test_a_text_that_replaces_one_of_ours_is_noted(notes: Callable[..., Notes], cell: str) -> None:
    assert notes(**{cell: "Zahlen sind vorläufig"}) == {(cell, "Zahlen sind vorläufig")}


@pytest.mark.parametrize("column", [2, 4, 6, 8, 12])
def test_our_own_texts_are_ours_wherever_an_inserted_column_moves_them(notes: Callable[..., Notes], column: int) -> None:
    assert notes(lambda book: unmerged(book).insert_cols(column)) == set()


def test_a_line_of_many_cells_above_the_list_is_noted_as_one_text(notes: Callable[..., Notes]) -> None:
    def change(book: Book) -> None:
        sheet = unmerged(book)
        sheet.insert_rows(4)
        for column in range(1, 6):
            sheet.cell(4, column).value = f"Spalte{column}"

    assert notes(change) == {("A4", "Spalte1; Spalte2; Spalte3; Spalte4; Spalte5")}


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
        retype_headings,
        edit_headings_beside_an_inserted_column,
        delete_heading_line,
        sign,
    ],
)
def test_everyday_changes_say_nothing_beside_the_list(notes: Callable[..., Notes], change: Callable[[Book], None]) -> None:
    assert notes(change) == set()


def test_a_renamed_guide_is_still_ours(notes: Callable[..., Notes]) -> None:
    def rename_guide(book: Book) -> None:
        book["Ausfüllhilfe"].title = "Tabelle2"

    assert notes(rename_guide) == set()


@pytest.mark.parametrize("count", [0, 1, 60])
def test_lists_as_they_are_printed_say_nothing_beside_them(
    any_questionnaire: Questionnaire, any_scale: MaturityScale, make_document: Callable[[int], ListDocument], count: int
) -> None:
    content = write_list(make_document(count), any_questionnaire, any_scale, Edition(created=CREATED, nil_return=not count))
    returned = read_rows(open_workbook(content, "x.xlsx"), any_questionnaire)
    assert (returned.notes, returned.added, returned.remarks) == ((), (), ())
