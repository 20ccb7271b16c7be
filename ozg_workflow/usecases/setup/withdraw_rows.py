"""Take rows out of lists whose offices are not asked about them any more."""

from sqlalchemy import select

from ozg_workflow.database.models import ResponsibilityCase, Service, ServiceList, ServiceListRow
from ozg_workflow.domain.survey.responsibility import CaseReason, CaseState
from ozg_workflow.domain.survey.service_list import ListState, RowState, state_after_return
from ozg_workflow.usecases.step.work import Work
from ozg_workflow.usecases.survey.cases import settled


def withdraw_rows(work: Work, service: Service, keep_office: int | None) -> None:
    """Take the rows of a service out of all lists but those of `keep_office`."""
    rows = work.session.scalars(select(ServiceListRow).join(ServiceList).where(ServiceListRow.service_id == service.id))
    for row in rows:
        if row.service_list.office_id != keep_office and row.state is not RowState.MOVED:
            row.state = RowState.WITHDRAWN
            _close_case(work, row)
            if row.service_list.state is ListState.PARTLY_RETURNED:  # perhaps only this row was missing
                row.service_list.state = state_after_return((r.state for r in row.service_list.rows), nil_return=False)


def _close_case(work: Work, row: ServiceListRow) -> None:
    """Nobody has to decide about a service any more that this office is not asked about."""
    case = work.session.scalar(
        select(ResponsibilityCase).where(ResponsibilityCase.row_id == row.id, ResponsibilityCase.state == CaseState.OPEN)
    )
    if case:
        settled(work, case, None, CaseReason.SERVICE_GONE, "Die Leistung ist hier entfallen.")
