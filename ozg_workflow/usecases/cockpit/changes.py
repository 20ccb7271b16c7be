"""The important changes of a rollout, for automations outside: what happened to which object, and no words about persons."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from ozg_workflow.database.models import Event
from ozg_workflow.usecases.step.context import Context

NAMES = {
    "return_recorded": "ozg.return.recorded",
    "case_opened": "ozg.case.opened",
    "case_settled": "ozg.case.settled",
    "case_reopened": "ozg.case.reopened",
    "quarantined": "ozg.mail.quarantined",
    "to_read": "ozg.mail.to_read",
    "unknown": "ozg.mail.unknown",
    "bounced": "ozg.mail.bounced",
    "refused": "ozg.mail.refused",
    "milestone_started": "ozg.milestone.started",
    "milestone_done": "ozg.milestone.done",
    "milestone_moved": "ozg.milestone.moved",
    "round_opened": "ozg.round.opened",
    "round_closed": "ozg.round.closed",
    "evaluated": "ozg.prioritisation.evaluated",
    "relay_paused": "ozg.relay.paused",
    "relay_resumed": "ozg.relay.resumed",
    "step_failed": "ozg.step.failed",
    "step_recovered": "ozg.step.recovered",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One line of the audit log as an event; `number` is that of the line."""

    number: int
    name: str
    at: datetime
    object_type: str
    object_id: str
    figures: dict[str, Any]


def newest_change(ctx: Context) -> int:
    """Return the number of the newest line of the audit log, 0 when there is none."""
    with ctx.reading() as work:
        return work.session.scalar(select(func.max(Event.id)).where(Event.rollout_id == work.rollout.id)) or 0


def changes_since(ctx: Context, number: int) -> tuple[Change, ...]:
    """Return the important changes after line `number` of the audit log, oldest first."""
    with ctx.reading() as work:
        query = (
            select(Event).where(Event.rollout_id == work.rollout.id, Event.id > number, Event.verb.in_(NAMES)).order_by(Event.id)
        )
        return tuple(
            Change(
                number=event.id,
                name=NAMES[event.verb],
                at=event.at,
                object_type=event.object_type,
                object_id=event.object_id,
                figures={key: value for key, value in event.data.items() if isinstance(value, int | float | bool)},
            )
            for event in work.session.scalars(query)
        )
