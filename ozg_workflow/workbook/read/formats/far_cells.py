"""Takes off what stands far below or right of everything else: one stray blank there, and the parser allocates the whole rectangle.

A sheet has 17 billion cells, and a key pressed at its end fills one of them. Words that stand there are told as beside the list;
where more than a few cells are filled it is no slip, and the sheet stays as it is.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from html import unescape
from typing import Final

from ozg_workflow.domain.late_pattern import late
from ozg_workflow.workbook.read.exchange import BESIDE
from ozg_workflow.workbook.read.formats import package
from ozg_workflow.workbook.read.formats.extent import (
    ODS_TABLE,
    ods_cells,
    ods_repeats,
    states_content,
    xlsx_cells,
)
from ozg_workflow.workbook.read.formats.notes import LONGEST_TEXT, Note, Notes, Parts, inline_string, parsed, text_in, word_of
from ozg_workflow.workbook.read.formats.opendocument import CONTENT
from ozg_workflow.workbook.read.formats.xlsx_cells import WrittenCell, cells_that

LARGE_SHEET: Final = 1_000_000  # rows × columns of a sheet that is read as it is
MOST_ROWS: Final = 10_000
MOST_COLUMNS: Final = 200
MOST_FILLED: Final = 100
_WORDS: Final = late(r"[^\W\d_].*[^\W\d_]", re.DOTALL)
_VALUE: Final = late(rb"<(?:\w+:)?v\b[^>]*>([^<]*)<")
_ODS_ROW: Final = late(rb"<table:table-row\b([^>]*?)(?:/>|>(.*?)</table:table-row>)", re.DOTALL)
_ODS_CELL: Final = late(rb"<table:(?:covered-)?table-cell\b([^>]*?)(?:/>|>(.*?)</table:(?:covered-)?table-cell>)", re.DOTALL)
_ODS_NAME: Final = late(rb"""^[^>]*?\stable:name=["']([^"']*)["']""")
_ODS_ANNOTATION: Final = late(rb"<office:annotation\b.*?</office:annotation>", re.DOTALL)
_BLANK: Final = b"<table:table-cell/>"
_TAG: Final = late(rb"<[^<>]*>")


def is_far(row: int, column: int) -> bool:
    """Tell whether a place, counted from 0, lies beyond all lists."""
    return row >= MOST_ROWS or column >= MOST_COLUMNS


@dataclass(slots=True)
class _Stray:
    """The cells that were taken off a sheet: how many hold anything, and their words."""

    filled: int = 0
    words: list[Note] = field(default_factory=list)

    def note(self, row: int, column: int, text: str, *, times: int = 1) -> None:
        self.filled += times if text.strip() else 0
        if _WORDS.search(text):
            self.words.append(Note(row, column, BESIDE, text.strip()[:LONGEST_TEXT], ""))

    @property
    def few(self) -> bool:
        return self.filled <= MOST_FILLED


def xlsx_without_far_cells(parts: Parts) -> tuple[Parts, Notes]:
    """Return the parts of an .xlsx without cells far off, and the words that stood in them by the names of the sheets."""
    result, notes = dict(parts), Notes()
    text_of = _text_of(parts)
    for name, part in package.sheet_parts(parts).items():
        if xlsx_cells(parts[part]) <= LARGE_SHEET:
            continue
        rest, far = cells_that(parts[part], lambda cell: is_far(cell.row, cell.column))
        stray = _Stray()
        for cell in far:
            stray.note(cell.row, cell.column, text_of(cell))
        if stray.few:
            result[part], notes[name] = rest, stray.words
    return result, notes


def _text_of(parts: Parts) -> Callable[[WrittenCell], str]:
    strings: list[str] = []

    def text(cell: WrittenCell) -> str:
        if cell.kind == b"s" and not strings:
            strings.extend(text_in(item) for item in parsed(package.shared_part(parts, "sharedStrings")) if word_of(item) == "si")
        if cell.kind == b"s":
            number = cell.shared_string
            return strings[number] if 0 <= number < len(strings) else ""
        if cell.kind == b"inlineStr":
            return text_in(inline_string(cell.content))
        found = _VALUE.search(cell.content)
        return unescape(found[1].decode("utf-8", "replace")) if found else ""

    return text


def ods_without_far_cells(parts: Parts) -> tuple[Parts, Notes]:
    """Return the parts of an .ods without cells far off, and the words that stood in them by the names of the sheets."""
    head, *tables = ODS_TABLE.split(parts[CONTENT])
    result, notes = [head], Notes()
    for table in tables:
        rest, stray = _ods_table(table) if ods_cells(table) > LARGE_SHEET else (table, _Stray())
        name = _ODS_NAME.match(table)
        if stray.words and stray.few and name:
            notes[unescape(name[1].decode("utf-8", "replace"))] = stray.words
        result.append(rest if stray.few else table)
    return {**parts, CONTENT: b"<table:table".join(result)}, notes


def _ods_table(table: bytes) -> tuple[bytes, _Stray]:
    stray, line = _Stray(), 0

    def near_cells(row: re.Match[bytes]) -> bytes:
        nonlocal line
        first, lines = line, ods_repeats(row[1])
        line += lines
        kept, column = b"", 0
        for cell in _ODS_CELL.finditer(row[2] or b""):
            if not is_far(first, column):
                kept += cell[0]
            elif states_content(cell[1]):
                stray.note(first, column, _ods_text(cell), times=lines * ods_repeats(cell[1]))
            column += ods_repeats(cell[1])
        return b"" if first >= MOST_ROWS else b"<table:table-row" + row[1] + b">" + (kept or _BLANK) + b"</table:table-row>"

    return _ODS_ROW.sub(near_cells, table), stray


def _ods_text(cell: re.Match[bytes]) -> str:
    words = _TAG.sub(b"", _ODS_ANNOTATION.sub(b"", cell[2] or b""))
    return unescape(words.decode("utf-8", "replace"))
