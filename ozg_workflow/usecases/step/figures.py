"""The figures of everything that has a state, as it stands now: for the status and for the journal."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ozg_workflow.database.models import Milestone, Rollout, Round, ServiceList, ServiceListRow
from ozg_workflow.domain.german import BERLIN
from ozg_workflow.domain.journal import ListFigures, MilestoneFigures
from ozg_workflow.domain.survey.service_list import RowState, row_figures


def to_the_second(at: datetime | None) -> datetime | None:
    """Return a moment as exactly as the figures keep it, in Berlin time."""
    return at.astimezone(BERLIN).replace(microsecond=0) if at else None


def milestone_figures(session: Session, rollout: Rollout) -> dict[str, MilestoneFigures]:
    """Return key → what the plan says and how far it is, in the order of the plan."""
    query = select(Milestone).where(Milestone.rollout_id == rollout.id).order_by(Milestone.position)
    return {m.key: _milestone(m) for m in session.scalars(query)}


def _milestone(milestone: Milestone) -> MilestoneFigures:
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
    chosen = (Round.rollout_id == rollout.id, *(() if ids is None else (ServiceList.id.in_(list(ids)),)))
    rows = _row_states(session, chosen)
    columns = (ServiceList.id, ServiceList.state, ServiceList.due_on, ServiceList.sent_at, ServiceList.returned_at)
    query = select(*columns).join(Round, Round.id == ServiceList.round_id).where(*chosen)
    return {found.id: _list(found, rows.get(found.id, Counter())) for found in session.execute(query)}


def _list(found: Any, rows: Counter[RowState]) -> ListFigures:
    return ListFigures(
        state=found.state,
        **asdict(row_figures(rows.elements())),
        due_on=found.due_on,
        sent_at=to_the_second(found.sent_at),
        returned_at=to_the_second(found.returned_at),
    )


def _row_states(session: Session, chosen: tuple[Any, ...]) -> dict[int, Counter[RowState]]:
    query = (
        select(ServiceListRow.service_list_id, ServiceListRow.state, func.count())
        .join(ServiceList, ServiceList.id == ServiceListRow.service_list_id)
        .join(Round, Round.id == ServiceList.round_id)
        .where(*chosen)
        .group_by(ServiceListRow.service_list_id, ServiceListRow.state)
    )
    counts: dict[int, Counter[RowState]] = {}
    for list_id, state, number in session.execute(query):
        counts.setdefault(list_id, Counter())[state] = number
    return counts
