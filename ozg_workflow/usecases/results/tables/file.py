"""A table that came back as a file, and which one it is."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

from ozg_workflow.domain.errors import InputError, why
from ozg_workflow.domain.results.board.sheet import NEEDED
from ozg_workflow.domain.results.exchange import MARK
from ozg_workflow.domain.results.headings import columns_of
from ozg_workflow.domain.survey.cells import shown
from ozg_workflow.workbook.errors import WorkbookError
from ozg_workflow.workbook.layout import META_SHEET
from ozg_workflow.workbook.read.opening import Row, Sheet, open_workbook

SEARCHED_ROWS: Final = 30  # the headings stand below a title at most


class Table(StrEnum):
    """A table people change."""

    MEASURES = "measures"
    DECISION = "decision"


TABLE_TITLES: Final = {Table.MEASURES: "Maßnahmen", Table.DECISION: "Entscheidungsliste"}


@dataclass(frozen=True, slots=True, kw_only=True)
class TableFile:
    """The bytes of a workbook and the name people know it by."""

    name: str
    content: bytes


def read_file(path: Path) -> TableFile:
    """Return a file. Raises InputError where it cannot be read."""
    try:
        return TableFile(name=path.name, content=path.read_bytes())
    except OSError as error:
        raise InputError(f"Die Datei „{path}“ ist nicht zu lesen ({why(error)}).") from error


def table_of(file: TableFile) -> Table | None:
    """Return which table a file is, None where it is another file or cannot be read."""
    try:
        sheets = open_workbook(file.content, file.name).sheets
    except WorkbookError:
        return None
    if any(sheet.name == META_SHEET and MARK in map(shown, _first_row(sheet)) for sheet in sheets):
        return Table.MEASURES
    rows = (row for sheet in sheets for row in sheet.rows[:SEARCHED_ROWS])
    return Table.DECISION if any(len(columns_of(map(shown, row), NEEDED)) == len(NEEDED) for row in rows) else None


def _first_row(sheet: Sheet) -> Row:
    return sheet.rows[0] if sheet.rows else ()
