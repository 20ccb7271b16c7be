"""Milestones: tick off, start, complete."""

from typing import Any

from sqlalchemy import select

from ozg_workflow.database.models import Milestone
from ozg_workflow.domain.errors import InputError
from ozg_workflow.domain.plan import timeline
from ozg_workflow.domain.plan.milestones import Action, MilestoneState
from ozg_workflow.domain.plan.timeline import Timeline
from ozg_workflow.usecases.step.context import Context
from ozg_workflow.usecases.step.result import StepResult
from ozg_workflow.usecases.step.work import Work


def tick_off(ctx: Context, key: str) -> StepResult:
    """Mark a milestone as done because people did it. Raises InputError for an unknown key."""
    with ctx.work("Meilenstein abhaken") as work:
        finish(work, find_milestone(work, key))
    return work.result


def find_milestone(work: Work, key: str) -> Milestone:
    """Return the milestone with this key. Raises InputError naming the choices."""
    milestone = work.session.scalar(select(Milestone).where(Milestone.rollout_id == work.rollout.id, Milestone.key == key))
    if milestone is None:
        keys = ", ".join(
            work.session.scalars(
                select(Milestone.key).where(Milestone.rollout_id == work.rollout.id).order_by(Milestone.position)
            )
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


def complete(work: Work, action: Action) -> None:
    """Mark the milestone with this action as done, unless it is."""
    query = select(Milestone).where(Milestone.rollout_id == work.rollout.id, Milestone.action == action)
    for milestone in work.session.scalars(query.where(Milestone.state != MilestoneState.DONE)):
        finish(work, milestone)


def begin(work: Work, action: Action) -> None:
    """Mark the milestone with this action as running, unless it is or is done."""
    query = select(Milestone).where(Milestone.rollout_id == work.rollout.id, Milestone.action == action)
    for milestone in work.session.scalars(query):
        start(work, milestone)


def finish(work: Work, milestone: Milestone) -> None:
    """Mark one milestone as done, once."""
    if milestone.state is MilestoneState.DONE:
        work.say(f"„{milestone.title}“ war bereits erledigt.")
        return
    milestone.state, milestone.done_at = MilestoneState.DONE, work.now()
    work.record("milestone_done", ("milestone", milestone.key), milestone.title)
    work.did(f"„{milestone.title}“ ist erledigt.")


def start(work: Work, milestone: Milestone) -> None:
    """Mark a milestone as running, once."""
    if milestone.state is MilestoneState.PLANNED:
        milestone.state = MilestoneState.RUNNING
        work.record("milestone_started", ("milestone", milestone.key), milestone.title)
        work.did(f"„{milestone.title}“ hat begonnen.")


def reopen(work: Work, milestone: Milestone, state: MilestoneState) -> None:
    """Take a finished milestone up again, as planned or as running."""
    if milestone.state is MilestoneState.DONE:
        milestone.state, milestone.done_at = state, None
        subject = ("milestone", milestone.key)
        work.record("milestone_reopened", subject, milestone.title, {"state": str(state)})
