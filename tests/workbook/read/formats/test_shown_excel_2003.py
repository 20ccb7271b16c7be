"""What the cells of an Excel 2003 XML show is the answer, as in every other format: percent, units, footnotes, figures across lines."""

import pytest

from ozg_workflow.domain.survey.answers import validate_row
from ozg_workflow.domain.survey.maturity import MaturityScale
from ozg_workflow.domain.survey.questionnaire import Questionnaire
from ozg_workflow.workbook.read.as_shown import displayed
from ozg_workflow.workbook.read.opening import CellNote
from ozg_workflow.workbook.read.reader import open_workbook, read_rows
from tests.workbook.read.formats.test_flat import as_cell, cell, excel_2003, html

# as Excel writes them: a style has what its parent says; a cell has the style of its row or column where it names none
STYLES = """<Styles><Style ss:ID="Default" ss:Name="Normal"><NumberFormat/></Style>
<Style ss:ID="s16" ss:Name="Prozent"><NumberFormat ss:Format="0%"/></Style>
<Style ss:ID="s62" ss:Parent="s16"><Font ss:Bold="1"/></Style>
<Style ss:ID="s63"><NumberFormat ss:Format="#,##0\\ &quot;€&quot;"/></Style>
<Style ss:ID="s64"><NumberFormat ss:Format="0\\ &quot;Tsd.&quot;"/></Style>
<Style ss:ID="s65"><NumberFormat ss:Format="Percent"/></Style>
<Style ss:ID="s66"><NumberFormat ss:Format="Euro Currency"/></Style>
<Style ss:ID="s67"><NumberFormat ss:Format="#,##0"/></Style>
<Style ss:ID="s68" ss:Parent="s16"><NumberFormat/></Style>
<Style ss:ID="s69"><Font ss:StrikeThrough="1"/></Style>
<Style ss:ID="s70" ss:Parent="s70"/><Style ss:ID="s71" ss:Parent="fehlt"/></Styles>"""
RICH = '<ss:Data ss:Type="String" xmlns="http://www.w3.org/TR/REC-html40">{}</ss:Data>'


def styled(style: str, data: str) -> str:
    return data.replace("<Cell", f'<Cell ss:StyleID="{style}"', 1)


def number(value: float, style: str = "", **more: int) -> str:
    made = cell(str(value), "Number", **more)
    return styled(style, made) if style else made


def with_styles(sheets: dict[str, str]) -> bytes:
    return excel_2003(sheets).replace("<Worksheet", STYLES + "<Worksheet", 1).encode()


def shown_in(table: str) -> list[str]:
    """What the notes say of the numbers of a sheet, row by row."""
    [sheet] = open_workbook(with_styles({"A": table}), "x.xml").sheets
    return [_shown(note, sheet.rows[note.row][note.column]) for note in sorted(sheet.notes)]


def _shown(note: CellNote, value: object) -> str:
    assert isinstance(value, int | float)
    return displayed(value, note.text or "")


@pytest.mark.parametrize(
    ("table", "shown"),
    [
        (f"<Row>{number(1, 's16')}{number(0.5, 's62')}{number(0.5, 's65')}</Row>", ["100 %", "50 %", "50 %"]),
        (f"<Row>{number(500, 's63')}{number(5, 's64')}{number(5, 's66')}</Row>", ["500 €", "5 Tsd.", "5 €"]),
        (f'<Row ss:StyleID="s64">{number(5)}{number(6, "s67")}</Row>', ["5 Tsd."]),
        (f'<Column ss:Index="2" ss:StyleID="s63" ss:Span="1"/><Row>{number(1) * 4}</Row>', ["1 €", "1 €"]),
        (f'<Column ss:StyleID="s63"/><Row ss:StyleID="s64">{number(1)}{number(1, "Default")}</Row>', ["1 Tsd."]),
        (f"<Row>{number(1)}{number(1, 's67')}{number(1, 's68')}{number(1, 's70')}{number(1, 's71')}</Row>", []),
        (f"<Row>{styled('s16', cell('ja'))}</Row>", []),
        (f"<Row>{number(5, 's64', MergeDown=1)}</Row><Row/>", ["5 Tsd.", "", "5 Tsd.", ""]),
    ],
)
def test_the_number_format_of_a_cell_is_seen(table: str, shown: list[str]) -> None:
    assert shown_in(table) == shown


