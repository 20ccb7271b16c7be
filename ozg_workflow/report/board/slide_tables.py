"""Native tables on slides that never grow past their place. All lengths are inches, sizes are points."""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from ozg_workflow.report.board.slide_library import describe, inches
from ozg_workflow.report.board.slide_words import BOLD, SMALLEST, WIDER, Box, fill_cell, text_height
from ozg_workflow.report.charts.placing import text_width
from ozg_workflow.report.labels import INK

PADDING: Final = 0.2  # of a cell, left and right together
MOST_LINES: Final = 2  # of a cell of a long table


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
    """Return the beginning of a text that is longer, as whole words if there is one that fits."""
    if len(text) <= longest:
        return text
    words = textwrap.shorten(text, longest, placeholder=" …")
    return words if words != "…" else f"{text[: max(1, longest - 1)].rstrip('… ')}…"


def add_table(slide: Any, grid: Grid, box: Box, size: int) -> float:
    """Add a native table with a heading row; what does not fit is told in a last row. Returns where it ends.

    The type gets smaller first, then long texts are cut, then rows are left out: a table never grows past its box.
    """
    left, top, width, height = box
    shown, size = _fitting(grid, width, height, size)
    widths, heights = shown.widths(size, width), shown.heights(size, width)
    frame = slide.shapes.add_table(len(shown.lines), len(grid.header), *inches(left, top, width, sum(heights)))
    describe(frame, f"Tabelle mit {len(shown.rows)} Zeilen und den Spalten {', '.join(grid.header)}")
    table = frame.table
    for index, one in enumerate(widths):
        table.columns[index].width = inches(one)
    for number, row in enumerate(shown.lines):
        table.rows[number].height = inches(heights[number])
        for index, text in enumerate(row):
            fill_cell(table.cell(number, index), text, **_look(number), size=size, right=index in grid.right)
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


def _look(row: int) -> dict[str, Any]:
    """Return how a row looks: the heading white on dark, every other row on a tint."""
    if row == 0:
        return {"background": INK, "colour": "#FFFFFF", "bold": True}
    return {"background": "#FFFFFF" if row % 2 else "#EFF3F7"}
