"""The rows of a service on the lists of all offices of a round, and taking one from its office."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from ozg_workflow.database.models import ResponsibilityCase, ServiceList, ServiceListRow
from ozg_workflow.domain.survey.responsibility import CaseState
from ozg_workflow.domain.survey.service_list import (
    GONE,
    OPEN_STATES,
    UNFINISHED_ROWS,
    AssignmentState,
    ListState,
    RowState,
    state_after_return,
)
from ozg_workflow.domain.survey.told import News
from ozg_workflow.usecases.step.work import Work
from ozg_workflow.usecases.survey.assignments import Assignments
from ozg_workflow.usecases.survey.supplements.bundle import has_left, recall


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A row whose office is to be told what has become of its service; `holder` and `body` as in `domain.survey.told`."""

    row: ServiceListRow
    news: News
    holder: str = ""
    body: str = ""


def live_rows(work: Work, row: ServiceListRow) -> list[ServiceListRow]:
    """Return the other rows of a row's service in its round that offices are still asked by, the oldest first."""
    query = (
        select(ServiceListRow)
        .join(ServiceList, ServiceList.id == ServiceListRow.service_list_id)
        .where(ServiceList.round_id == row.service_list.round_id, ServiceListRow.service_id == row.service_id)
        .where(ServiceListRow.id != row.id, ServiceListRow.state.not_in(GONE))
        .options(joinedload(ServiceListRow.service_list).joinedload(ServiceList.office))
        .order_by(ServiceListRow.id)
    )
    return list(work.session.scalars(query))


def open_case_of(work: Work, row: ServiceListRow) -> ResponsibilityCase | None:
    """Return the case of a row that waits for a decision."""
    query = select(ResponsibilityCase).where(ResponsibilityCase.row_id == row.id, ResponsibilityCase.state == CaseState.OPEN)
    return work.session.scalar(query)


def take_away(work: Work, row: ServiceListRow, assignments: Assignments) -> bool:
    """Take a row from its office, which keeps what it said; tell whether the office had got it."""
    service_list = row.service_list
    left = has_left(work.session, service_list)
    row.state = RowState.WITHDRAWN
    assignments.set(row.service_id, service_list.office_id, AssignmentState.WITHDRAWN)
    if not left:
        recall(work, service_list)
    _settle_supplement(service_list)
    return left


def _settle_supplement(service_list: ServiceList) -> None:
    """Let a Nachtrag be done with where nothing of it is open any more: back, or replaced where nothing of it is left."""
    states = [row.state for row in service_list.rows]
    if service_list.is_first or any(state in UNFINISHED_ROWS for state in states):
        return
    if all(state is RowState.WITHDRAWN for state in states):
        service_list.state = ListState.SUPERSEDED
    elif service_list.state in OPEN_STATES:
        service_list.state = state_after_return(states, nil_return=False)
