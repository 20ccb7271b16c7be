"""What is due today: the steps of `run_day`, decided from the stored milestones."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from sqlalchemy import select

from ozg_workflow.database.models import Milestone
from ozg_workflow.domain import german
from ozg_workflow.domain.plan.milestones import Action, MilestoneState
from ozg_workflow.domain.plan.timeline import invite_on
from ozg_workflow.domain.steps import STEP_OF, Step, title
from ozg_workflow.usecases.results.cycles.repeated import due_for_cycle
from ozg_workflow.usecases.results.papers import DECISION_MISSING, decided_paper
from ozg_workflow.usecases.results.tracking import tracking_due
from ozg_workflow.usecases.step.context import Context
from ozg_workflow.usecases.step.result import StepResult
from ozg_workflow.usecases.step.unforeseen import concerns_everything, note
from ozg_workflow.usecases.step.work import Work
from ozg_workflow.usecases.survey.hand_over import lists_to_hand_over
from ozg_workflow.usecases.survey.questions.rounds import missing_lists, survey_round
from ozg_workflow.usecases.survey.remind import intents_of_today
from ozg_workflow.usecases.timeline.invitations import update_outstanding
from ozg_workflow.usecases.timeline.milestones import finish, start

Update = Callable[[Work, Milestone], None]
BEFORE_THE_DEADLINE = (Action.INFORM_HEADS, Action.INFORM_STAFF_COUNCIL, Action.INFORM_STAFF, Action.SEND_LISTS)


@dataclass(frozen=True, slots=True, kw_only=True)
class DueStep:
    """One milestone to act on today."""

    step: Step
    milestone: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DayPlan:
    """The steps of today in the order of the plan, why milestones that look due are left out, and which could not be judged."""

    steps: tuple[DueStep, ...]
    skipped: tuple[str, ...]
    updates: bool
    reminders: bool
    tracking: bool
    broken: tuple[tuple[str, Exception], ...] = ()


def is_working_day(ctx: Context) -> bool:
    """Tell whether the town hall works today."""
    with ctx.reading() as work:
        return work.config.timeline.calendar.is_working_day(work.today)


def plan_day(ctx: Context) -> DayPlan:
    """Decide what is due on `ctx.today`; missed milestones included, where still sensible.

    A milestone that cannot be judged is left out and told; the others are done.
    """
    with ctx.reading() as work:
        steps, skipped, broken = [], [], list[tuple[str, Exception]]()
        _ = work.config  # one that nobody can read is one failure, not one for each milestone
        for milestone in _open_milestones(work):
            words = f"{milestone.planned_label} · {milestone.title}"
            try:
                due = _is_due(work, milestone)
                reason = _no_longer_sensible(work, milestone) if due else ""
            except Exception as error:
                if concerns_everything(error):
                    raise
                note("milestone not judged", error, milestone=milestone.key)
                broken.append((words, error))
                continue
            if due and reason:
                skipped.append(f"{words}: {reason}")
            elif due:
                steps.append(DueStep(step=STEP_OF[milestone.action], milestone=milestone.key, title=words))
        steps += _cycle_steps(work, broken)
        return DayPlan(
            steps=tuple(steps),
            skipped=tuple(skipped),
            updates=_or_yes(lambda: any(_updates(work, m) for m in _open_milestones(work))),
            reminders=_or_yes(lambda: bool(intents_of_today(work) or lists_to_hand_over(work) or work.result.broken)),
            tracking=_or_yes(lambda: tracking_due(work)),
            broken=tuple(broken),
        )


def _cycle_steps(work: Work, broken: list[tuple[str, Exception]]) -> list[DueStep]:
    """Return what is due for a repeated survey, which the milestones do not know."""
    try:
        found = due_for_cycle(work)
    except Exception as error:
        if concerns_everything(error):
            raise
        note("cycle not judged", error)
        broken.append(("Wiederholte Erhebung", error))
        return []
    if found is None:
        return []
    survey, steps = found
    return [DueStep(step=step, milestone=survey.key, title=f"{survey.title} · {title(step)}") for step in steps]


def _or_yes(question: Callable[[], bool]) -> bool:
    """Answer a question about a step; where it breaks the step is carried out and tells itself what is wrong."""
    try:
        return question()
    except Exception as error:
        if concerns_everything(error):
            raise
        note("question failed", error)
        return True


def _open_milestones(work: Work) -> list[Milestone]:
    query = (
        select(Milestone)
        .where(Milestone.rollout_id == work.rollout.id, Milestone.state != MilestoneState.DONE)
        .order_by(Milestone.position)
    )
    return list(work.session.scalars(query))


def _is_due(work: Work, milestone: Milestone) -> bool:
    planned = work.config.timeline.get(milestone.key)
    if milestone.action not in STEP_OF or planned is None:
        return False
    if milestone.action is Action.EVENT:
        starts = invite_on(planned, work.config.timeline.calendar)
        invited = milestone.state is MilestoneState.RUNNING
        ahead = work.today < planned.planned_on
        return ahead and (update_outstanding(work, planned) if invited else starts <= work.today)
    if milestone.action is Action.PRESENT and milestone.state is MilestoneState.RUNNING:
        return False  # the draft waits for a person
    return milestone.acts_on <= work.today


def _no_longer_sensible(work: Work, milestone: Milestone) -> str:
    deadline = work.config.timeline.due_on(Action.RETURN_DEADLINE)
    if milestone.action in BEFORE_THE_DEADLINE and work.today > deadline:
        return f"Die Rückgabefrist ({german.short_date(deadline)}) ist vorbei. Bitte den Zeitplan anpassen oder den Schritt von Hand auslösen."
    if (
        milestone.action in (Action.EVALUATE, Action.PRESENT, Action.START_IMPLEMENTATION, Action.COMPLETE)
        and survey_round(work) is None
    ):
        return "Es wurde noch keine Amtsliste verschickt."
    if milestone.action is Action.START_IMPLEMENTATION and decided_paper(work) is None:
        return DECISION_MISSING
    return ""


def update_milestones(ctx: Context) -> StepResult:
    """Start and finish the milestones that need no step of their own: events, collection, deadlines that have passed."""
    with ctx.work(title(Step.UPDATE_MILESTONES)) as work:
        for milestone in _open_milestones(work):
            work.attempt(milestone.title, partial(_update, milestone))
    return work.result


def _update(milestone: Milestone, work: Work) -> None:
    for update in _updates(work, milestone):
        update(work, milestone)


def _updates(work: Work, milestone: Milestone) -> tuple[Update, ...]:
    """Return what is to be done with a milestone today: start it, finish it, both, or nothing.

    The collection runs from its start until every list is back, its round is closed, or nothing is reminded of any more.
    """
    if milestone.acts_on > work.today:
        return ()
    if milestone.action in (Action.RESPONSIBILITY_DEADLINE, Action.RETURN_DEADLINE):
        return (finish,)
    if milestone.action is Action.EVENT:
        return (finish,) if milestone.state is MilestoneState.RUNNING else ()
    survey = survey_round(work)
    if milestone.action is not Action.COLLECT or survey is None:
        return ()
    starting = (start,) if milestone.state is MilestoneState.PLANNED else ()
    timeline = work.config.timeline
    stop = timeline.calendar.shift(timeline.due_on(Action.RETURN_DEADLINE), timeline.reminders.hard_stop_working_days)
    ended = survey.closed_at is not None or work.today > stop or not missing_lists(work.session, survey)
    return (*starting, finish) if ended else starting
