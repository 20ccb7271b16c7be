"""Parts of slides in the style of the house: deck, heading, text, chart. All lengths are inches, sizes are points."""

from collections.abc import Sequence
from datetime import UTC, datetime
from importlib import import_module
from typing import Any, Final

from ozg_workflow.domain.characters import xml_text
from ozg_workflow.report.board.slide_library import describe, inches, parsed, pptx, rgb
from ozg_workflow.report.board.slide_words import BOLD, Box, fitting_size, write
from ozg_workflow.report.labels import ACCENT, INK

WIDTH: Final = 13.333
LEFT: Final = 0.7
TOP: Final = 1.65
CONTENT: Final = WIDTH - 2 * LEFT
BOTTOM: Final = 7.2
_DECORATION: Final = (
    '<a:extLst xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
    '<a:ext uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}">'
    '<adec:decorative xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative" val="1"/>'
    "</a:ext></a:extLst>"
)
TITLE_SLIDE, TITLE_ONLY = 0, 5  # positions of the layouts in the library's own template


def new_deck(*, title: str, author: str, keywords: str, created_at: datetime) -> Any:
    """Return an empty 16:9 presentation; the placeholders of the library's 4:3 template move along, so new slides fit.

    What has no place of its own stands where the master has it, which has moved.
    """
    deck = import_module("pptx").Presentation()
    stretch = inches(WIDTH) / deck.slide_width
    deck.slide_width = inches(WIDTH)
    for page in (deck.slide_master, *deck.slide_layouts):
        for shape in page.placeholders:
            if shape._element.spPr.xfrm is not None:  # noqa: SLF001 - the library tells no inherited place from an own one
                shape.left, shape.width = int(shape.left * stretch), int(shape.width * stretch)
    title, author, keywords = map(xml_text, (title, author, keywords))
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
    properties.append(parsed(_DECORATION))


def add_text(slide: Any, paragraphs: Sequence[str], box: Box, **look: Any) -> None:
    """Add a text box; `look` as in `write`."""
    _fill(slide.shapes.add_textbox(*inches(*box)), box, paragraphs, **look)


def _fill(shape: Any, box: Box, paragraphs: Sequence[str], **look: Any) -> None:
    shape.left, shape.top, shape.width, shape.height = inches(*box)
    frame = shape.text_frame
    frame.margin_left = frame.margin_right = 0
    write(frame, paragraphs, **look)


def add_notes(slide: Any, paragraphs: Sequence[str]) -> None:
    """Give a slide its notes for the speaker."""
    write(slide.notes_slide.notes_text_frame, paragraphs, size=12)


def add_chart(slide: Any, kind: str, data: Any, box: Box, description: str) -> Any:
    """Add a native chart (`kind` as in XL_CHART_TYPE) with `description` as its text alternative; returns the chart."""
    frame = slide.shapes.add_chart(pptx("enum.chart").XL_CHART_TYPE[kind], *inches(*box), data)
    describe(frame, description)
    frame.chart.font.size = pptx("util").Pt(14)
    frame.chart.has_legend = frame.chart.has_title = False
    return frame.chart


def fill_solid(part: Any, colour: str) -> None:
    """Fill a bar or marker with one colour."""
    part.format.fill.solid()
    part.format.fill.fore_color.rgb = rgb(colour)


def inner_plot(chart: Any, sides: Box) -> None:
    """Fix what lies within the axes of a chart, as shares of the whole chart; the library has no way for it (ISO 29500-1, 21.2.2.95)."""
    names = "".join(f'<c:{name} val="{value}"/>' for name, value in zip("xywh", sides, strict=True))
    layout = parsed(
        '<c:layout xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"><c:manualLayout><c:layoutTarget val="inner"/>'
        f'<c:xMode val="edge"/><c:yMode val="edge"/>{names}</c:manualLayout></c:layout>'
    )
    area = chart._chartSpace.chart.plotArea  # noqa: SLF001
    for old in area.findall(layout.tag):
        area.remove(old)
    area.insert(0, layout)
