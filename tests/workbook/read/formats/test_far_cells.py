"""One stray cell at the end of a sheet does not keep a list from being read; what is said there is told."""

import re
from collections.abc import Callable
from html import escape
from io import BytesIO
from zipfile import ZipFile

import pytest

from ozg_workflow.domain.survey.questionnaire import Questionnaire
from ozg_workflow.domain.survey.returns import ReturnedList
from ozg_workflow.workbook.read.opening import open_workbook
from ozg_workflow.workbook.read.reader import WorkbookError, read_rows
from tests.workbook.conftest import Repack

SHEET = "xl/worksheets/sheet1.xml"
WORDS = "Frau Wessling ist jetzt zuständig"
Member = Callable[[bytes, str], bytes]

MEANS_NOTHING = [
    '<c r="{}" t="inlineStr"><is><t> </t></is></c>',
    '<c r="{}" t="inlineStr"><is><t></t></is></c>',
    '<c r="{}" t="str"><f>""</f><v></v></c>',
    '<c r="{}" s="1"></c>',
    '<c r="{}" s="1"><v/></c>',
    '<c r="{}" t="inlineStr"><is><t>.</t></is></c>',
    '<c r="{}"><v>0</v></c>',
    '<c r="{}" t="b"><v>1</v></c>',
]


@pytest.fixture
def with_cells(filled: bytes, repack: Repack, member: Member) -> Callable[[str], bytes]:
    """Return the filled list with more cells below the others; each is a row of its own."""

    def make(cells: str) -> bytes:
        rows = re.sub(r'(<c r="[A-Z]+(\d+)".*?(?:</c>|/>))', r'<row r="\2">\1</row>', cells)
        return repack(filled, {SHEET: member(filled, SHEET).replace(b"</sheetData>", f"{rows}</sheetData>".encode())})

    return make


@pytest.fixture
def truth(filled: bytes, questionnaire: Questionnaire) -> ReturnedList:
    return read_rows(open_workbook(filled, "liste.xlsx"), questionnaire)


@pytest.mark.parametrize("place", ["XFD1048576", "XFD12", "A1048576", "C65536", "U200000", "ZZ9999", "IV20000", "AAA99999"])
@pytest.mark.parametrize("cell", MEANS_NOTHING)
def test_a_stray_cell_that_means_nothing_is_passed_over(
    place: str, cell: str, with_cells: Callable[[str], bytes], truth: ReturnedList, questionnaire: Questionnaire
) -> None:
    found = read_rows(open_workbook(with_cells(cell.format(place)), "liste.xlsx"), questionnaire)
    assert (found.rows, found.remarks, found.added, found.notes) == (truth.rows, truth.remarks, (), truth.notes)


@pytest.mark.parametrize("place", ["XFD1048576", "A1048576", "IV20000"])
def test_words_far_off_are_told_with_their_place(
    place: str, with_cells: Callable[[str], bytes], truth: ReturnedList, questionnaire: Questionnaire
) -> None:
    content = with_cells(f'<c r="{place}" t="inlineStr"><is><t>{escape(WORDS)}</t></is></c>')
    found = read_rows(open_workbook(content, "liste.xlsx"), questionnaire)
    assert found.rows == truth.rows
    assert [(note.cell, note.text) for note in found.notes] == [(place, WORDS)]


def test_a_shared_string_far_off_is_told(sent: bytes, repack: Repack, member: Member, questionnaire: Questionnaire) -> None:
    strings = member(sent, "xl/sharedStrings.xml").replace(b"</sst>", f"<si><t>{WORDS}</t></si></sst>".encode())
    number = strings.count(b"<si>") - 1
    row = f'<row r="1048576"><c r="XFD1048576" t="s"><v>{number}</v></c></row></sheetData>'.encode()
    sheet = member(sent, SHEET).replace(b"</sheetData>", row)
    found = read_rows(open_workbook(repack(sent, {SHEET: sheet, "xl/sharedStrings.xml": strings}), "liste.xlsx"), questionnaire)
    assert [(note.cell, note.text) for note in found.notes] == [("XFD1048576", WORDS)]


def test_a_blank_formula_down_a_whole_column_is_passed_over(
    with_cells: Callable[[str], bytes], truth: ReturnedList, questionnaire: Questionnaire
) -> None:
    content = with_cells("".join(f'<c r="V{row}" t="str"><f>""</f><v></v></c>' for row in range(11, 300_000)))
    found = read_rows(open_workbook(content, "liste.xlsx"), questionnaire)
    assert (found.rows, found.notes) == (truth.rows, truth.notes)


def test_many_filled_cells_far_off_are_no_slip(with_cells: Callable[[str], bytes]) -> None:
    with pytest.raises(WorkbookError, match="sehr weit unten oder rechts"):
        open_workbook(with_cells("".join(f'<c r="XFD{row}"><v>1</v></c>' for row in range(1_000_000, 1_000_200))), "liste.xlsx")


def ods(rows: str) -> bytes:
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text", "meta")
    )
    table = f'<table:table table:name="Blatt &amp; Liste">{rows}</table:table>'
    with ZipFile(buffer := BytesIO(), "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        body = f"<office:body><office:spreadsheet>{table}</office:spreadsheet></office:body>"
        archive.writestr("content.xml", f"<office:document-content {spaces}>{body}</office:document-content>")
    return buffer.getvalue()


def text_cell(text: str, more: str = "") -> str:
    return f'<table:table-cell office:value-type="string"{more}><text:p>{text}</text:p></table:table-cell>'


FIRST = f"<table:table-row>{text_cell('a')}</table:table-row>"
BLANK_LINES = '<table:table-row table:number-rows-repeated="1048574"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
BLANK_CELLS = '<table:table-cell table:number-columns-repeated="16383"/>'


@pytest.mark.parametrize("text", ["", " ", ".", WORDS])
@pytest.mark.parametrize("before", ["", BLANK_CELLS])
def test_a_stray_cell_of_an_ods_sheet_is_passed_over_and_its_words_are_told(text: str, before: str) -> None:
    last = f"<table:table-row>{before}{text_cell(text)}</table:table-row>"
    (sheet,) = open_workbook(ods(FIRST + BLANK_LINES + last), "x.ods").sheets
    assert sheet.rows == (("a",),)
    told = [(note.row, note.column, note.text) for note in sheet.notes]
    assert told == ([(1_048_575, 16_383 if before else 0, WORDS)] if text == WORDS else [])


def test_a_stray_cell_right_of_an_ods_line_leaves_the_rest_of_the_line() -> None:
    wide = f"<table:table-row>{text_cell('b')}{BLANK_CELLS}{text_cell('x')}</table:table-row>"
    (sheet,) = open_workbook(ods(FIRST * 300 + wide + FIRST), "x.ods").sheets
    assert sheet.rows == (*(("a",),) * 300, ("b",), ("a",))


def test_many_filled_cells_far_off_in_an_ods_sheet_are_no_slip() -> None:
    far = f'<table:table-row table:number-rows-repeated="200">{BLANK_CELLS}{text_cell("1")}</table:table-row>'
    with pytest.raises(WorkbookError, match="sehr weit unten oder rechts"):
        open_workbook(ods(FIRST + BLANK_LINES + far), "x.ods")
