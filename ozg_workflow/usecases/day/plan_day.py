"""What is due today: the steps of `run_day`, decided from the stored milestones."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from ozg_workflow.database.models import Milestone, Rollout, Round, ServiceList
from ozg_workflow.domain import german
from ozg_workflow.domain.plan.timeline import Action, MilestoneState, invite_on
from ozg_workflow.domain.rollout import RolloutConfig
from ozg_workflow.domain.survey.service_list import FINAL_STATES
from ozg_workflow.usecases.results.tracking import tracking_due
from ozg_workflow.usecases.step.context import Context, StepResult
from ozg_workflow.usecases.step.rollout_access import config_of, find_rollout
from ozg_workflow.usecases.survey.remind import intents_of_today
from ozg_workflow.usecases.survey.rounds import survey_round
from ozg_workflow.usecases.timeline.invitations import update_outstanding
from ozg_workflow.usecases.timeline.milestones import finish, start


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
Update = Callable[[Context, Session, Rollout, Milestone, StepResult], None]
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
    updates: bool
    reminders: bool
    tracking: bool


def plan_day(ctx: Context) -> DayPlan:
    """Decide what is due on `ctx.today`; missed milestones included, where still sensible."""
    with ctx.sessions() as session:
        rollout = find_rollout(ctx, session)
        config = config_of(ctx, rollout)
        steps, skipped = [], []
        for milestone in _open_milestones(session, rollout):
            if not _is_due(ctx, session, rollout, config, milestone):
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
        updates = any(_updates(ctx, session, rollout, config, m) for m in _open_milestones(session, rollout))
        reminders = bool(intents_of_today(ctx, session, rollout, config))
        tracking = tracking_due(ctx, session, rollout, config)
    return DayPlan(steps=tuple(steps), skipped=tuple(skipped), updates=updates, reminders=reminders, tracking=tracking)


def _open_milestones(session: Session, rollout: Rollout) -> list[Milestone]:
    query = (
        select(Milestone)
        .where(Milestone.rollout_id == rollout.id, Milestone.state != MilestoneState.DONE)
        .order_by(Milestone.position)
    )
    return list(session.scalars(query))


def _is_due(ctx: Context, session: Session, rollout: Rollout, config: RolloutConfig, milestone: Milestone) -> bool:
    planned = config.timeline.get(milestone.key)
    if milestone.action not in STEP_OF or planned is None:
        return False
    if milestone.action is Action.EVENT:
        starts = invite_on(planned, config.timeline.calendar)
        invited = milestone.state is MilestoneState.RUNNING
        ahead = ctx.today < planned.planned_on
        return ahead and (update_outstanding(session, rollout, planned) if invited else starts <= ctx.today)
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
            for update in _updates(ctx, session, rollout, config, milestone):
                update(ctx, session, rollout, milestone, result)
    return result


def _updates(ctx: Context, session: Session, rollout: Rollout, config: RolloutConfig, milestone: Milestone) -> tuple[Update, ...]:
    """Return what is to be done with a milestone today: start it, finish it, both, or nothing.

    The collection runs from its start until every list is back, its round is closed, or nothing is reminded of any more.
    """
    if milestone.acts_on > ctx.today:
        return ()
    if milestone.action in (Action.RESPONSIBILITY_DEADLINE, Action.RETURN_DEADLINE):
        return (finish,)
    if milestone.action is Action.EVENT:
        return (finish,) if milestone.state is MilestoneState.RUNNING else ()
    survey = survey_round(session, rollout)
    if milestone.action is not Action.COLLECT or survey is None:
        return ()
    starting = (start,) if milestone.state is MilestoneState.PLANNED else ()
    timeline = config.timeline
    stop = timeline.calendar.shift(timeline.due_on(Action.RETURN_DEADLINE), timeline.reminders.hard_stop_working_days)
    ended = survey.closed_at is not None or ctx.today > stop or not _lists_missing(session, survey)
    return (*starting, finish) if ended else starting


def _lists_missing(session: Session, survey: Round) -> bool:
    """Tell whether any list of the survey is not back; one whose mail is still held or waiting is not back either."""
    missing = select(ServiceList.id).where(ServiceList.round_id == survey.id, ServiceList.state.not_in(FINAL_STATES))
    return session.scalar(missing.limit(1)) is not None
