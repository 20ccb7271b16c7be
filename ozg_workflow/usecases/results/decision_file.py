"""The sheet for the decision as a file: written for the board, read when it comes back."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from ozg_workflow.database.models import BoardPaper
from ozg_workflow.domain.errors import InputError
from ozg_workflow.domain.results.board.sheet import NAME, NEEDED, SHEET, STAMP, Line, read_lines, stamp_of
from ozg_workflow.domain.results.board.verdicts import Decision, Proposal
from ozg_workflow.domain.results.headings import columns_of
from ozg_workflow.domain.results.prioritisation import Wave
from ozg_workflow.domain.survey.cells import is_blank, shown
from ozg_workflow.report.decision_sheet import decision_xlsx
from ozg_workflow.usecases.results.papers import paper_to_decide
from ozg_workflow.usecases.results.proposals import decision_sheet
from ozg_workflow.usecases.results.tables.file import SEARCHED_ROWS, TableFile
from ozg_workflow.usecases.step.context import Context
from ozg_workflow.usecases.step.files import write_as_told
from ozg_workflow.usecases.step.result import StepResult
from ozg_workflow.workbook.errors import WorkbookError
from ozg_workflow.workbook.read.opening import Row, Sheet, open_workbook

TITLE: Final = "Entscheidungsliste exportieren"


def export_decision(ctx: Context, path: Path) -> StepResult:
    """Write the sheet into a file, as proposed or as decided already. Raises InputError: no .xlsx, no paper, no place to write to."""
    if path.suffix.lower() != ".xlsx":
        raise InputError(f"„{path}“: Die Entscheidungsliste gibt es nur als .xlsx.")
    with ctx.reading(TITLE) as work:
        found = decision_sheet(work, *paper_to_decide(work))
        work.result.figures = {"decisions": len(found.proposals)}
        if not ctx.preview:
            write_as_told(work, path, decision_xlsx(found))
    return work.result


def read_decisions(
    file: TableFile, paper: BoardPaper, proposals: Sequence[Proposal], waves: Sequence[Wave]
) -> tuple[Decision, ...]:
    """Return what a filled sheet decides, complete. Raises InputError with a line for each wrong cell."""
    sheet, top, columns = _sheet(file)
    _right_paper(file, sheet.rows[:top], paper)
    lines = [(number, _line(row, columns)) for number, row in enumerate(sheet.rows[top + 1 :], top + 2)]
    decisions, problems = read_lines([(number, line) for number, line in lines if any(map(line.get, NEEDED))], proposals, waves)
    if problems:
        cells = [
            f"{file.name}: Blatt „{sheet.name}“, Zelle {_letters(columns[p.heading])}{p.line}: {p.message}" for p in problems
        ]
        raise InputError("\n".join((*cells, "Es ist nichts übernommen.")))
    return decisions


def _sheet(file: TableFile) -> tuple[Sheet, int, dict[str, int]]:
    """Return the sheet with the decisions, the row of its headings (from 0), and heading → column."""
    try:
        sheets = open_workbook(file.content, file.name).sheets
    except WorkbookError as error:
        raise InputError(f"„{file.name}“: {error}") from error
    missing: Sequence[str] = NEEDED
    for sheet in sorted(sheets, key=lambda sheet: sheet.name != SHEET):
        for number, row in enumerate(sheet.rows[:SEARCHED_ROWS]):
            columns = columns_of(map(_text, row), (*NEEDED, NAME))
            if set(NEEDED) <= columns.keys():
                return sheet, number, columns
            missing = min(missing, [heading for heading in NEEDED if heading not in columns], key=len)
    raise InputError(
        f"„{file.name}“ ist keine Entscheidungsliste: Es {'fehlt die Spalte' if len(missing) == 1 else 'fehlen die Spalten'} {', '.join(missing)}."
    )


def _right_paper(file: TableFile, above: Sequence[Row], paper: BoardPaper) -> None:
    stamps = re.findall(rf"{STAMP} ([0-9a-f]{{8}})", " ".join(_text(cell) for row in above for cell in row))
    if stamps and stamp_of(paper.input_hash) != f"{STAMP} {stamps[0]}":
        raise InputError(
            f"„{file.name}“ gehört zu einer anderen Auswertung als die Vorlage, über die zu entscheiden ist. "
            "„ozg board export“ schreibt die richtige Liste."
        )


def _line(row: Row, columns: dict[str, int]) -> Line:
    return {heading: _text(row[place]) if place < len(row) else "" for heading, place in columns.items()}


def _text(cell: object) -> str:
    return "" if is_blank(cell) else " ".join(str(shown(cell)).split())  # type: ignore[arg-type]


def _letters(column: int) -> str:
    """Return the name of a column counted from 0."""
    return (_letters(column // 26 - 1) if column >= 26 else "") + chr(65 + column % 26)
