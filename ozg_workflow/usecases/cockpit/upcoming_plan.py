"""What the plan wants in the next days: its open milestones, the queries of the implementation, the waves."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, Final

from sqlalchemy import Select, bindparam, func, select

from ozg_workflow.database.columns import columns, value
from ozg_workflow.database.models import Measure, Milestone
from ozg_workflow.domain import german
from ozg_workflow.domain.cockpit.upcoming import Upcoming, UpcomingKind
from ozg_workflow.domain.plan import timeline
from ozg_workflow.domain.plan.milestones import Action, MilestoneState
from ozg_workflow.domain.plan.timeline import invite_on
from ozg_workflow.domain.results.implementation import MeasureState
from ozg_workflow.domain.results.progress.delay_reminders import DelayIntent
from ozg_workflow.domain.rollout import Contact
from ozg_workflow.usecases.results.progress.due_measures import foreseen_delay_intents
from ozg_workflow.usecases.results.tracking import progress_round
from ozg_workflow.usecases.step.work import Work

Entries = Iterator[tuple[date, Upcoming]]
IN_TIME: Final = (Action.INFORM_HEADS, Action.INFORM_STAFF_COUNCIL, Action.INFORM_STAFF, Action.SEND_LISTS)
TO_DEPARTMENTS: Final = (Action.SEND_LISTS, Action.EVENT, Action.START_IMPLEMENTATION)
DEADLINES: Final = (Action.RESPONSIBILITY_DEADLINE, Action.RETURN_DEADLINE)

_OPEN: Final = (
    select(Milestone.key, Milestone.state, Milestone.acts_on)
    .where(Milestone.rollout_id == bindparam("rollout"), Milestone.state != MilestoneState.DONE)
    .order_by(Milestone.position)
)
_COUNTED: Final = select(func.count()).where(Measure.rollout_id == bindparam("rollout"), Measure.carried_out)


def _by_day(column: Any, states: tuple[MeasureState, ...]) -> Select[date, int]:
    """Return the question how many measures in these states have a day from today on in this column."""
    query = select(column, func.count()).where(Measure.rollout_id == bindparam("rollout"), Measure.state.in_(states))
    query = query.where(Measure.carried_out)
    return query.where(column >= bindparam("today")).group_by(column)


_BEGINNING: Final = _by_day(Measure.starts_on, (MeasureState.PLANNED,))
_ENDING: Final = _by_day(Measure.target_on, (MeasureState.PLANNED, MeasureState.STARTED))


def plan_entries(work: Work, working: Sequence[date]) -> Entries:
    """Yield what the plan wants from today on, each on its day; what was missed comes on the first of the `working` days.

    What is too late to make sense is left out, as the daily run leaves it out.
    """
    for stored in columns(work.session, _OPEN, {"rollout": work.rollout.id}):
        planned = work.config.timeline.get(stored.key)
        if planned is not None:
            yield from _milestone(work, stored, planned, working)
    yield from _progress(work, working)
    yield from _measures(work)
    for day, intents in foreseen_delay_intents(work, working).items():
        yield from ((day, _delay(work, intent)) for intent in intents)


def _milestone(work: Work, stored: Any, planned: timeline.Milestone, working: Sequence[date]) -> Entries:
    if planned.action is Action.EVENT:
        yield from _event(work, stored, planned, working)
    elif planned.action in DEADLINES:
        yield planned.planned_on, _entry(UpcomingKind.DEADLINE, planned)
    elif not (stored.state is MilestoneState.RUNNING and planned.action is Action.COLLECT):
        day = _on(stored.acts_on, working)
        if day and not (planned.action in IN_TIME and day > work.config.timeline.due_on(Action.RETURN_DEADLINE)):
            yield day, _entry(UpcomingKind.STEP, planned, reached(work, planned.action))


def _event(work: Work, stored: Any, planned: timeline.Milestone, working: Sequence[date]) -> Entries:
    yield planned.planned_on, _entry(UpcomingKind.EVENT, planned)
    day = _on(invite_on(planned, work.config.timeline.calendar), working)
    if stored.state is MilestoneState.PLANNED and day and day < planned.planned_on:
        yield day, _entry(UpcomingKind.INVITATION, planned, reached(work, planned.action))


def _on(day: date, working: Sequence[date]) -> date | None:
    """Return the first working day from `day` on, None where it lies beyond them."""
    return next((found for found in working if found >= day), None)


def _entry(kind: UpcomingKind, planned: timeline.Milestone, reaches: tuple[str, ...] = ()) -> Upcoming:
    by_hand = " (wird von Hand abgehakt)" if planned.action is Action.TICK_OFF else ""
    return Upcoming(kind=kind, words=f"{planned.title}{by_hand}", reaches=reaches, milestone=planned.key)


def reached(work: Work, action: Action) -> tuple[str, ...]:
    """Return whom a step writes to, in words with addresses."""
    contacts = work.config.contacts
    if action is Action.INFORM_HEADS:
        heads = sum(o.in_force for o in work.directory.known_offices.offices)
        return (german.count(heads, "Amtsleitung", "Amtsleitungen"),)
    if action in TO_DEPARTMENTS:
        departments = sorted(work.directory.departments.items())
        return tuple(f"{d.title} ({d.mailbox})" for _, d in departments if d.active)
    known: dict[Action, Contact] = {
        Action.INFORM_STAFF_COUNCIL: contacts.staff_council,
        Action.INFORM_STAFF: contacts.intranet_editors,
        Action.PRESENT: contacts.coordinator,  # the draft; the board gets what a person releases
        Action.COMPLETE: contacts.executive_board,
    }
    return (f"{known[action].name} ({known[action].email})",) if action in known else ()


def _progress(work: Work, working: Sequence[date]) -> Entries:
    """Yield the days on which the offices are asked how far their measures are."""
    if not _counted(work):
        return
    plan, last = work.config.timeline.progress, work.config.timeline.due_on(Action.COMPLETE)
    for asked_on in plan.asked_on:
        day = _on(asked_on, working)
        if day and work.today <= asked_on <= last and progress_round(work, f"stand-{asked_on.isoformat()}") is None:
            due_on = work.config.timeline.calendar.shift(day, plan.due_working_days)
            words = f"Abfrage, wie weit die Maßnahmen sind; Antwort bis {german.short_date(due_on)}"
            yield day, Upcoming(kind=UpcomingKind.PROGRESS, words=words, reaches=reached(work, Action.START_IMPLEMENTATION))


def _counted(work: Work) -> int:
    return value(work.session, _COUNTED, {"rollout": work.rollout.id}) or 0


def _measures(work: Work) -> Entries:
    """Yield the days on which measures begin, and by which they want to be at the target."""
    for query, one, several in ((_BEGINNING, "beginnt", "beginnen"), (_ENDING, "soll am Ziel sein", "sollen am Ziel sein")):
        for day, number in columns(work.session, query, {"rollout": work.rollout.id, "today": work.today}):
            verb = one if number == 1 else several
            yield day, Upcoming(kind=UpcomingKind.MEASURE, words=f"{german.count(number, 'Maßnahme', 'Maßnahmen')} {verb}")


def _delay(work: Work, intent: DelayIntent) -> Upcoming:
    department = work.directory.departments.get(intent.receiver)
    words = f"{intent.step.title}: {german.count(len(intent.due), 'Maßnahme', 'Maßnahmen')}"
    if intent.escalates and department:
        reaches = (f"{department.head_name} ({department.head_email})", f"{department.title} ({department.mailbox})")
        return Upcoming(kind=UpcomingKind.ESCALATION, words=words, reaches=reaches)
    office = work.directory.offices[intent.receiver]
    mailbox = f"{office.title} ({office.mailbox})"
    return Upcoming(kind=UpcomingKind.REMINDER, words=words, reaches=(mailbox,), offices=(office.number,))
