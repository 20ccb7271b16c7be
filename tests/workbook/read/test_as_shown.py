"""What people see in a cell is the answer: a percent sign, a unit, a footnote and a merged figure make another number of the value."""

import re
import shutil
from collections.abc import Callable

import pytest
from openpyxl import Workbook as Book
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from ozg_workflow.domain.survey.answers import validate_row
from ozg_workflow.domain.survey.maturity import MaturityScale
from ozg_workflow.domain.survey.questionnaire import Questionnaire
from ozg_workflow.domain.survey.returns import NoteKind, ReturnedList
from ozg_workflow.workbook.read.as_shown import displayed
from ozg_workflow.workbook.read.reader import open_workbook, read_rows
from tests.workbook.read.test_sheet_notes import saved_by_libreoffice

Fill = Callable[..., bytes]
Repack = Callable[[bytes, dict[str, bytes]], bytes]
SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")
FORMATS = ["xlsx", *(["ods", "xls"] if SOFFICE else [])]
FIGURE, STAFF, OFFICE = "N", "O", "I"
EUROS = '_-* #,##0.00\\ "€"_-;\\-* #,##0.00\\ "€"_-;_-* "-"??\\ "€"_-;_-@_-'
WITHOUT_A_CURRENCY = '_-* #,##0.00_-;\\-* #,##0.00_-;_-* "-"??_-;_-@_-'


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        (1, "0%", "100 %"),
        (0.5, "0.00%", "50 %"),
        (5, '0 "Tsd."', "5 Tsd."),
        (12000, "#,##0,", "12 in Tausend"),
        (1_200_000, '0.0,,"Mio."', "1,2 Mio."),
        (500, EUROS, "500 €"),
        (500, "[$€-407] #,##0", "€ 500"),
        (5, '0 "VZÄ"', "5 VZÄ"),
        (5, '"ca. "0', "ca. 5"),
        (-5, '0;-0 "€"', "-5 €"),
        (500, '">"0', "> 500"),
        (500, '"<"\\ 0', "< 500"),
        (500, '0"+"', "500 +"),
        (500, "0\\?", "500 ?"),
        (500, '"± "0', "± 500"),
        (500, '0" - 600"', "500 - 600"),
        (500, '"2019: "0', "2019: 500"),
        (1200, "#\\'##0", ""),
        (500, '"("0")"', ""),
        (500, '0"-"', ""),
        (-5, '0 "€";-0', ""),
        (5, "#,##0", ""),
        (5, "#,##0.0##", ""),
        (5, WITHOUT_A_CURRENCY, ""),
        (5, "General", ""),
        (5, "@", ""),
        (5, "00000", ""),
        (5, "0.00E+00", ""),
        (5, "[Red]0;[Blue]-0", ""),
        (5, "# ?/?", ""),
        (5, "dd.mm.yyyy", ""),
        (5, '[h]:mm "Uhr"', ""),
        (5, "", ""),
    ],
)
def test_a_number_format_is_read_as_a_spreadsheet_shows_it(value: float, code: str, text: str) -> None:
    assert displayed(value, code) == text


DRAWING = """<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
 xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><xdr:twoCellAnchor><xdr:from><xdr:col>7</xdr:col>
<xdr:colOff>0</xdr:colOff><xdr:row>20</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:from><xdr:to><xdr:col>9</xdr:col><xdr:colOff>0</xdr:colOff>
<xdr:row>24</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:to><xdr:sp macro="" textlink=""><xdr:nvSpPr><xdr:cNvPr id="2" name="Textfeld 1"/>
<xdr:cNvSpPr txBox="1"/></xdr:nvSpPr><xdr:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="900000" cy="500000"/></a:xfrm>
<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></xdr:spPr><xdr:txBody><a:bodyPr/><a:p><a:r><a:t>Das macht seit Januar </a:t></a:r><a:r>
<a:t>der Kreis.</a:t></a:r></a:p></xdr:txBody></xdr:sp><xdr:clientData/></xdr:twoCellAnchor></xdr:wsDr>"""
RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
LINK = (
    f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="b1" Type="{RELATED}/drawing" '
    'Target="../drawings/drawing1.xml"/></Relationships>'
)


