"""Small tools around XlsxWriter: checked calls, formats by name, any cell value."""

import re
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, Final

from ozg_workflow.domain.errors import InputError
from ozg_workflow.domain.survey.cells import Cell, shown
from ozg_workflow.domain.survey.kinds.cell_rule import CellLook

LINE_HEIGHT: Final = 13.0  # points, of 10-point text
LONGEST_CELL: Final = 32767  # Excel's limit of characters in a cell
# characters that no XML file may hold: Excel would call the workbook damaged
_FORBIDDEN = re.compile("[\ud800-\udfff\ufffe\uffff]")

_BORDER: Final = {"border": 1, "border_color": "#C3CCD6"}
_TEXT: Final = {"font_name": "Arial", "font_size": 10, "font_scheme": False, "valign": "top", "text_wrap": True}
_STYLES: Final[dict[str, dict[str, Any]]] = {
    "text": {},
    "plain": {"text_wrap": False},
    "title": {"font_size": 18, "bold": True, "font_color": "#1F3A5F", "text_wrap": False, "valign": "vcenter"},
    "subtitle": {"font_color": "#5A6775", "text_wrap": False, "valign": "vcenter"},
    "section": {
        "font_size": 12,
        "bold": True,
        "font_color": "#1F3A5F",
        "bottom": 2,
        "bottom_color": "#1F3A5F",
        "text_wrap": False,
    },
    "bold": {"bold": True},
    "middle": {"valign": "vcenter"},
    "right": {"align": "right", "indent": 1},
    "center": {"align": "center"},
    "head_fixed": {"bold": True, "bg_color": "#5A6775", "font_color": "#FFFFFF", "valign": "vcenter", **_BORDER},
    "head_answer": {"bold": True, "bg_color": "#1F3A5F", "font_color": "#FFFFFF", "valign": "vcenter", **_BORDER},
    "fixed": {"bg_color": "#EEF1F4", "font_color": "#333B44", **_BORDER},
    "new": {"bg_color": "#D8EBD4", "font_color": "#1E4D1A", "bold": True},
    "news": {"bg_color": "#EAF3E8", "font_color": "#1E3A1A", "border": 1, "border_color": "#9DBF97", "valign": "vcenter"},
    "key": {"num_format": "@"},
    "day": {"num_format": "dd.mm.yyyy", "align": "left"},
    "answer": {"locked": False, "bg_color": "#FFFFFF", **_BORDER},
    "table": {**_BORDER},
    "nil": {"locked": False, "bold": True, "bg_color": "#FFFFFF", "border": 2, "border_color": "#1F3A5F", "valign": "vcenter"},
    "wrong": {"bg_color": "#F8CFCB", "font_color": "#8A1C12", "border": 2, "border_color": "#8A1C12"},
    "missing": {"bg_color": "#FFF3C4"},
    "link": {"font_color": "#1F5FA8", "underline": 1},
    "figure": {"align": "right", "indent": 1, "text_wrap": False},
    "quoted": {"quote_prefix": True},
}

Style = str | CellLook  # the name of a row of the table above, or what a kind of question says about its cells


def must(code: int | None) -> None:
    """Raise when XlsxWriter refused a call: it returns a negative number instead of raising (since 0.x, unchanged in 3.3)."""
    if code:
        raise InputError(
            f"Die Arbeitsmappe lässt sich so nicht schreiben (XlsxWriter meldet {code}): ein Text oder Bereich ist zu lang."
        )


class Formats:
    """The formats of one workbook, made once per combination of styles: `formats("answer", AS_DAY, "wrong")`."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._made: dict[tuple[Style, ...], Any] = {}

    def __call__(self, *styles: Style) -> Any:
        """Return the format that combines these styles; later ones win."""
        if styles not in self._made:
            properties = dict(_TEXT)
            for style in styles:
                properties |= _STYLES[style] if isinstance(style, str) else _look(style)
            self._made[styles] = self._book.add_format(properties)
        return self._made[styles]

    def numbered(self) -> tuple[tuple[Style, ...], ...]:
        """Return the styles so far, each of which has its number in the workbook from now on; they follow each other as they were made."""
        for made in self._made.values():
            made._get_xf_index()  # noqa: SLF001 - private to XlsxWriter 3.3, which numbers a format where it is first written
        return tuple(self._made)


def _look(look: CellLook) -> dict[str, Any]:
    properties = {"num_format": look.number_format, "align": look.align}
    return {name: value for name, value in properties.items() if value}


def clean_text(text: str) -> str:
    """Return text that Excel can hold: without forbidden characters, at most 32 767 characters."""
    return _FORBIDDEN.sub("\ufffd", text)[:LONGEST_CELL]


def shorten(text: str, length: int) -> str:
    """Return text of at most `length` characters, cut at a blank and ended with an ellipsis."""
    if len(text) <= length:
        return text
    return text[: length - 1].rsplit(" ", 1)[0].rstrip(" ,;:–") + "…"


def write_cell(sheet: Any, row: int, column: int, value: Cell, *, style: Any, dated: Any) -> None:
    """Write what the sender saw, never as a formula or link; `dated` is the format for dates."""
    if value is None or value == "":
        must(sheet.write_blank(row, column, None, style))
    elif isinstance(value, str):
        must(sheet.write_string(row, column, clean_text(shown(value)), style))
    elif isinstance(value, bool):
        must(sheet.write_boolean(row, column, value, style))
    elif isinstance(value, int | float) and abs(value) < 1e15:  # false for what is no number, too
        must(sheet.write_number(row, column, value, style))
    elif isinstance(value, date) and value.year >= 1900:
        must(sheet.write_datetime(row, column, value.replace(tzinfo=None) if isinstance(value, datetime) else value, dated))
    else:
        must(sheet.write_string(row, column, clean_text(shown(value)), style))


def lines_needed(text: str, width: int) -> int:
    """Return how many lines a text takes, wrapped in a cell of this width (in digits; letters are a little narrower)."""
    per_line = max(int(width * 1.08), 4)
    if len(text) <= per_line and "\n" not in text:
        return 1
    return sum(_wrapped(line.split(), per_line) for line in text.split("\n"))


def _wrapped(words: list[str], per_line: int) -> int:
    """Count lines as spreadsheets break them: between words, and inside a word only where it is longer than a line."""
    lines, used = 1, 0
    for word in words:
        if used and used + 1 + len(word) > per_line:
            lines, used = lines + 1, 0
        broken = (len(word) - 1) // per_line
        lines, used = lines + broken, used + bool(used) + len(word) - broken * per_line
    return lines


def row_height(texts: Iterable[tuple[str, int]]) -> float:
    """Return the height in points of a row of 10-point text; `texts` are the texts with the widths of their cells."""
    # what is not longer than its cell is wide takes one line: nearly all texts, and a list has thousands
    long = (lines_needed(text, width) for text, width in texts if len(text) > width or "\n" in text)
    return LINE_HEIGHT * max(long, default=1) + 3
