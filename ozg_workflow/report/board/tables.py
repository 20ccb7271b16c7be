"""A table of the paper as the typesetter reads it, and how a rank is written in it."""

from collections.abc import Sequence
from math import ceil
from typing import Final

from ozg_workflow.domain.results.prioritisation import RankState, Score
from ozg_workflow.paper.widths import row_lines

Part = dict[str, object]
WHOLE: Final = 45  # lines: a table that is no longer is not torn over two pages
NAME_LENGTH: Final = 42  # characters of a line of a name


def table(
    header: Sequence[str], rows: Sequence[Sequence[str]], columns: Sequence[str], right: Sequence[int], **look: object
) -> Part:
    """Return a table; `columns` as in `2.4cm`, `1fr`, `auto`; `right` are the columns of figures."""
    whole = sum(max(1, *(ceil(len(cell) / NAME_LENGTH) for cell in row)) for row in rows[: WHOLE + 1]) <= WHOLE
    return {
        "kind": "table",
        "header": header,
        "rows": rows,
        "columns": columns,
        "right": list(right),
        "size": 9.2,
        "whole": whole,
    } | look


def long_table(header: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[float], size: float) -> Part:
    """Return a table of an appendix: it follows its heading at once, and goes on on the next page.

    The columns have a fixed width in centimetres, and `lines` tells how many lines high each row surely is.
    """
    lines = row_lines(rows, widths, size)
    return table(header, rows, [f"{width}cm" for width in widths], (), size=size, whole=False, lines=lines)


def rank_label(score: Score) -> str:
    """Return `3`, `3*` where answers of its own are missing, or an en dash."""
    return "–" if score.rank is None else f"{score.rank}{'*' if score.state is RankState.INCOMPLETE else ''}"