def write(book: Book) -> None:
    """Fill in the six lines as hands and programs do."""
    sheet, up = book["Amtsliste"], InlineFont(vertAlign="superscript")
    for address, value, code in (
        (f"{FIGURE}5", 1, "0%"),
        (f"{STAFF}5", 0.5, "0%"),
        (f"{FIGURE}6", 500, '#,##0 "€"'),
        (f"{STAFF}6", 20, '0 "Std."'),
        (f"{FIGURE}7", 5, '0 "Tsd."'),
        (f"{STAFF}7", 2, '0.0 "VZÄ"'),
        (f"{STAFF}9", 1, '">"0'),
        (f"{STAFF}10", 2, '0" - 3"'),
        (f"{STAFF}8", 2, EUROS.replace("€", "").replace('\\ ""', "")),
    ):
        sheet[address].value, sheet[address].number_format = value, code
    sheet[f"{OFFICE}6"] = CellRichText("Amt 3", TextBlock(up, "3"))
    sheet[f"{FIGURE}8"] = CellRichText("300", TextBlock(up, "1"))
    for column, value in (("H", "ja"), (FIGURE, 300), ("P", 3)):
        sheet[f"{column}9"] = value
        sheet.merge_cells(f"{column}9:{column}10")


def with_box(content: bytes, repack: Repack, member: Callable[[bytes, str], bytes]) -> bytes:
    """Return a workbook with a text box on its first sheet."""
    sheet = re.sub(
        rb"(</pageSetup>|<pageSetup [^>]*/>|<headerFooter.*?</headerFooter>)(?!.*(?:pageSetup|headerFooter))",
        rb'\1<drawing xmlns:r="' + RELATED.encode() + rb'" r:id="b1"/>',
        member(content, "xl/worksheets/sheet1.xml"),
        count=1,
        flags=re.DOTALL,
    )
    assert b"<drawing" in sheet
    kind = b'<Override PartName="/xl/drawings/drawing1.xml" ContentType="application/vnd.openxmlformats-officedocument.drawing+xml"/></Types>'
    types = member(content, "[Content_Types].xml").replace(b"</Types>", kind)
    added = {"xl/worksheets/_rels/sheet1.xml.rels": LINK.encode(), "xl/drawings/drawing1.xml": DRAWING.encode()}
    return repack(content, {"xl/worksheets/sheet1.xml": sheet, "[Content_Types].xml": types, **added})


@pytest.fixture(scope="module", params=FORMATS)
def returned(
    request: pytest.FixtureRequest,
    filled: bytes,
    fill: Fill,
    repack: Repack,
    member: Callable[[bytes, str], bytes],
    questionnaire: Questionnaire,
    tmp_path_factory: pytest.TempPathFactory,
) -> ReturnedList:
    """The list as the program that saves this format sends it back."""
    content = with_box(fill(filled, write), repack, member)
    if request.param != "xlsx":
        content = saved_by_libreoffice(content, request.param, tmp_path_factory.mktemp(request.param))
    return read_rows(open_workbook(content, f"Liste.{request.param}"), questionnaire)


Ask = Callable[[int, str], str]


@pytest.fixture
def asked(returned: ReturnedList, questionnaire: Questionnaire, scale: MaturityScale) -> Ask:
    """Return what is asked about in a cell, as it is quoted; empty for an answer that counts."""

    def of(number: int, key: str) -> str:
        cells = next(row.cells for row in returned.rows if row.number == number)
        found = validate_row(questionnaire, scale, cells)
        quoted = next((issue.value for issue in found.issues if issue.question == key), "")
        assert (key in found.answers) == (not quoted)
        return quoted.replace("0%", "0 %")  # LibreOffice shows no blank

    return of


def test_a_number_that_is_shown_as_another_is_asked(asked: Ask) -> None:
    assert [asked(1, "case_volume"), asked(1, "staff_effort")] == ["100 %", "50 %"]
    assert [asked(2, "case_volume"), asked(2, "staff_effort")] == ["500 €", "20 Std."]
    assert asked(3, "case_volume") == "5 Tsd."


def test_a_bound_or_a_span_in_the_format_is_asked(asked: Ask) -> None:
    assert [asked(n, "staff_effort").replace(" ", "") for n in (5, 6)] == [">1", "2-3"]


def test_the_unit_of_the_question_and_room_for_signs_change_nothing(asked: Ask) -> None:
    assert [asked(3, "staff_effort"), asked(4, "staff_effort")] == ["", ""]


def test_a_footnote_is_no_digit(asked: Ask, returned: ReturnedList) -> None:
    assert asked(4, "case_volume") == "300^1"
    assert next(row.cells["responsible_office"] for row in returned.rows if row.number == 2) == "Amt 3^3"


def test_a_figure_merged_over_several_lines_is_asked_but_a_choice_means_all_of_them(asked: Ask) -> None:
    assert {asked(n, "case_volume") for n in (5, 6)} == {"300 (über mehrere Zeilen verbunden)"}
    assert [asked(n, key) for n in (5, 6) for key in ("responsible", "user_orientation")] == [""] * 4


def test_a_text_box_on_the_sheet_is_read_by_a_person(returned: ReturnedList) -> None:
    (note,) = returned.notes
    assert (note.kind, note.text) == (NoteKind.BESIDE, "Das macht seit Januar der Kreis.")
