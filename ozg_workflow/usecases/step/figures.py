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
from ozg_workflow.domain.survey.service_list import RowState, row_figures


def moment(value: datetime | None) -> str | None:
    """Return a moment as ISO text in Berlin time."""
    return value.astimezone(BERLIN).isoformat(timespec="seconds") if value else None


def milestone_figures(session: Session, rollout: Rollout) -> dict[str, dict[str, Any]]:
    """Return key → what the plan says and how far it is, in the order of the plan."""
    query = select(Milestone).where(Milestone.rollout_id == rollout.id).order_by(Milestone.position)
    return {
        m.key: {
            "title": m.title,
            "action": str(m.action),
            "planned": m.planned,
            "planned_label": m.planned_label,
            "acts_on": m.acts_on.isoformat(),
            "last_day": m.last_day.isoformat(),
            "state": str(m.state),
            "done_at": moment(m.done_at),
        }
        for m in session.scalars(query)
    }


def list_figures(session: Session, rollout: Rollout, ids: Iterable[int] | None = None) -> dict[int, dict[str, Any]]:
    """Return list id → its state and figures; `ids` chooses some lists."""
    chosen = (Round.rollout_id == rollout.id, *(() if ids is None else (ServiceList.id.in_(list(ids)),)))
    rows = _row_states(session, chosen)
    columns = (ServiceList.id, ServiceList.state, ServiceList.due_on, ServiceList.sent_at, ServiceList.returned_at)
    query = select(*columns).join(Round, Round.id == ServiceList.round_id).where(*chosen)
    return {
        list_id: {
            "state": str(state),
            **asdict(row_figures(rows.get(list_id, Counter()).elements())),
            "due_on": due_on.isoformat(),
            "sent_at": moment(sent_at),
            "returned_at": moment(returned_at),
        }
        for list_id, state, due_on, sent_at, returned_at in session.execute(query)
    }


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
