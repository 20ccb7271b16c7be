"""The lines somebody has to look at: two values of one question exclude each other."""

from typing import Final

from sqlalchemy import Select, bindparam, func, select, union

from ozg_workflow.database.columns import column
from ozg_workflow.database.models import Correction, Return, ReturnRow, Round, ServiceList, ServiceListRow
from ozg_workflow.domain.survey.answer_line import Contradiction
from ozg_workflow.domain.survey.counting import contradictions
from ozg_workflow.usecases.step.work import Work
from ozg_workflow.usecases.survey.said.lines import corrected_of, given_of


def contradicted_rows(work: Work) -> dict[int, tuple[Contradiction, ...]]:
    """Return row id → its contradictions, of all rows of the rollout that have any, by id."""
    rows = sorted(column(work.session, _SUSPECTS, {"rollout": work.rollout.id}))
    if not rows:
        return {}
    given, corrected = given_of(work, rows), corrected_of(work, rows)
    found = {row: contradictions(given.get(row, []), corrected.get(row, [])) for row in rows}
    return {row: said for row, said in found.items() if said}


def _suspects() -> Select[int]:
    """Ask for the rows that several people said something about; of all others nobody reads the answers."""
    own = (
        select(ServiceListRow.id)
        .join(ServiceList, ServiceList.id == ServiceListRow.service_list_id)
        .join(Round, Round.id == ServiceList.round_id)
        .where(Round.rollout_id == bindparam("rollout"))
    )
    senders = (
        own.join(ReturnRow, ReturnRow.row_id == ServiceListRow.id)
        .join(Return, Return.id == ReturnRow.return_id)
        .where(Return.sender != "")
        .group_by(ServiceListRow.id)
        .having(func.count(Return.sender.distinct()) > 1)
    )
    told = own.join(Correction, Correction.row_id == ServiceListRow.id)
    both = union(senders, told).subquery()
    return select(both.c.id)


_SUSPECTS: Final = _suspects()
