"""What is due today: the steps of `run_day`, decided from the stored milestones."""

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from ozg_workflow.database.models import Milestone, Rollout, Round, ServiceList
from ozg_workflow.domain import german
from ozg_workflow.domain.rollout import RolloutConfig
from ozg_workflow.domain.service_list import FINAL_STATES
from ozg_workflow.domain.timeline import Action, MilestoneState, invite_on
from ozg_workflow.usecases.context import Context, StepResult
from ozg_workflow.usecases.milestones import finish, start
from ozg_workflow.usecases.remind import open_lists
from ozg_workflow.usecases.rollout_access import config_of, find_rollout
from ozg_workflow.usecases.rounds import survey_round
from ozg_workflow.usecases.tracking import tracking_due


class Step(StrEnum):
    """The steps a day may consist of; the values are the commands of the CLI."""

    ANNOUNCE = "announce"
    SEND_LISTS = "send-lists"
    EVALUATE = "evaluate"
    PRESENT = "present"
    START_IMPLEMENTATION = "start-implementation"
    REPORT_COMPLETION = "report-completion"


STEP_OF = {
    Action.INFORM_HEADS: Step.ANNOUNCE,
    Action.INFORM_STAFF_COUNCIL: Step.ANNOUNCE,
    Action.INFORM_STAFF: Step.ANNOUNCE,
    Action.EVENT: Step.ANNOUNCE,
    Action.SEND_LISTS: Step.SEND_LISTS,
    Action.EVALUATE: Step.EVALUATE,
    Action.PRESENT: Step.PRESENT,
    Action.START_IMPLEMENTATION: Step.START_IMPLEMENTATION,
    Action.COMPLETE: Step.REPORT_COMPLETION,
}
BEFORE_THE_DEADLINE = (Action.INFORM_HEADS, Action.INFORM_STAFF_COUNCIL, Action.INFORM_STAFF, Action.SEND_LISTS)


@dataclass(frozen=True, slots=True, kw_only=True)
class DueStep:
    """One milestone to act on today."""

    step: Step
    milestone: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DayPlan:
    """The steps of today in the order of the plan, and why milestones that look due are left out."""

    steps: tuple[DueStep, ...]
    skipped: tuple[str, ...]
    reminders_possible: bool
    tracking: bool


def plan_day(ctx: Context) -> DayPlan:
    """Decide what is due on `ctx.today`; missed milestones included, where still sensible."""
    with ctx.sessions() as session:
        rollout = find_rollout(ctx, session)
        config = config_of(ctx, rollout)
        steps, skipped = [], []
        for milestone in _open_milestones(session, rollout):
            if not _is_due(ctx, config, milestone):
                continue
            if reason := _no_longer_sensible(ctx, session, rollout, config, milestone):
                skipped.append(f"{milestone.planned_label} · {milestone.title}: {reason}")
            else:
                steps.append(
                    DueStep(
                        step=STEP_OF[milestone.action],
                        milestone=milestone.key,
                        title=f"{milestone.planned_label} · {milestone.title}",
                    )
                )
        reminders_possible = bool(open_lists(session, rollout))
        tracking = tracking_due(ctx, session, rollout, config)
    return DayPlan(steps=tuple(steps), skipped=tuple(skipped), reminders_possible=reminders_possible, tracking=tracking)


def _open_milestones(session: Session, rollout: Rollout) -> list[Milestone]:
    query = (
        select(Milestone)
        .where(Milestone.rollout_id == rollout.id, Milestone.state != MilestoneState.DONE)
        .order_by(Milestone.position)
    )
    return list(session.scalars(query))


def _is_due(ctx: Context, config: RolloutConfig, milestone: Milestone) -> bool:
    planned = config.timeline.get(milestone.key)
    if milestone.action not in STEP_OF or planned is None:
        return False
    if milestone.action is Action.EVENT:
        starts = invite_on(planned, config.timeline.calendar)
        return milestone.state is MilestoneState.PLANNED and starts <= ctx.today < planned.planned_on
    return milestone.acts_on <= ctx.today


def _no_longer_sensible(ctx: Context, session: Session, rollout: Rollout, config: RolloutConfig, milestone: Milestone) -> str:
    deadline = config.timeline.due_on(Action.RETURN_DEADLINE)
    if milestone.action in BEFORE_THE_DEADLINE and ctx.today > deadline:
        return f"Die Rückgabefrist ({german.short_date(deadline)}) ist vorbei. Bitte den Zeitplan anpassen oder den Schritt von Hand auslösen."
    if (
        milestone.action in (Action.EVALUATE, Action.PRESENT, Action.START_IMPLEMENTATION, Action.COMPLETE)
        and survey_round(session, rollout) is None
    ):
        return "Es wurde noch keine Amtsliste verschickt."
    return ""


def update_milestones(ctx: Context) -> StepResult:
    """Start and finish the milestones that need no step of their own: events, collection, deadlines that have passed."""
    result = StepResult(title="Meilensteine")
    with ctx.transaction() as session:
        rollout = find_rollout(ctx, session, lock=True)
        config = config_of(ctx, rollout)
        for milestone in _open_milestones(session, rollout):
            planned = config.timeline.get(milestone.key)
            if planned is None or milestone.acts_on > ctx.today:
                continue
            if milestone.action in (Action.RESPONSIBILITY_DEADLINE, Action.RETURN_DEADLINE) or (
                milestone.action is Action.EVENT and milestone.state is MilestoneState.RUNNING
            ):
                finish(ctx, session, rollout, milestone, result)
            elif milestone.action is Action.COLLECT:
                _collection(ctx, session, rollout, config, milestone, result)
    return result


def _collection(
    ctx: Context, session: Session, rollout: Rollout, config: RolloutConfig, milestone: Milestone, result: StepResult
) -> None:
    """The collection runs from its start until every list is back or nothing is reminded of any more."""
    if survey_round(session, rollout) is None:
        return
    start(ctx, session, rollout, milestone, result)
    timeline = config.timeline
    stop = timeline.calendar.shift(timeline.due_on(Action.RETURN_DEADLINE), timeline.reminders.hard_stop_working_days)
    # lists whose mail is still held or waiting are not back either
    missing = select(ServiceList.id).join(Round).where(Round.rollout_id == rollout.id, ServiceList.state.not_in(FINAL_STATES))
    if ctx.today > stop or session.scalar(missing.limit(1)) is None:
        finish(ctx, session, rollout, milestone, result)
