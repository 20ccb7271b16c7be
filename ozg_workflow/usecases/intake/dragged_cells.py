"""Cells that a fill handle counted up are asked, unless they were sent filled in or come back as they were in the copy that asks."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from ozg_workflow.database.models import Return, ReturnRow
from ozg_workflow.domain.survey.answers import IssueCode
from ozg_workflow.domain.survey.cells import shown
from ozg_workflow.domain.survey.dragged import Line, runs, set_aside
from ozg_workflow.domain.survey.maturity import MaturityScale
from ozg_workflow.domain.survey.questionnaire import Questionnaire
from ozg_workflow.usecases.intake.match_return import Matched

Cells = frozenset[tuple[int, str]]


def set_dragged_aside(
    session: Session, scale: MaturityScale, questionnaire: Questionnaire, item: Matched, lines: list[Line]
) -> list[Line]:
    """Return the lines of a file with what runs from line to line asked instead of accepted."""
    if not runs(questionnaire, scale, lines, known=frozenset()):
        return lines
    known = _sent_filled_in(item, lines)
    if item.returned.annotated:
        known |= _asked_before(session, item, lines)
    return set_aside(questionnaire, lines, runs(questionnaire, scale, lines, known=known))


def _sent_filled_in(item: Matched, lines: Sequence[Line]) -> Cells:
    sent = {row.id: row.filled_in for row in item.service_list.rows}
    return frozenset(
        (row.row_id, key)
        for row, answers in lines
        for key, answer in sent.get(row.row_id, {}).items()
        if answers.answers.get(key) == answer
    )


def _asked_before(session: Session, item: Matched, lines: Sequence[Line]) -> Cells:
    """Return the cells that hold what they were asked for before; a file that comes twice confirms nothing."""
    query = (
        select(ReturnRow.row_id, ReturnRow.issues)
        .join(Return, Return.id == ReturnRow.return_id)
        .where(Return.service_list_id == item.service_list.id, Return.file_sha256 != item.sha256)
    )
    asked = {
        (row_id, issue["question"], issue["value"])
        for row_id, issues in session.execute(query)
        for issue in issues
        if issue.get("code") == IssueCode.DRAGGED
    }
    return frozenset(
        (row.row_id, key) for row, _ in lines for key, cell in row.cells.items() if (row.row_id, key, shown(cell)[:200]) in asked
    )
