"""Words on slides: paragraphs of one size and colour, marked as German, in frames and in the cells of tables.

Written as the XML of a paragraph (ISO 29500-1, 21.1.2.2.6): set property by property, python-pptx takes ten times as long. What no XML
file may hold is taken out of every text here, where it enters the file.
"""

from collections.abc import Sequence
from math import ceil
from typing import Any, Final
from xml.sax.saxutils import escape

from ozg_workflow.domain.characters import xml_text
from ozg_workflow.report.board.slide_library import parsed
from ozg_workflow.report.charts.placing import LINE, text_width

_NAMESPACE: Final = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
_EMU: Final = 914_400  # of an inch: ISO 29500-1, 20.1.10.16
_BESIDE: Final = int(0.08 * _EMU)  # margins of a cell
_ABOVE: Final = int(0.05 * _EMU)
BOLD: Final = 1.15  # wider than plain type
SMALLEST: Final = 11  # points; smaller type cannot be read from a seat
WIDER: Final = 1.15  # where Arial is not installed another type stands in for it, which may be this much wider

Box = tuple[float, float, float, float]  # left, top, width, height in inches


def write(frame: Any, paragraphs: Sequence[str], **look: Any) -> None:
    """Fill a text frame, left-aligned (or `right`), marked as German; each paragraph is one run of plain text.

    `look`: `size` in points, `colour` as `#RRGGBB`, `bold`, `gap` below a paragraph in points, `right`.
    """
    frame.word_wrap = True
    body = frame._txBody  # noqa: SLF001 - the library sets property by property
    for old in frame.paragraphs:
        body.remove(old._p)  # noqa: SLF001
    words = "".join(_paragraph(text, **look) for text in paragraphs or ("",))
    body.extend(list(parsed(f"<a:txBody {_NAMESPACE}>{words}</a:txBody>")))


def fill_cell(cell: Any, text: str, background: str, **look: Any) -> None:
    """Fill a cell of a table, in the middle of its height; `look` as in `write`."""
    words = f"<a:txBody><a:bodyPr/><a:lstStyle/>{_paragraph(text, **look)}</a:txBody>"
    margins = f'marL="{_BESIDE}" marR="{_BESIDE}" marT="{_ABOVE}" marB="{_ABOVE}" anchor="ctr"'
    filled = parsed(f"<a:tc {_NAMESPACE}>{words}<a:tcPr {margins}>{_fill(background)}</a:tcPr></a:tc>")
    element = cell._tc  # noqa: SLF001
    element[:] = filled[:]


def _paragraph(text: str, *, size: int, colour: str = "#222222", bold: bool = False, gap: int = 0, right: bool = False) -> str:
    below = f'<a:spcAft><a:spcPts val="{100 * gap}"/></a:spcAft>'
    run = f'<a:rPr lang="de-DE" sz="{100 * size}" b="{bold:d}">{_fill(colour)}</a:rPr><a:t>{escape(xml_text(text))}</a:t>'
    return f'<a:p><a:pPr algn="{"r" if right else "l"}">{below}</a:pPr><a:r>{run}</a:r></a:p>'


def _fill(colour: str) -> str:
    return f'<a:solidFill><a:srgbClr val="{colour.lstrip("#")}"/></a:solidFill>'


def text_height(paragraphs: Sequence[str], width: float, size: float, gap: float = 0) -> float:
    """Return about how high paragraphs are in a box of this width, rather more than less."""
    lines = sum(max(1, ceil(WIDER * text_width(text, size) / (72 * width))) for text in paragraphs)
    return (lines * size * LINE + len(paragraphs) * gap) / 72


def fitting_size(paragraphs: Sequence[str], box: Box, size: int, gap: float = 0, wider: float = 1) -> int:
    """Return the largest size up to `size`, at least the smallest that can be read, at which the paragraphs fit into the box."""
    sizes = range(size, SMALLEST, -1)
    return next((s for s in sizes if text_height(paragraphs, box[2] / wider, s, gap) <= box[3]), SMALLEST)
