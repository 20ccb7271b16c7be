"""The copy that goes back to an office: its own answers, what is wrong with them, and nothing that runs."""

from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from openpyxl import Workbook as Book
from openpyxl import load_workbook

from ozg_workflow.domain.survey.answers import Issue, validate_row
from ozg_workflow.domain.survey.cells import Cell
from ozg_workflow.domain.survey.maturity import MaturityScale
from ozg_workflow.domain.survey.questionnaire import Questionnaire
from ozg_workflow.domain.survey.returns import CellIssue
from ozg_workflow.domain.survey.service_list import ListDocument
from ozg_workflow.workbook.read.reader import open_workbook, read_rows
from ozg_workflow.workbook.write.edition import Edition
from ozg_workflow.workbook.write.writer import write_list

CREATED = datetime(2020, 3, 25, 6, 0, tzinfo=UTC)
COMPLETE: dict[str, Any] = {
    "H": "ja",
    "J": "2 – Formular-Assistent",
    "L": "nein",
    "N": 1200,
    "O": 1.5,
    "P": "3 – hoch",
    "Q": "2 – Fachverfahren",
    "R": "1 – niedrig",
    "S": "keines",
}
LEVELS = "Offline (0), Information (1), Formular-Assistent (2), Online-Leistung (3), Online-Transaktion (4), Vernetzte Online-Transaktion (5)"
# cell → what the office wrote, how it is shown, reason, remedy
WRONG: dict[str, tuple[Any, str, str, str]] = {
    "H5": (
        "vielleicht",
        "vielleicht",
        "Der Wert steht nicht in der Auswahlliste.",
        "Bitte einen Wert aus der Auswahlliste wählen: ja, nein, teilweise.",
    ),
    "J6": ("2-3", "2-3", "Der Wert steht nicht in der Auswahlliste.", f"Bitte einen Wert aus der Auswahlliste wählen: {LEVELS}."),
    "K7": (
        "siehe Homepage",
        "siehe Homepage",
        "Das ist keine Internetadresse.",
        "Bitte so angeben: https://www.bielefeld.example/wohnsitz.",
    ),
    "M8": ("Ende 2020", "Ende 2020", "Das Datum ist nicht lesbar.", "Bitte im Format TT.MM.JJJJ angeben, z. B. 01.10.2020."),
    "N9": (
        "1000 bis 1500",
        "1000 bis 1500",
        "Hier steht mehr als eine Zahl.",
        "Bitte die eine Zahl eintragen, die am ehesten zutrifft, z. B. 1200; eine Schätzung genügt.",
    ),
    "N10": (12.5, "12,5", "Hier wird eine ganze Zahl erwartet.", "Bitte ohne Nachkommastellen angeben, z. B. 1200."),
    "O11": (-3, "-3", "Die Zahl ist kleiner als 0.", "Bitte eine Zahl von 0 bis 1.000 angeben, z. B. 1,5."),
    "O12": (2000, "2000", "Die Zahl ist größer als 1.000.", "Bitte eine Zahl von 0 bis 1.000 angeben, z. B. 1,5."),
    "N13": (
        "#N/A",
        "#NV",
        "Die Zelle enthält einen Excel-Fehlerwert.",
        "Bitte die Formel durch einen Wert ersetzen, z. B. 1200.",
    ),
    "P14": (
        None,
        "",
        "Die Angabe fehlt.",
        "Bitte einen Wert aus der Auswahlliste wählen: gering (1), mittel (2), hoch (3), sehr hoch (4).",
    ),
    "U15": ("z" * 2001, "z" * 200, "Der Text ist zu lang.", "Bitte auf höchstens 2000 Zeichen kürzen."),
    "S16": (
        "=cmd|' /C calc'!A0",
        "=cmd|' /C calc'!A0",
        "Der Wert steht nicht in der Auswahlliste.",
        "Bitte einen Wert aus der Auswahlliste wählen: keines, Schriftform vorgeschrieben, persönliches Erscheinen, Online-Erledigung ausgeschlossen.",
    ),
}
HARMLESS = {
    "U5": "=1+1",
    "U6": "+49 521 51-0",
    "U7": "-",
    "U8": "@SUMME(A1)",
    "U9": "\t=1+1",
    "I10": '=HYPERLINK("http://boese.example")',
}


@pytest.fixture(scope="module")
def answer(questionnaire: Questionnaire, scale: MaturityScale, make_document: Callable[[int], ListDocument]) -> "Answer":
    """The return of an office with every kind of wrong cell, validated and printed again."""
    document = make_document(12)
    book = load_workbook(BytesIO(write_list(document, questionnaire, scale, Edition(created=CREATED))))
    put(book, {f"{column}{row}": value for row in range(5, 17) for column, value in COMPLETE.items()} | {"L8": "ja"})
    put(book, {address: wrong[0] for address, wrong in WRONG.items()} | HARMLESS)
    book["Amtsliste"]["N13"].data_type = "e"
    buffer = BytesIO()
    book.save(buffer)
    returned = read_rows(open_workbook(buffer.getvalue(), "liste.xlsx"), questionnaire)
    assert returned.remarks == ()
    issues = [
        CellIssue(
            row_id=row.row_id,
            number=row.number,
            service=document.rows[row.number - 1].name,
            cell=row.addresses[issue.question],
            issue=issue,
        )
        for row in returned.rows
        for issue in validate_row(questionnaire, scale, row.cells).issues
    ]
    cells = {row.row_id: row.cells for row in returned.rows}
    content = write_list(document, questionnaire, scale, Edition(created=CREATED, cells=cells, issues=issues))
    return Answer(issues, cells, content)


