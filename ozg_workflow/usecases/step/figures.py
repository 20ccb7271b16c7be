"""The figures of everything that has a state, as it stands now: for the status and for the journal."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from ozg_workflow.database.columns import columns
from ozg_workflow.database.models import Milestone, Rollout, Round, ServiceList, ServiceListRow
from ozg_workflow.domain.german import BERLIN
from ozg_workflow.domain.journal import ListFigures, MilestoneFigures
from ozg_workflow.domain.survey.service_list import ListState, RowState, row_figures

_MILESTONES: Final = (
    select(
        Milestone.key,
        Milestone.title,
        Milestone.action,
        Milestone.planned,
        Milestone.planned_label,
        Milestone.acts_on,
        Milestone.last_day,
        Milestone.state,
        Milestone.done_at,
    )
    .where(Milestone.rollout_id == bindparam("rollout"))
    .order_by(Milestone.position)
)
_LISTS: Final = (
    select(ServiceList.id, ServiceList.state, ServiceList.due_on, ServiceList.sent_at, ServiceList.returned_at)
    .join(Round, Round.id == ServiceList.round_id)
    .where(Round.rollout_id == bindparam("rollout"))
)
_ROW_STATES: Final = (
    select(ServiceListRow.service_list_id, ServiceListRow.state, func.count())
    .join(ServiceList, ServiceList.id == ServiceListRow.service_list_id)
    .join(Round, Round.id == ServiceList.round_id)
    .where(Round.rollout_id == bindparam("rollout"))
    .group_by(ServiceListRow.service_list_id, ServiceListRow.state)
)
_CHOSEN: Final = ServiceList.id.in_(bindparam("lists", expanding=True))
_CHOSEN_LISTS, _CHOSEN_ROW_STATES = _LISTS.where(_CHOSEN), _ROW_STATES.where(_CHOSEN)


def to_the_second(at: datetime | None) -> datetime | None:
    """Return a moment as exactly as the figures keep it, in Berlin time."""
    return at.astimezone(BERLIN).replace(microsecond=0) if at else None


def milestone_figures(session: Session, rollout: Rollout) -> dict[str, MilestoneFigures]:
    """Return key → what the plan says and how far it is, in the order of the plan."""
    return {m.key: _milestone(m) for m in columns(session, _MILESTONES, {"rollout": rollout.id})}


def _milestone(milestone: Any) -> MilestoneFigures:
    return MilestoneFigures(
        title=milestone.title,
        action=milestone.action,
        planned=milestone.planned,
        planned_label=milestone.planned_label,
        acts_on=milestone.acts_on,
        last_day=milestone.last_day,
        state=milestone.state,
        done_at=to_the_second(milestone.done_at),
    )


def list_figures(session: Session, rollout: Rollout, ids: Iterable[int] | None = None) -> dict[int, ListFigures]:
    """Return list id → its state and figures; `ids` chooses some lists."""
    values: dict[str, Any]
    if ids is None:
        lists, row_states, values = _LISTS, _ROW_STATES, {"rollout": rollout.id}
    else:
        lists, row_states, values = _CHOSEN_LISTS, _CHOSEN_ROW_STATES, {"rollout": rollout.id, "lists": list(ids)}
    rows: dict[int, Counter[RowState]] = {}
    for list_id, state, number in columns(session, row_states, values):
        rows.setdefault(list_id, Counter())[state] = number
    return {
        list_id: _list(rows.get(list_id, Counter()), state, due_on, sent_at, returned_at)
        for list_id, state, due_on, sent_at, returned_at in columns(session, lists, values)
    }


def _list(
    rows: Counter[RowState], state: ListState, due_on: date, sent_at: datetime | None, returned_at: datetime | None
) -> ListFigures:
    figures = row_figures(rows)
    return ListFigures(
        state=state,
        rows=figures.rows,
        answered=figures.answered,
        invalid=figures.invalid,
        disputed=figures.disputed,
        due_on=due_on,
        sent_at=to_the_second(sent_at),
        returned_at=to_the_second(returned_at),
    )
