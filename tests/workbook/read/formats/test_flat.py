"""Workbooks that are one XML or HTML text: flat OpenDocument, Excel 2003 XML, and the tables that web programs call .xls."""

import time
from datetime import date, datetime

import pytest

from ozg_workflow.domain.survey.cells import Cell
from ozg_workflow.domain.survey.questionnaire import Questionnaire
from ozg_workflow.workbook.read.opening import Sheet
from ozg_workflow.workbook.read.reader import Workbook, WorkbookError, identity_of, open_workbook, read_rows
from tests.workbook.read.formats.test_opendocument import HEAD, ROW

SS = 'xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"'


def excel_2003(sheets: dict[str, str], head: str = '<?mso-application progid="Excel.Sheet"?>') -> str:
    tables = "".join(f'<Worksheet ss:Name="{name}"><Table>{rows}</Table></Worksheet>' for name, rows in sheets.items())
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{head}<Workbook {SS}>{tables}</Workbook>'


def flat_ods(rows: str) -> str:
    body = f'<office:body><office:spreadsheet><table:table table:name="A">{rows}</table:table></office:spreadsheet></office:body>'
    media = 'office:mimetype="application/vnd.oasis.opendocument.spreadsheet"'
    return f'<?xml version="1.0" encoding="UTF-8"?>\n\n<office:document{HEAD} {media}><office:meta/>{body}</office:document>'


def html(table: str, head: str = "") -> str:
    return f"<html xmlns:x='urn:schemas-microsoft-com:office:excel'><head>{head}</head><body>{table}</body></html>"


def sheets_of(text: str | bytes, name: str = "liste.xls") -> dict[str, tuple[tuple[Cell, ...], ...]]:
    workbook = open_workbook(text if isinstance(text, bytes) else text.encode(), name)
    return {sheet.name: sheet.rows for sheet in workbook.sheets}


def cell(value: str, kind: str = "String", **more: int) -> str:
    """Return a cell; `more` are attributes like Index or MergeDown."""
    attributes = "".join(f' ss:{name}="{number}"' for name, number in more.items())
    return f'<Cell{attributes}><Data ss:Type="{kind}">{value}</Data></Cell>'


@pytest.mark.parametrize("name", ["liste.xls", "liste.xml", "liste.xlsx", "liste"])
def test_excel_2003_xml_is_read_with_all_its_sheets(name: str) -> None:
    first = f"<Row>{cell('Nr.')}{cell('Zuständig?')}</Row><Row>{cell('1', 'Number')}{cell('ja')}</Row>"
    found = sheets_of(excel_2003({"Amtsliste": first, "_ozg": f"<Row>{cell('token')}</Row>"}), name)
    assert found == {"Amtsliste": (("Nr.", "Zuständig?"), (1, "ja")), "_ozg": (("token",),)}


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (f"<Row>{cell('1200.5', 'Number')}</Row>", ((1200.5,),)),
        (f"<Row>{cell('0.30000000000000004', 'Number')}</Row>", ((0.3,),)),
        (f"<Row>{cell('2020-10-01T00:00:00.000', 'DateTime')}</Row>", ((date(2020, 10, 1),),)),
        (f"<Row>{cell('2020-10-01T08:30:00.000', 'DateTime')}</Row>", ((datetime(2020, 10, 1, 8, 30),),)),  # noqa: DTZ001
        (f"<Row>{cell('1', 'Boolean')}</Row>", ((True,),)),
        (f"<Row>{cell('#N/A', 'Error')}</Row>", (("#N/A",),)),
        (f"<Row>{cell('a &amp; b&#10;c')}</Row>", (("a & b\nc",),)),
        (f"<Row>{cell('a')}{cell('d', Index=4)}</Row>", (("a", None, None, "d"),)),
        (f'<Row ss:Index="3">{cell("a")}</Row><Row>{cell("b")}</Row>', ((), (), ("a",), ("b",))),
        (f"<Row>{cell('a', MergeAcross=1)}{cell('b')}</Row>", (("a", None, "b"),)),
        (f"<Row>{cell('a', MergeDown=1)}{cell('b')}</Row><Row>{cell('c', Index=2)}</Row>", (("a", "b"), ("a", "c"))),
        ('<Row><Cell><ss:Data ss:Type="String" xmlns="http://www.w3.org/TR/REC-html40"><B>fett</B> dünn</ss:Data></Cell></Row>', (("fett dünn",),)),
        (f"<Row><Cell><Comment><ss:Data>Notiz</ss:Data></Comment></Cell>{cell('x')}</Row>", ((None, "x"),)),
        ("<Row><Cell ss:StyleID='s1'/></Row>", ()),
        (f"\n <Row>\n  {cell('a')}\n </Row>\n", (("a",),)),
    ],
)  # fmt: skip
def test_cells_of_excel_2003_xml_are_read_as_excel_shows_them(rows: str, expected: tuple[tuple[Cell, ...], ...]) -> None:
    assert sheets_of(excel_2003({"A": rows}, head="")) == {"A": expected}


