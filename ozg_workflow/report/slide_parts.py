"""Parts of slides in the style of the house: deck, heading, text, table, chart.

python-pptx is annotated only in part, so its objects are `Any` here; all lengths are inches, sizes are points.
"""

import textwrap
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib import import_module
from typing import Any, Final

from ozg_workflow.report.labels import ACCENT, INK

WIDTH: Final = 13.333
LEFT: Final = 0.7
TOP: Final = 1.65
CONTENT: Final = WIDTH - 2 * LEFT
LONGEST_CELL: Final = 110  # characters; more would push a table off its slide
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


def title_slide(deck: Any, title: str, lines: Sequence[str]) -> None:
    """Add the first slide."""
    slide = deck.slides.add_slide(deck.slide_layouts[TITLE_SLIDE])
    _fill(slide.shapes.title, (LEFT, 2.1, CONTENT, 1.6), (title,), size=44, colour=INK, bold=True)
    _fill(slide.placeholders[1], (LEFT, 3.85, CONTENT, 2.2), lines, size=22, colour="#55606C", gap=6)


def content_slide(deck: Any, title: str) -> Any:
    """Add a slide with a heading and a line below it."""
    slide = deck.slides.add_slide(deck.slide_layouts[TITLE_ONLY])
    _fill(slide.shapes.title, (LEFT, 0.45, CONTENT, 0.9), (title,), size=32, colour=INK, bold=True)
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


def write(frame: Any, paragraphs: Sequence[str], *, size: int, colour: str = "#222222", bold: bool = False, gap: int = 0) -> None:
    """Fill a text frame, left-aligned, marked as German; each paragraph is one run of plain text."""
    points, text_enum = pptx("util").Pt, pptx("enum.text")
    frame.word_wrap = True
    for number, text in enumerate(paragraphs):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        paragraph.space_after, paragraph.alignment = points(gap), text_enum.PP_ALIGN.LEFT
        run = paragraph.add_run()
        run.text = text
        run.font.size, run.font.bold, run.font.color.rgb = points(size), bold, rgb(colour)
        run.font.language_id = pptx("enum.lang").MSO_LANGUAGE_ID.GERMAN


def add_table(slide: Any, header: Sequence[str], rows: Sequence[Sequence[str]], *, widths: Sequence[float], size: int) -> None:
    """Add a native table with a heading row over the whole width; long texts are cut at a word with an ellipsis."""
    height = 0.43 * (len(rows) + 1)
    frame = slide.shapes.add_table(len(rows) + 1, len(header), *inches(LEFT, TOP, CONTENT, height))
    _describe(frame, f"Tabelle mit {len(rows)} Zeilen und den Spalten {', '.join(header)}")
    table = frame.table
    for index, width in enumerate(widths):
        table.columns[index].width = inches(width)
    for number, row in enumerate((header, *rows)):
        fill = INK if number == 0 else "#FFFFFF" if number % 2 else "#EFF3F7"
        for index, text in enumerate(row):
            _cell(table.cell(number, index), text, size=size, fill=fill, header=number == 0)


def _cell(cell: Any, text: str, *, size: int, fill: str, header: bool) -> None:
    cell.margin_left = cell.margin_right = inches(0.08)
    cell.margin_top = cell.margin_bottom = inches(0.05)
    cell.vertical_anchor = pptx("enum.text").MSO_ANCHOR.MIDDLE
    cell.fill.solid()
    cell.fill.fore_color.rgb = rgb(fill)
    short = textwrap.shorten(text, LONGEST_CELL, placeholder=" …")
    write(cell.text_frame, (short,), size=size, colour="#FFFFFF" if header else "#222222", bold=header)


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
