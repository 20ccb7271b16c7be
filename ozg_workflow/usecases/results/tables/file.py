"""A table that came back as a file, and which one it is."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

from ozg_workflow.domain.errors import InputError, why
from ozg_workflow.domain.results.board.sheet import NEEDED
from ozg_workflow.domain.results.exchange import MARK
from ozg_workflow.domain.survey.cells import shown
from ozg_workflow.workbook.errors import WorkbookError
from ozg_workflow.workbook.layout import META_SHEET
from ozg_workflow.workbook.read.opening import Sheet, open_workbook

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
    if any(sheet.name == META_SHEET and MARK in _texts(sheet, 1) for sheet in sheets):
        return Table.MEASURES
    return Table.DECISION if any(set(NEEDED) <= _texts(sheet, SEARCHED_ROWS) for sheet in sheets) else None


def _texts(sheet: Sheet, rows: int) -> set[str]:
    return {" ".join(shown(cell).split()) for row in sheet.rows[:rows] for cell in row}