def test_comments_and_struck_out_answers_of_excel_2003_xml_are_seen() -> None:
    comment = '<Comment ss:Author="Brinkhoff"><ss:Data>bitte <B>prüfen</B></ss:Data></Comment>'
    row = f'<Row><Cell><Data ss:Type="String">ja</Data>{comment}</Cell><Cell ss:StyleID="s2"><Data ss:Type="Number">5</Data></Cell></Row>'
    styles = (
        '<Styles><Style ss:ID="s1"><Font ss:Bold="1"/></Style><Style ss:ID="s2"><Font ss:StrikeThrough="1"/></Style></Styles>'
    )
    text = excel_2003({"A": f'{row}<Row ss:Index="4"><Cell ss:StyleID="s2"/>{cell("x")}</Row>'}).replace(
        "<Worksheet", styles + "<Worksheet", 1
    )
    [sheet] = open_workbook(text.encode(), "x.xls").sheets
    assert sheet.rows[0] == ("ja", 5)
    assert [(n.row, n.column, n.text, n.author) for n in sheet.notes] == [(0, 0, "bitte prüfen", "Brinkhoff"), (0, 1, None, "")]


def test_excel_2003_xml_is_read_in_other_encodings() -> None:
    text = excel_2003({"A": f"<Row>{cell('Bürgerbüro')}</Row>"})
    for encoding, name in (("cp1252", "windows-1252"), ("latin-1", "ISO-8859-1"), ("utf-16", "UTF-16"), ("utf-8-sig", "UTF-8")):
        assert sheets_of(text.replace("UTF-8", name).encode(encoding)) == {"A": (("Bürgerbüro",),)}, encoding


@pytest.mark.parametrize("name", ["liste.fods", "liste.xml", "liste.ods", "liste.xls"])
@pytest.mark.parametrize("between", ["", "\n  "])
def test_a_flat_opendocument_is_read(name: str, between: str) -> None:
    assert sheets_of(flat_ods(ROW.replace("><table:", f">{between}<table:")), name) == {"A": (("ja", None, "12 Fälle"),)}


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        ("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", (("a", "b"), ("c",))),
        ("<TABLE><TR><TH>Nr.<TH>Leistung<TR><TD>1<TD>Gewerbe</TABLE>", (("Nr.", "Leistung"), ("1", "Gewerbe"))),
        ("<table><thead><tr><th>a</th></tr></thead><tbody><tr><td>b</td></tr></tbody></table>", (("a",), ("b",))),
        ("<table><tr><td colspan=2>a</td><td>b</td></tr></table>", (("a", None, "b"),)),
        ("<table><tr><td>300<sup>1</sup></td><td>10<SUP><font size=1>2)</font></SUP></td></tr></table>", (("300^1", "10^2)"),)),
        (
            "<table><tr><td><s>500</s> 700</td><td><strike>ja</strike></td></tr></table>",
            (("[gestrichen: 500] 700", "[gestrichen: ja]"),),
        ),
        (
            "<table><tr><td><del>5<s>0<sup>1</sup></s>0</del></td><td>5<sup> </sup></td></tr></table>",
            (("[gestrichen: 5010]", "5"),),
        ),
        ("<table><tr><td><s>a</td><td>b</s></td></tr></table>", (("[gestrichen: a]", "b"),)),
        ("<table><tr><td rowspan=2>a</td><td>b</td></tr><tr><td>c</td></tr></table>", (("a", "b"), ("a", "c"))),
        ("<table><tr><td> viel\n  Platz&nbsp;</td><td>&nbsp;</td><td>x<br>y</td></tr></table>", (("viel Platz", None, "x\ny"),)),
        (
            "<table><tr><td><b>ja</b>, <i>sicher</i></td><td>&lt;5 &amp; mehr&euro;</td></tr></table>",
            (("ja, sicher", "<5 & mehr€"),),
        ),
        ("<table><tr><td>1.200</td><td>1,5</td></tr></table>", (("1.200", "1,5"),)),
        ("<table><tr><td>a<script>alert(1)</script><style>x</style></td></tr></table>", (("a",),)),
        ("<table><tr><td>a<!-- Notiz --></td></tr></table>", (("a",),)),
    ],
)
def test_a_table_of_a_web_program_is_read_as_a_browser_shows_it(table: str, expected: tuple[tuple[Cell, ...], ...]) -> None:
    assert sheets_of(html(table)) == {"Tabelle 1": expected}
    assert sheets_of(table) == {"Tabelle 1": expected}


