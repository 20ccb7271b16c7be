"""A foreign table as plain text: bytes of a CSV file, or the cells of a sheet."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from ozg_workflow.domain.errors import InputError
from ozg_workflow.domain.survey.cells import Cell, is_blank, shown
from ozg_workflow.workspace.csv_text import UnreadableTextError, csv_text

LONGEST_CELL: Final = 1_000_000  # characters; the LeiKa keeps whole texts of laws in one
SEARCHED_ROWS: Final = 30  # the headings stand below a title at most


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeignTable:
    """A table of texts with the line of each row (from 1); `title` is the file, or the sheet of it."""

    title: str
    lines: tuple[tuple[int, tuple[str, ...]], ...]

    def headings(self, wanted: Iterable[str]) -> tuple[int, dict[str, int]]:
        """Return which row (from 0) has most of the wanted headings, and its headings (folded) → column; the first of equal ones counts."""
        sought = frozenset(wanted)
        heads = [_columns(cells) for _, cells in self.lines[:SEARCHED_ROWS]]
        best = max(range(len(heads)), key=lambda n: (len(sought & heads[n].keys()), -n), default=0)
        return best, heads[best] if heads else {}


def _columns(cells: Sequence[str]) -> dict[str, int]:
    columns: dict[str, int] = {}
    for number, cell in enumerate(cells):
        if head := fold(cell):
            columns.setdefault(head, number)
    return columns


def fold(heading: str) -> str:
    """Return a heading for comparing: small letters, one blank between words."""
    return " ".join(heading.split()).casefold()


def csv_table(content: bytes, title: str) -> ForeignTable:
    """Read a CSV file with any usual separator and encoding. Raises InputError naming the line."""
    try:
        found = csv_text(content)
    except UnreadableTextError as error:
        raise InputError(f"{title}:{error.line}: {error}") from error
    skipped = found.first_line - 1
    usual = csv.field_size_limit(LONGEST_CELL)  # of the whole process, so it is put back
    reader = csv.reader(io.StringIO(found.text, newline=""), delimiter=found.separator)
    lines, start = [], 1
    try:
        for cells in reader:
            lines.append((start + skipped, tuple(cells)))
            start = reader.line_num + 1
    except csv.Error as error:
        raise InputError(f"{title}:{reader.line_num + skipped}: Die Zeile ist nicht lesbar: {error}.") from error
    finally:
        csv.field_size_limit(usual)
    return ForeignTable(title=title, lines=tuple((line, cells) for line, cells in lines if any(cells)))


def sheet_table(rows: Iterable[Sequence[Cell]], title: str) -> ForeignTable:
    """Return the cells of a sheet as the same texts a CSV file of it would have; a number has no decimals it was not given."""
    texts = ((number, tuple("" if is_blank(cell) else shown(cell) for cell in row)) for number, row in enumerate(rows, 1))
    return ForeignTable(title=title, lines=tuple((number, cells) for number, cells in texts if any(cells)))
