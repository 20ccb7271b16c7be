"""Reads a returned Amtsliste, however it was sorted, moved, renamed or saved."""

from ozg_workflow.domain.survey.questionnaire import Questionnaire
from ozg_workflow.domain.survey.returns import ReturnedList
from ozg_workflow.workbook.errors import NO_IDENTITY, NO_LIST, WorkbookError
from ozg_workflow.workbook.read.columns import find_list
from ozg_workflow.workbook.read.contents import RowContents, resemblance, row_contents
from ozg_workflow.workbook.read.identity import KnownRows, ListIdentity, identity_of, sent_rows
from ozg_workflow.workbook.read.lines import assign, read_lines
from ozg_workflow.workbook.read.nil_return import read_nil_return
from ozg_workflow.workbook.read.opening import Workbook, begin_opening, open_workbook

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
    lines = list(read_lines(columns))
    rows, remarks = assign(lines, known, columns)
    answered = any(line.answered for line in lines)
    nil = read_nil_return(columns.sheet.rows[: max(columns.heading_row, 0)], answered=answered)
    about_nil = (*nil.remarks, *([NIL_CONTRADICTION] if nil.said and answered else ()))
    return ReturnedList(
        token=identity.token if identity else "",
        list_id=known.list_id,
        version=known.version,
        nil_return=nil.said,
        rows=rows,
        remarks=(*columns.remarks, *about_nil, *remarks),
        asks_again=bool(nil.remarks),
    )