class Answer:
    def __init__(self, issues: list[CellIssue], cells: dict[int, dict[str, Cell]], content: bytes) -> None:
        self.issues, self.cells, self.content = issues, cells, content
        self.book = load_workbook(BytesIO(content))


def put(book: Book, values: dict[str, Any]) -> None:
    for address, value in values.items():
        cell = book["Amtsliste"][address]
        cell.value = value
        if isinstance(value, str):
            cell.data_type = "s"  # typed as text, with an apostrophe before it


def test_every_kind_of_wrong_cell_is_named_with_value_reason_and_remedy(answer: Answer) -> None:
    found = {issue.cell: (issue.issue.value, issue.issue.reason, issue.issue.remedy) for issue in answer.issues}
    assert found == {address: wrong[1:] for address, wrong in WRONG.items()}


def test_the_first_sheet_lists_the_problems_with_links_to_their_cells(answer: Answer) -> None:
    sheet = answer.book.worksheets[0]
    assert sheet.title == "Hinweise"
    lines = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=6, max_col=7)]
    assert {line[2] for line in lines} == set(WRONG)
    assert lines[1] == [2, "Leistung 2 beantragen", "J6", "Stufe heute", "2-3", *WRONG["J6"][2:]]
    assert next(line[4] for line in lines if line[2] == "P14") == "(leer)"
    assert len(next(line[4] for line in lines if line[2] == "U15")) == 100
    assert sheet["C6"].hyperlink.location == "'Amtsliste'!H5"
    assert "12 Angaben sind noch unklar oder fehlen" in sheet["A2"].value


def test_equal_hints_of_one_column_are_one_line_with_a_link_to_the_first_cell(
    questionnaire: Questionnaire, scale: MaturityScale, make_document: Callable[[int], ListDocument]
) -> None:
    document = make_document(30)
    issue = Issue(question="case_volume", heading="Fallzahl", value="viele", reason="Keine Zahl.", remedy="Bitte eine Zahl.")
    issues = [
        CellIssue(row_id=service.row_id, number=service.number, service=service.name, cell="A1", issue=issue)
        for service in document.rows
    ]
    book = load_workbook(BytesIO(write_list(document, questionnaire, scale, Edition(created=CREATED, issues=issues))))
    sheet = book["Hinweise"]
    (line,) = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=6, max_col=7)]
    service = "30 Leistungen, die erste: Leistung 1 beantragen"
    assert line == [1, service, "N5–N34", "Fallzahl", "viele", "Keine Zahl.", "Bitte eine Zahl."]
    assert sheet["C6"].hyperlink.location == "'Amtsliste'!N5"
    assert "30 Angaben sind noch unklar oder fehlen" in sheet["A2"].value
    assert sum(cell.comment is not None for (cell,) in book["Amtsliste"]["N5:N34"]) == 30


def test_wrong_cells_are_coloured_and_commented_and_right_ones_are_not(answer: Answer) -> None:
    sheet = answer.book["Amtsliste"]
    marked = {cell.coordinate for row in sheet.iter_rows(min_row=5) for cell in row if cell.comment}
    assert marked == set(WRONG)
    assert {sheet[address].fill.fgColor.rgb for address in WRONG} == {"FFF8CFCB"}
    assert sheet["N9"].comment.text == "\n".join(WRONG["N9"][2:])
    assert sheet["N5"].fill.fgColor.rgb == "FFFFFFFF"


def test_the_answers_are_kept_as_the_office_sees_them(answer: Answer) -> None:
    sheet = answer.book["Amtsliste"]
    assert (sheet["N5"].value, sheet["O5"].value, sheet["P5"].value) == (1200, 1.5, "3 – hoch")
    assert (sheet["N10"].value, sheet["N10"].number_format) == (12.5, "General")  # not rounded to 13 by its format
    assert sheet["N13"].value == "#NV"
    assert sheet["U15"].value == "z" * 2001


def test_no_text_of_an_office_becomes_a_formula_or_a_link(answer: Answer) -> None:
    sheet = answer.book["Amtsliste"]
    for address, text in {**HARMLESS, "S16": WRONG["S16"][0]}.items():
        assert sheet[address].data_type == "s"
        assert sheet[address].value == text.strip()
        assert sheet[address].quotePrefix, f"{address} becomes a formula as soon as it is edited"
        assert sheet[address].hyperlink is None
    with ZipFile(BytesIO(answer.content)) as archive:
        sheets = [archive.read(name) for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
    assert len(sheets) == 4
    assert not any(b"<f>" in sheet for sheet in sheets)
    assert not any(b"<hyperlink " in sheet for sheet in (sheets[1], sheets[3]))
    guide = answer.book["Ausfüllhilfe"]
    links = {cell.hyperlink.target for row in guide.iter_rows() for cell in row if cell.hyperlink}
    assert links == {"mailto:ozg@bielefeld.example"}, "of the city alone"


def test_the_copy_says_the_same_when_it_comes_back_unchanged(
    answer: Answer, questionnaire: Questionnaire, scale: MaturityScale
) -> None:
    returned = read_rows(open_workbook(answer.content, "x.xlsx"), questionnaire)
    before = {row_id: validate_row(questionnaire, scale, cells) for row_id, cells in answer.cells.items()}
    assert {row.row_id: validate_row(questionnaire, scale, row.cells) for row in returned.rows} == before
    assert returned.remarks == ()
