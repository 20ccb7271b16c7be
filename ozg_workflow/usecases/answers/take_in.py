"""What follows when an answer changes in a row: its state, responsibility, its case, the state of its list. Returns and corrections share it."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlalchemy import bindparam, select, union, update
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from ozg_workflow.database.columns import column
from ozg_workflow.database.models import Base, Correction, ReturnRow, ServiceList, ServiceListRow
from ozg_workflow.domain.survey.questionnaire import Questionnaire
from ozg_workflow.domain.survey.returns import SHARED
from ozg_workflow.domain.survey.service_list import RoundKind, RowState
from ozg_workflow.usecases.step.work import Work
from ozg_workflow.usecases.survey.assignments import confirm
from ozg_workflow.usecases.survey.cases import withdraw_cases
from ozg_workflow.usecases.survey.open_cases import Touched, open_cases
from ozg_workflow.usecases.survey.said.counted import Counted, recount

__all__ = ["Counted", "corrected_rows", "is_shared", "recount", "settle_cases", "take_in", "weighed_anew"]

_ROWS = Base.metadata.tables["service_list_row"]
_UPDATE = (
    update(_ROWS)
    .where(_ROWS.c.id == bindparam("row"))
    .values(state=bindparam("state"), answers=bindparam("answers"), answered_at=bindparam("answered_at"))
)

_CORRECTED: Final = (  # asked for every return: put together once
    select(Correction.row_id)
    .join(ServiceListRow, ServiceListRow.id == Correction.row_id)
    .where(ServiceListRow.service_list_id == bindparam("list"))
)
_WEIGHED_ANEW: Final = union(
    _CORRECTED,
    select(ReturnRow.row_id)
    .join(ServiceListRow, ServiceListRow.id == ReturnRow.row_id)
    .where(ServiceListRow.service_list_id == bindparam("list"), ReturnRow.adopted),
)


def corrected_rows(session: Session, service_list: ServiceList) -> frozenset[int]:
    """Return the ids of the rows of a list that have corrections."""
    return frozenset(column(session, _CORRECTED, {"list": service_list.id}))


def weighed_anew(session: Session, service_list: ServiceList) -> frozenset[int]:
    """Return the ids of the rows of a list in which the newest return is not all that counts: they have corrections or adopted answers."""
    return frozenset(column(session, _WEIGHED_ANEW, {"list": service_list.id}))


def take_in(work: Work, questionnaire: Questionnaire, service_list: ServiceList, counted: Mapping[int, Counted]) -> None:
    """Write what counts into these rows of a list, and note for which services the office is responsible."""
    rows = [row for row in service_list.rows if row.id in counted]
    refused = {row.id for row in rows if row.state is RowState.DISPUTED or is_shared(questionnaire, row)}
    _write(work.session, rows, counted)
    if service_list.round.kind is RoundKind.SURVEY:
        answered = [row for row in rows if row.state is RowState.ANSWERED]
        confirm(work, service_list.office, answered)
        withdraw_cases(work, service_list.office, [r for r in answered if r.id in refused and not is_shared(questionnaire, r)])


def _write(session: Session, rows: Sequence[ServiceListRow], counted: Mapping[int, Counted]) -> None:
    """Write all rows at once: the ORM would compare and write each row by itself."""
    changes: list[dict[str, Any]] = []
    for row in rows:
        new = counted[row.id]
        if (new.state, new.answered_at, new.answers) != (row.state, row.answered_at, row.answers):
            values = {"state": new.state, "answers": dict(new.answers), "answered_at": new.answered_at}
            changes.append({"row": row.id, **values})
            for name, value in values.items():
                set_committed_value(row, name, value)
    if changes:
        session.connection().execute(_UPDATE, changes)


def is_shared(questionnaire: Questionnaire, row: ServiceListRow) -> bool:
    """Tell whether an office says that it shares the service of a row with another one."""
    return row.answers.get(questionnaire.responsibility or "") == SHARED


def settle_cases(work: Work, questionnaire: Questionnaire, service_list: ServiceList, touched: Mapping[int, str]) -> None:
    """Open or settle the cases of the touched rows (row id → why a person should decide, mostly empty)."""
    survey = service_list.round.kind is RoundKind.SURVEY
    rows = [
        Touched(row=row, doubt=touched[row.id])
        for row in service_list.rows
        if row.id in touched
        and (row.state is RowState.DISPUTED or (survey and row.state is RowState.ANSWERED and is_shared(questionnaire, row)))
    ]
    open_cases(work, questionnaire, rows)