def test_tables_of_a_page_are_its_sheets_and_its_charset_is_believed() -> None:
    table = "<table><tr><td>Bürgerbüro</td></tr></table>"
    two = {"Tabelle 1": (("Bürgerbüro",),), "Tabelle 2": (("Bürgerbüro",),)}
    for encoding in ("windows-1252", "utf-8", "iso-8859-15"):
        page = html(table * 2, f'<meta http-equiv="Content-Type" content="text/html; charset={encoding}">')
        assert sheets_of(page.encode(encoding)) == two
    assert sheets_of(html(table * 2).encode("cp1252")) == two
    assert sheets_of(html(table * 2).encode("utf-16")) == two


def test_a_list_that_came_back_as_excel_2003_xml_is_recorded_as_it_was_sent(filled: bytes, questionnaire: Questionnaire) -> None:
    workbook = open_workbook(filled, "x.xlsx")
    again = open_workbook(excel_2003({sheet.name: rows_of(sheet) for sheet in workbook.sheets}).encode(), "x.xls")
    assert identity_of(again) == identity_of(workbook)
    assert read_rows(again, questionnaire).rows == read_rows(workbook, questionnaire).rows


def rows_of(sheet: Sheet) -> str:
    return "".join("<Row>" + "".join(map(as_cell, row)) + "</Row>" for row in sheet.rows)


def as_cell(value: Cell) -> str:
    if value is None:
        return "<Cell/>"
    if isinstance(value, date):
        return cell(f"{value.isoformat()[:10]}T00:00:00.000", "DateTime")
    text = str(value).replace("&", "&amp;").replace("<", "&lt;").replace("\n", "&#10;")
    return cell(text, "Number" if isinstance(value, int | float) else "String")


@pytest.mark.parametrize(
    "text",
    [
        "<!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'>]>" + excel_2003({"A": ""})[38:],
        flat_ods(ROW).replace("<office:meta/>", "<!ENTITY b 'c'>"),
    ],
)
def test_entities_are_refused(text: str) -> None:
    with pytest.raises(WorkbookError, match="XML-Bausteine"):
        sheets_of(text)


@pytest.mark.parametrize(
    "text",
    [
        excel_2003({"A": f"<Row ss:Index='1048576'>{cell('a', Index=16384)}</Row>"}),
        excel_2003({"A": f"<Row>{cell('a', MergeDown=100000000)}</Row>" * 2}),
        html("<table><tr><td rowspan=1000000 colspan=1000>a</td></tr><tr><td>b</td></tr></table>"),
        excel_2003({"A": "<Row ss:Index='99999999999999999999'><Cell/></Row>" + f"<Row>{cell('a')}</Row>"}),
    ],
)
def test_far_and_wide_cells_cost_nothing(text: str) -> None:
    try:
        assert sum(len(rows) for rows in sheets_of(text).values()) < 30_000
    except WorkbookError as error:
        assert "sehr weit unten oder rechts" in str(error)  # noqa: PT017 - both are right


@pytest.mark.parametrize("blank", ["", " ", "&#160;"])
def test_a_blank_far_off_is_passed_over(blank: str) -> None:
    far = excel_2003({"A": f"<Row>{cell('a')}</Row><Row ss:Index='1048576'>{cell(blank, Index=16384)}</Row>"})
    assert sheets_of(far) == {"A": (("a",),)}


def test_a_broken_text_is_no_workbook_but_nothing_worse() -> None:
    for text in (excel_2003({"A": "<Row>"})[:-20], flat_ods("<table:table-row>")[:-30], html("<table><tr><td>")):
        try:
            assert isinstance(open_workbook(text.encode(), "a.xls"), Workbook)
        except WorkbookError:
            continue


@pytest.mark.parametrize(
    "piece",
    [
        "<!",
        "<!--",
        "<!-->",
        "<![",
        "<a ",
        "</",
        "<?",
        "&",
        "&#1",
        "<td>",
        "<tr><td>x",
        "<script>",
        "<table><tr><td>",
        "<td rowspan=1000 colspan=1000>x<tr>",
    ],
)
def test_pages_made_to_cost_time_end_soon(piece: str) -> None:
    started = time.monotonic()
    for start in ("<table><tr><td>", "<html><!-- x", "<Workbook ", "<document "):
        try:
            sheets_of(start + piece * (1_000_000 // len(piece)) + "<table>")
        except WorkbookError:
            continue
    assert time.monotonic() - started < 25
