"""CSV files as town halls save them, row by row."""

import csv
import io
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ozg_workflow.domain.errors import Problem
from ozg_workflow.domain.survey.cells import is_error
from ozg_workflow.workspace.characters import LINE_BREAKS, has_control_characters
from ozg_workflow.workspace.csv_text import UnreadableTextError, csv_text

if TYPE_CHECKING:
    from _csv import Reader


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row with its line in the file; missing cells are empty texts."""

    line: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")

    @property
    def formula_errors(self) -> list[str]:
        """What to say of cells in which a spreadsheet left the error of a formula."""
        return [
            f"Die Spalte „{column}“ enthält den Formelfehler „{cell}“; bitte den Wert eintragen."
            for column, cell in self.cells.items()
            if is_error(cell)
        ]

    def problem(self, file: str, message: str, *own: str) -> Problem:
        """Return a problem of this row; rows whose messages differ in nothing but these `own` columns have one cause."""
        cause = message
        for cell in filter(None, map(self.__getitem__, own)):
            cause = cause.replace(f"„{cell}“", "„…“").replace(f" {cell}", " …")
        return Problem(file=file, line=self.line, message=message, cause=cause)


def read_table(path: Path, name: str, columns: Iterable[str], problems: list[Problem]) -> tuple[Row, ...]:
    """Read the rows of one file; a missing file or column is added to `problems` and gives no rows."""
    try:
        found = csv_text(path.read_bytes())
    except FileNotFoundError:
        problems.append(Problem(file=name, line=1, message="Die Datei fehlt."))
        return ()
    except UnreadableTextError as error:
        problems.append(Problem(file=name, line=error.line, message=str(error)))
        return ()
    reader = csv.reader(io.StringIO(found.text, newline=""), delimiter=found.separator)
    before = found.first_line - 1
    try:
        return _rows(reader, name, tuple(columns), problems, before)
    except csv.Error as error:
        problems.append(Problem(file=name, line=before + reader.line_num, message=f"Die Zeile ist nicht lesbar: {error}."))
        return ()


def _rows(reader: "Reader", name: str, columns: tuple[str, ...], problems: list[Problem], before: int) -> tuple[Row, ...]:
    """Return the rows; `before` lines of the file come before the headings."""
    heads = [h.strip().casefold() for h in next(reader, [])]
    missing = [c for c in columns if c not in heads]
    if missing:
        problems.append(Problem(file=name, line=before + 1, message=f"Es fehlen die Spalten: {', '.join(missing)}."))
        return ()
    if twice := [head for head, number in Counter(heads).items() if number > 1 and head in columns]:
        problems.append(Problem(file=name, line=before + 1, message=f"Mehrmals gibt es die Spalten: {', '.join(twice)}."))
        return ()
    rows, start = [], before + reader.line_num + 1
    for cells in reader:
        line, start = start, before + reader.line_num + 1
        if not any(c.strip() for c in cells):
            continue
        if len(cells) > len(heads) and any(c.strip() for c in cells[len(heads) :]):
            problems.append(
                Problem(file=name, line=line, message=f"Die Zeile hat {len(cells)} Felder, die Kopfzeile {len(heads)}.")
            )
            continue
        if any(has_control_characters(cell, allowed=LINE_BREAKS + "\t") for cell in cells):
            problems.append(Problem(file=name, line=line, message="Die Zeile enthält ein Steuerzeichen."))
            continue
        rows.append(Row(line=line, cells=dict(zip(heads, (c.strip() for c in cells), strict=False))))
    return tuple(rows)
