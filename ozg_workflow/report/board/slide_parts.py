"""Parts of slides in the style of the house: deck, heading, text, table, chart.

python-pptx is annotated only in part, so its objects are `Any` here; all lengths are inches, sizes are points.
"""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import import_module
from math import ceil
from typing import Any, Final

from ozg_workflow.report.charts.placing import LINE, text_width
from ozg_workflow.report.labels import ACCENT, INK

WIDTH: Final = 13.333
LEFT: Final = 0.7
TOP: Final = 1.65
PADDING: Final = 0.2  # of a cell, left and right together
CONTENT: Final = WIDTH - 2 * LEFT
BOTTOM: Final = 7.2
SMALLEST: Final = 11  # points; smaller type cannot be read from a seat
WIDER: Final = 1.15  # where Arial is not installed another type stands in for it, which may be this much wider
BOLD: Final = 1.15
MOST_LINES: Final = 2  # of a cell of a long table
_DECORATION: Final = (
    '<a:extLst xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
    '<a:ext uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}">'
    '<adec:decorative xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative" val="1"/>'
    "</a:ext></a:extLst>"
)
TITLE_SLIDE, TITLE_ONLY = 0, 5  # positions of the layouts in the library's own template

Box = tuple[float, float, float, float]


def pptx(module: str) -> Any:
    """Return a module of python-pptx when it is needed, `pptx("util")`."""
    return import_module(f"pptx.{module}")


def inches(*sides: float) -> Any:
    """Return lengths as the library wants them; one length for one side, else a list."""
    lengths = [pptx("util").Inches(side) for side in sides]
    return lengths[0] if len(lengths) == 1 else lengths


def rgb(colour: str) -> Any:
    """Return `#RRGGBB` as a colour of the library."""
    return pptx("dml.color").RGBColor.from_string(colour.lstrip("#"))


def new_deck(*, title: str, author: str, keywords: str, created_at: datetime) -> Any:
    """Return an empty 16:9 presentation; the placeholders of the library's 4:3 template move along, so new slides fit."""
    deck = import_module("pptx").Presentation()
    stretch = inches(WIDTH) / deck.slide_width
    deck.slide_width = inches(WIDTH)
    for page in (deck.slide_master, *deck.slide_layouts):
        for shape in page.placeholders:
            top, height = shape.top, shape.height  # writing one side of an inherited place would reset the others
            shape.left, shape.width = int(shape.left * stretch), int(shape.width * stretch)
            shape.top, shape.height = top, height
    properties = deck.core_properties
    properties.title, properties.author, properties.last_modified_by, properties.keywords = title, author, author, keywords
    properties.language, properties.revision = "de-DE", 1
    properties.created = properties.modified = created_at.astimezone(UTC).replace(tzinfo=None)
    return deck


def title_slide(deck: Any, title: str, lines: Sequence[str]) -> Any:
    """Add the first slide."""
    slide = deck.slides.add_slide(deck.slide_layouts[TITLE_SLIDE])
    head, body = (LEFT, 1.5, CONTENT, 2.2), (LEFT, 3.85, CONTENT, 3.2)
    _fill(slide.shapes.title, head, (title,), size=fitting_size((title,), head, 44, wider=BOLD), colour=INK, bold=True)
    _fill(slide.placeholders[1], body, lines, size=fitting_size(lines, body, 22, 6), colour="#55606C", gap=6)
    return slide


def content_slide(deck: Any, title: str) -> Any:
    """Add a slide with a heading and a line below it."""
    slide = deck.slides.add_slide(deck.slide_layouts[TITLE_ONLY])
    place = (LEFT, 0.45, CONTENT, 0.9)
    _fill(slide.shapes.title, place, (title,), size=fitting_size((title,), place, 32, wider=BOLD), colour=INK, bold=True)
    slide.shapes.title.text_frame.vertical_anchor = pptx("enum.text").MSO_ANCHOR.MIDDLE
    line = slide.shapes.add_shape(1, *inches(LEFT, 1.4, CONTENT, 0.03))
    line.shadow.inherit = False
    line.fill.solid()
    line.fill.fore_color.rgb = rgb(ACCENT)
    line.line.fill.background()
    line.name = "Linie"
    _mark_as_decoration(line)
    return slide


def _mark_as_decoration(shape: Any) -> None:
    """Tell screen readers to pass a shape over ([MS-ODRAWXML], decorative); the library has no public way."""
    properties = shape._element.nvSpPr.cNvPr  # noqa: SLF001
    properties.append(pptx("oxml").parse_xml(_DECORATION))


