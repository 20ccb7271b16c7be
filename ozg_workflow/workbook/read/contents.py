"""How much of a list stands in a workbook: finds the list of a file whose hidden sheet was lost."""

from dataclasses import dataclass

from ozg_workflow.workbook.read.identity import KnownRows, compact_key, compact_name, integer, is_hidden_sheet, unique
from ozg_workflow.workbook.read.opening import Row, Workbook

LONGEST_NAME = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class RowContents:
    """What may name a service in the lines of a workbook: every text, and every text with each number of its line."""

    texts: frozenset[str]
    numbered: frozenset[tuple[int, str]]


def row_contents(workbook: Workbook) -> RowContents:
    """Return what stands in the lines of all sheets but the hidden one; worked out once, it serves many comparisons."""
    texts: set[str] = set()
    numbered: set[tuple[int, str]] = set()
    for sheet in workbook.sheets:
        if is_hidden_sheet(sheet.rows):
            continue
        for row in sheet.rows:
            found = _texts(row)
            texts |= found
            numbered.update((number, text) for number in _numbers(row) for text in found)
    return RowContents(texts=frozenset(texts), numbered=frozenset(numbered))


def resemblance(workbook: Workbook | RowContents, known: KnownRows) -> float:
    """Return the share (0…1) of the list's rows that stand in this workbook, by key or name.

    A key or a name that occurs twice in the list counts only in a line with its number. An empty list resembles nothing.
    """
    contents = workbook if isinstance(workbook, RowContents) else row_contents(workbook)
    keys = {number: compact_key(key) for number, key in known.keys.items()}
    names = {number: compact_name(name) for number, name in known.names.items()}
    alone = unique(keys).keys() | unique(names).keys()
    found = 0
    for number in known.row_ids:
        texts = [text for text in (keys.get(number), names.get(number)) if text]
        found += any(text in contents.texts if text in alone else (number, text) in contents.numbered for text in texts)
    return found / len(known.row_ids) if known.row_ids else 0.0


def _texts(row: Row) -> set[str]:
    cells = [
        cell for cell in row if isinstance(cell, str | int | float) and not (isinstance(cell, str) and len(cell) > LONGEST_NAME)
    ]
    return {text for cell in cells for text in (compact_key(cell), compact_name(cell)) if text}


def _numbers(row: Row) -> set[int]:
    # the number stands in one of the first columns, unless they were moved; a row of thousands of figures is no list
    found = {number for number in map(integer, row[:50]) if number is not None}
    return found if len(found) <= 10 else set()
