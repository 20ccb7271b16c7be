"""Services that no office of this city has, and where the rows that offices gave away have gone."""

from collections.abc import Collection
from typing import Final

from sqlalchemy import bindparam, select

from ozg_workflow.database.columns import columns, one_of
from ozg_workflow.database.models import Assignment, ResponsibilityCase, ServiceListRow
from ozg_workflow.domain.survey.responsibility import CaseReason, CaseState, gone_words
from ozg_workflow.domain.survey.service_list import AssignmentState, RowState
from ozg_workflow.usecases.step.work import Work

_HELD = (AssignmentState.PROPOSED, AssignmentState.CONFIRMED, AssignmentState.DISPUTED)
_HOLDER: Final = select(Assignment.id).where(Assignment.service_id == ServiceListRow.service_id, one_of(Assignment.state, _HELD))
_ELSEWHERE: Final = (
    select(ServiceListRow.service_id, ResponsibilityCase.settled_body)
    .join(ServiceListRow, ServiceListRow.id == ResponsibilityCase.row_id)
    .where(ResponsibilityCase.rollout_id == bindparam("rollout"), ResponsibilityCase.shared.is_(False), ~_HOLDER.exists())
    .where(ResponsibilityCase.state == CaseState.SETTLED, ResponsibilityCase.reason_code == CaseReason.ELSEWHERE)
    .order_by(ResponsibilityCase.settled_at)
)
_GONE: Final = (
    select(
        ResponsibilityCase.row_id,
        ResponsibilityCase.settled_office,
        ResponsibilityCase.reason_code,
        ResponsibilityCase.settled_body,
    )
    .join(ServiceListRow, ServiceListRow.id == ResponsibilityCase.row_id)
    .where(ServiceListRow.state == RowState.MOVED, ResponsibilityCase.state == CaseState.SETTLED)
    .where(ResponsibilityCase.row_id.in_(bindparam("rows", expanding=True)))
)


def elsewhere(work: Work) -> dict[int, str]:
    """Return service id → the body outside the city that has it (empty: not known), where a person decided so and no office has it."""
    found = columns(work.session, _ELSEWHERE, {"rollout": work.rollout.id})
    return {service_id: body for service_id, body in found}


def where_gone(work: Work, rows: Collection[int]) -> dict[int, str]:
    """Return row id → where the service of a row has gone, in words, of those that went by a case."""
    found = columns(work.session, _GONE, {"rows": list(rows)}) if rows else ()
    return {row: gone_words(office, code, body) for row, office, code, body in found}
