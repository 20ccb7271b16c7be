"""Reads a returned Amtsliste, however it was sorted, moved, renamed or saved."""

from ozg_workflow.domain.survey.questionnaire import Questionnaire
from ozg_workflow.domain.survey.returns import ReturnedList
from ozg_workflow.workbook.errors import NO_IDENTITY, NO_LIST, WorkbookError
from ozg_workflow.workbook.layout import NOTES_SHEET
from ozg_workflow.workbook.read.as_shown import with_shown
from ozg_workflow.workbook.read.beside import beside_list, on_other_sheets
from ozg_workflow.workbook.read.columns import Columns, find_list
from ozg_workflow.workbook.read.contents import RowContents, resemblance, row_contents
from ozg_workflow.workbook.read.identity import KnownRows, ListIdentity, identity_of, sent_rows
from ozg_workflow.workbook.read.line import Line
from ozg_workflow.workbook.read.lines import assign, read_lines
from ozg_workflow.workbook.read.nil_return import read_nil_return
from ozg_workflow.workbook.read.opening import Workbook, begin_opening, open_workbook
from ozg_workflow.workbook.read.sheet_notes import notes_of, with_struck_out

__all__ = [
    "KnownRows",
    "ListIdentity",
    "RowContents",
    "Workbook",
    "WorkbookError",
    "begin_opening",
    "identity_of",
    "open_workbook",
    "read_rows",
    "resemblance",
    "row_contents",
    "sent_rows",
]

NIL_CONTRADICTION = "Das Feld „Fehlanzeige“ ist mit „ja“ beantwortet, es sind aber auch Zeilen ausgefüllt."


def read_rows(workbook: Workbook, questionnaire: Questionnaire, *, known: KnownRows | None = None) -> ReturnedList:
    """Return the raw answers row by row with their addresses in the sender's sheet.

    Lines are recognised by number, key and name; blank lines are skipped, and what cannot be assigned becomes a German
    remark. With `known` the hidden sheet is not needed, and what it says about the rows is not used; without one the token
    is empty. Nothing is validated here. Raises WorkbookError when the hidden sheet (and `known`) or the list is missing.
    """
    identity = identity_of(workbook)
    known = known or sent_rows(workbook)
    if known is None:
        raise WorkbookError(NO_IDENTITY)
    columns = find_list(workbook, questionnaire, known)
    if columns is None:
        raise WorkbookError(NO_LIST)
    columns = with_struck_out(with_shown(columns, questionnaire))
    lines = list(read_lines(columns, known))
    said = assign(lines, known, columns)
    first = _first_row(columns, lines)
    nil = read_nil_return(columns.sheet.rows[:first], answered=any(line.answered for line in lines))
    contradiction = (NIL_CONTRADICTION,) if nil.said and any(line.answered for line in lines) else ()
    return ReturnedList(
        token=identity.token if identity else "",
        list_id=known.list_id,
        version=known.version,
        nil_return=nil.said and not said.asks_again,
        nil_unclear=bool(nil.remarks),
        rows=said.rows,
        remarks=(*columns.remarks, *nil.remarks, *contradiction, *said.remarks),
        asks_again=columns.asks_again or bool(nil.remarks) or said.asks_again,
        added=said.added,
        pasted=said.pasted,
        annotated=any(sheet.name == NOTES_SHEET for sheet in workbook.sheets),
        notes=(
            *notes_of(workbook, columns),
            *beside_list(columns, first, said.told),
            *on_other_sheets(workbook, columns),
        ),
    )


def _first_row(columns: Columns, lines: list[Line]) -> int:
    """Return where the list begins: with its headings, or with the first line where it was sorted above them."""
    first = columns.heading_row if columns.headed else columns.heading_row + 1
    return min((first, *(line.row for line in lines)))