def add_text(slide: Any, paragraphs: Sequence[str], box: Box, **look: Any) -> None:
    """Add a text box; `look` as in `write`."""
    _fill(slide.shapes.add_textbox(*inches(*box)), box, paragraphs, **look)


def _fill(shape: Any, box: Box, paragraphs: Sequence[str], **look: Any) -> None:
    shape.left, shape.top, shape.width, shape.height = inches(*box)
    frame = shape.text_frame
    frame.margin_left = frame.margin_right = 0
    write(frame, paragraphs, **look)


def write(
    frame: Any,
    paragraphs: Sequence[str],
    *,
    size: int,
    colour: str = "#222222",
    bold: bool = False,
    gap: int = 0,
    right: bool = False,
) -> None:
    """Fill a text frame, left-aligned (or `right`), marked as German; each paragraph is one run of plain text."""
    points, text_enum = pptx("util").Pt, pptx("enum.text")
    frame.word_wrap = True
    for number, text in enumerate(paragraphs):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        paragraph.space_after = points(gap)
        paragraph.alignment = text_enum.PP_ALIGN.RIGHT if right else text_enum.PP_ALIGN.LEFT
        run = paragraph.add_run()
        run.text = text
        run.font.size, run.font.bold, run.font.color.rgb = points(size), bold, rgb(colour)
        run.font.language_id = pptx("enum.lang").MSO_LANGUAGE_ID.GERMAN


def text_height(paragraphs: Sequence[str], width: float, size: float, gap: float = 0) -> float:
    """Return about how high paragraphs are in a box of this width, rather more than less."""
    lines = sum(max(1, ceil(WIDER * text_width(text, size) / (72 * width))) for text in paragraphs)
    return (lines * size * LINE + len(paragraphs) * gap) / 72


