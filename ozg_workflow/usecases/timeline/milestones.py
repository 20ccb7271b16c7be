"""Milestones: tick off, start, complete."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from ozg_workflow.database.models import Milestone, Rollout
from ozg_workflow.domain.errors import InputError
from ozg_workflow.domain.plan import timeline
from ozg_workflow.domain.plan.timeline import Action, MilestoneState, Timeline
from ozg_workflow.usecases.step.context import Context, StepResult, record
from ozg_workflow.usecases.step.rollout_access import find_rollout


def tick_off(ctx: Context, key: str) -> StepResult:
    """Mark a milestone as done because people did it. Raises InputError for an unknown key."""
    result = StepResult(title="Meilenstein abhaken")
    with ctx.transaction() as session:
        rollout = find_rollout(ctx, session, lock=True)
        finish(ctx, session, rollout, find_milestone(session, rollout, key), result)
    return result


def find_milestone(session: Session, rollout: Rollout, key: str) -> Milestone:
    """Return the milestone with this key. Raises InputError naming the choices."""
    milestone = session.scalar(select(Milestone).where(Milestone.rollout_id == rollout.id, Milestone.key == key))
    if milestone is None:
        keys = ", ".join(
            session.scalars(select(Milestone.key).where(Milestone.rollout_id == rollout.id).order_by(Milestone.position))
        )
        raise InputError(f"Den Meilenstein „{key}“ gibt es nicht. Vorhanden: {keys}.")
    return milestone


def date_columns(planned: timeline.Milestone, plan: Timeline) -> dict[str, Any]:
    """Return what is stored about the dates of a milestone."""
    return {
        "planned": planned.planned,
        "planned_label": planned.planned_label,
        "acts_on": planned.runs_on(plan.calendar),
        "last_day": planned.last_day(),
    }


def complete(ctx: Context, session: Session, rollout: Rollout, action: Action, result: StepResult) -> None:
    """Mark the milestone with this action as done, unless it is."""
    query = select(Milestone).where(Milestone.rollout_id == rollout.id, Milestone.action == action)
    for milestone in session.scalars(query.where(Milestone.state != MilestoneState.DONE)):
        finish(ctx, session, rollout, milestone, result)


def finish(ctx: Context, session: Session, rollout: Rollout, milestone: Milestone, result: StepResult) -> None:
    """Mark one milestone as done, once."""
    if milestone.state is MilestoneState.DONE:
        result.say(f"„{milestone.title}“ war bereits erledigt.")
        return
    milestone.state, milestone.done_at = MilestoneState.DONE, ctx.clock()
    record(ctx, session, rollout, "milestone_done", ("milestone", milestone.key), milestone.title)
    result.did(f"„{milestone.title}“ ist erledigt.")


def start(ctx: Context, session: Session, rollout: Rollout, milestone: Milestone, result: StepResult) -> None:
    """Mark a milestone as running, once."""
    if milestone.state is MilestoneState.PLANNED:
        milestone.state = MilestoneState.RUNNING
        record(ctx, session, rollout, "milestone_started", ("milestone", milestone.key), milestone.title)
        result.did(f"„{milestone.title}“ hat begonnen.")


def reopen(ctx: Context, session: Session, rollout: Rollout, milestone: Milestone, state: MilestoneState) -> None:
    """Take a finished milestone up again, as planned or as running."""
    if milestone.state is MilestoneState.DONE:
        milestone.state, milestone.done_at = state, None
        subject = ("milestone", milestone.key)
        record(ctx, session, rollout, "milestone_reopened", subject, milestone.title, {"state": str(state)})