def test_the_style_of_a_whole_table_is_that_of_its_cells() -> None:
    content = with_styles({"A": f"<Row>{number(1)}</Row>"}).replace(b"<Table>", b'<Table ss:StyleID="s16">')
    [sheet] = open_workbook(content, "x.xls").sheets
    assert [(note.kind, note.text) for note in sheet.notes] == [("format", "0%")]


def test_superscript_and_struck_out_words_are_marked() -> None:
    texts = ("300<Sup>1</Sup>", "<B>Amt 3<Sup> 3 </Sup></B>x", "<S>120</S> 80", "plain <Sup> </Sup>")
    row = "".join(f"<Cell>{RICH.format(text)}</Cell>" for text in texts)
    [sheet] = open_workbook(with_styles({"A": f"<Row>{row}{styled('s69', cell('nein'))}</Row>"}), "x.xls").sheets
    assert sheet.rows[0] == ("3001", "Amt 3 3 x", "120 80", "plain  ", "nein")
    assert [(note.column, note.kind, note.text) for note in sheet.notes] == [
        (0, "shown", "300^1"),
        (1, "shown", "Amt 3^3x"),
        (2, "struck_out", "[gestrichen: 120] 80"),
        (4, "struck_out", None),
    ]


def test_a_list_is_asked_about_what_its_cells_show(filled: bytes, questionnaire: Questionnaire, scale: MaturityScale) -> None:
    first, *others = open_workbook(filled, "x.xlsx").sheets
    rows = [list(map(as_cell, row)) + ["<Cell/>"] * (20 - len(row)) for row in first.rows]
    figure = 13  # column N
    rows[4][figure], rows[5][figure] = number(1, "s16"), number(5, "s64")
    rows[6][figure], rows[7][figure] = f"<Cell>{RICH.format('300<Sup>1</Sup>')}</Cell>", number(500, "s67")
    rows[8][figure], rows[9][figure] = number(300, MergeDown=1), "<Cell/>"
    sheets = {first.name: "".join(f"<Row>{''.join(row)}</Row>" for row in rows)}
    sheets |= {sheet.name: "".join(f"<Row>{''.join(map(as_cell, row))}</Row>" for row in sheet.rows) for sheet in others}
    returned = read_rows(open_workbook(with_styles(sheets), "Liste.xml"), questionnaire)
    asked = {
        row.number: [i.value for i in validate_row(questionnaire, scale, row.cells).issues if i.question == "case_volume"]
        for row in returned.rows
    }
    merged = ["300 (über mehrere Zeilen verbunden)"]
    assert asked == {1: ["100 %"], 2: ["5 Tsd."], 3: ["300^1"], 4: [], 5: merged, 6: merged}


def test_a_figure_across_several_lines_of_a_web_page_is_told() -> None:
    [sheet] = open_workbook(html("<table><tr><td rowspan=2>300<td>a<tr><td>b</table>").encode(), "x.xls").sheets
    assert [(note.row, note.column, note.kind) for note in sheet.notes] == [(0, 0, "merged"), (1, 0, "merged")]


def test_styles_and_columns_made_to_cost_time_end_soon() -> None:
    chain = "".join(f'<Style ss:ID="a{n}" ss:Parent="a{n + 1}"/>' for n in range(30_000))
    columns = '<Column ss:Index="1" ss:Span="16383" ss:StyleID="s16"/>' * 30_000
    content = with_styles({"A": f"{columns}<Row>{number(1)}</Row>"}).replace(b"<Styles>", b"<Styles>" + chain.encode())
    [sheet] = open_workbook(content, "x.xls").sheets
    assert sheet.rows == ((1,),)