def fitting_size(paragraphs: Sequence[str], box: Box, size: int, gap: float = 0, wider: float = 1) -> int:
    """Return the largest size up to `size`, at least the smallest that can be read, at which the paragraphs fit into the box."""
    sizes = range(size, SMALLEST, -1)
    return next((s for s in sizes if text_height(paragraphs, box[2] / wider, s, gap) <= box[3]), SMALLEST)


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A table of a slide; `right` are the columns of figures."""

    header: Sequence[str]
    rows: Sequence[Sequence[str]]
    right: Sequence[int] = ()

    @property
    def lines(self) -> tuple[Sequence[str], ...]:
        """The heading and all rows."""
        return (self.header, *self.rows)

    def widths(self, size: int, width: float) -> list[float]:
        """Return how wide each column is: never less than its longest word; what is left goes to the columns with long texts."""
        columns = list(zip(*self.lines, strict=True))
        least = [max(_wide(word, size) for text in column for word in text.split() or [""]) for column in columns]
        wanted = [max(_wide(text, size) for text in column) for column in columns]
        least = [min(n, width / 3) for n in least]
        missing = [max(0.0, want - have) for want, have in zip(wanted, least, strict=True)]
        left, total = max(0.0, width - sum(least)), sum(n**0.6 for n in missing) or 1.0
        given = [have + left * gap**0.6 / total for have, gap in zip(least, missing, strict=True)]
        return [n * width / sum(given) for n in given]

    def heights(self, size: int, width: float) -> list[float]:
        """Return how high the heading and each row is."""
        head, *body = self.lines
        widths = [w - PADDING for w in self.widths(size, width)]
        bold = [w / BOLD for w in widths]
        rows = [(head, bold), *((row, widths) for row in body)]
        return [0.14 + max(text_height((t,), w, size) for t, w in zip(row, room, strict=True)) for row, room in rows]

    def short(self, size: int, width: float) -> "Grid":
        """Return the same with every cell cut at a word so that it has at most two lines."""
        longest = [int(MOST_LINES * 0.92 * 72 * (w - PADDING) / (0.58 * WIDER * size)) for w in self.widths(size, width)]
        rows = [[_cut(text, most) for text, most in zip(row, longest, strict=True)] for row in self.rows]
        return Grid(header=self.header, rows=rows, right=self.right)


def _wide(text: str, size: int) -> float:
    return WIDER * BOLD * text_width(text, size) / 72 + PADDING


def _cut(text: str, longest: int) -> str:
    return textwrap.shorten(text, longest, placeholder=" …") if len(text) > longest else text


def add_table(slide: Any, grid: Grid, box: Box, size: int) -> float:
    """Add a native table with a heading row; what does not fit is told in a last row. Returns where it ends.

    The type gets smaller first, then long texts are cut, then rows are left out: a table never grows past its box.
    """
    left, top, width, height = box
    shown, size = _fitting(grid, width, height, size)
    widths, heights = shown.widths(size, width), shown.heights(size, width)
    frame = slide.shapes.add_table(len(shown.lines), len(grid.header), *inches(left, top, width, sum(heights)))
    _describe(frame, f"Tabelle mit {len(shown.rows)} Zeilen und den Spalten {', '.join(grid.header)}")
    table = frame.table
    for index, one in enumerate(widths):
        table.columns[index].width = inches(one)
    for number, row in enumerate(shown.lines):
        table.rows[number].height = inches(heights[number])
        for index, text in enumerate(row):
            _cell(table.cell(number, index), text, size=size, row=number, right=index in grid.right)
    return float(top + sum(heights))


def _fitting(grid: Grid, width: float, height: float, size: int) -> tuple[Grid, int]:
    """Return what is shown of a table and the size of its type."""
    for readable in (size, size - 2, size - 4):
        for shown in (grid, grid.short(readable, width)):
            if sum(shown.heights(readable, width)) <= height:
                return shown, readable
    shown = grid.short(SMALLEST, width)
    kept = len(grid.rows)
    while kept and sum(shown.heights(SMALLEST, width)) > height:
        kept -= 1
        rows = [*grid.short(SMALLEST, width).rows[:kept], _rest(grid, len(grid.rows) - kept)]
        shown = Grid(header=grid.header, rows=rows, right=grid.right)
    return shown, SMALLEST


def _rest(grid: Grid, left: int) -> list[str]:
    """Return the row that tells how many are not shown, in the column with the longest texts."""
    longest = max(range(len(grid.header)), key=lambda n: max(len(row[n]) for row in grid.rows))
    return [f"… und {left} weitere (Vorlage)" if n == longest else "" for n in range(len(grid.header))]


def _cell(cell: Any, text: str, *, size: int, row: int, right: bool) -> None:
    header = row == 0
    cell.margin_left = cell.margin_right = inches(0.08)
    cell.margin_top = cell.margin_bottom = inches(0.05)
    cell.vertical_anchor = pptx("enum.text").MSO_ANCHOR.MIDDLE
    cell.fill.solid()
    cell.fill.fore_color.rgb = rgb(INK if header else "#FFFFFF" if row % 2 else "#EFF3F7")
    write(cell.text_frame, (text,), size=size, colour="#FFFFFF" if header else "#222222", bold=header, right=right)


def add_notes(slide: Any, paragraphs: Sequence[str]) -> None:
    """Give a slide its notes for the speaker."""
    write(slide.notes_slide.notes_text_frame, paragraphs, size=12)


def add_chart(slide: Any, kind: str, data: Any, box: Box, description: str) -> Any:
    """Add a native chart (`kind` as in XL_CHART_TYPE) with `description` as its text alternative; returns the chart."""
    frame = slide.shapes.add_chart(pptx("enum.chart").XL_CHART_TYPE[kind], *inches(*box), data)
    _describe(frame, description)
    frame.chart.font.size = pptx("util").Pt(14)
    frame.chart.has_legend = frame.chart.has_title = False
    return frame.chart


def _describe(frame: Any, description: str) -> None:
    """Set the text alternative, which the library has no public way for."""
    frame._element.nvGraphicFramePr.cNvPr.set("descr", description)  # noqa: SLF001


def fill_solid(part: Any, colour: str) -> None:
    """Fill a bar or marker with one colour."""
    part.format.fill.solid()
    part.format.fill.fore_color.rgb = rgb(colour)


def inner_plot(chart: Any, sides: Box) -> None:
    """Fix what lies within the axes of a chart, as shares of the whole chart; the library has no way for it (ISO 29500-1, 21.2.2.95)."""
    names = "".join(f'<c:{name} val="{value}"/>' for name, value in zip("xywh", sides, strict=True))
    layout = pptx("oxml").parse_xml(
        '<c:layout xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"><c:manualLayout><c:layoutTarget val="inner"/>'
        f'<c:xMode val="edge"/><c:yMode val="edge"/>{names}</c:manualLayout></c:layout>'
    )
    area = chart._chartSpace.chart.plotArea  # noqa: SLF001
    for old in area.findall(layout.tag):
        area.remove(old)
    area.insert(0, layout)
