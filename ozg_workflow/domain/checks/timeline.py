"""`timeline.yaml`, value by value: what no plan can mean."""

from collections.abc import Iterator
from typing import Final

from ozg_workflow.domain.checks.finding import Finding, hint, mistake
from ozg_workflow.domain.plan.calendar import states
from ozg_workflow.domain.plan.days import DayRule, rule_mistake
from ozg_workflow.domain.plan.milestones import Action
from ozg_workflow.domain.plan.our_time import OUT_OF_TIME, is_of_our_time
from ozg_workflow.domain.plan.timeline import Milestone, Precision, ReminderPlan, Timeline, order_mistakes
from ozg_workflow.domain.post.mail import REMINDER_KINDS, MailKind

SINGLE_ACTIONS: Final = (
    Action.SEND_LISTS,
    Action.COLLECT,
    Action.RESPONSIBILITY_DEADLINE,
    Action.RETURN_DEADLINE,
    Action.EVALUATE,
    Action.PRESENT,
    Action.START_IMPLEMENTATION,
    Action.COMPLETE,
)
DEADLINES: Final = (Action.RESPONSIBILITY_DEADLINE, Action.RETURN_DEADLINE)
TO_THE_DAY: Final = (*DEADLINES, Action.COMPLETE, Action.EVENT)
DELAY_KINDS: Final = (MailKind.MEASURE_REMINDER, MailKind.MEASURE_ESCALATION)
CATHOLIC: Final = ("BY", "SN", "TH")  # where some municipalities have a holiday more than others


def timeline_findings(timeline: Timeline) -> tuple[Finding, ...]:
    """Return what is odd about each value of a plan. Where nothing is refused, each of the `SINGLE_ACTIONS` stands there once."""
    return (
        *_actions(timeline),
        *_calendar(timeline),
        *(mistake(("milestones", n, "planned_on"), message) for n, message in order_mistakes(timeline.milestones)),
        *(finding for n, milestone in enumerate(timeline.milestones) for finding in _milestone(n, milestone)),
        *_repeated("milestones", [m.key for m in timeline.milestones], "Den Meilenstein"),
        *_steps(timeline),
        *_delays(timeline),
        *_least(timeline),
    )


def _actions(timeline: Timeline) -> Iterator[Finding]:
    for action in SINGLE_ACTIONS:
        if (number := len(timeline.of(action))) != 1:
            message = f"Es muss genau einen Meilenstein mit action: {action} geben, nicht {number}."
            yield mistake(("milestones",), message)


def _calendar(timeline: Timeline) -> Iterator[Finding]:
    calendar = timeline.calendar
    if calendar.state not in states():
        yield mistake(("state",), f"„{calendar.state}“ ist kein Kürzel eines Landes (z. B. NW).")
    elif calendar.catholic is not None and calendar.state not in CATHOLIC:
        yield hint(("catholic",), f"„catholic“ ändert nur in {', '.join(CATHOLIC)} etwas, nicht in {calendar.state}.")
    yield from _days("closed_days", calendar.closed_days)
    yield from _days("open_days", calendar.open_days)


def _days(field: str, rules: tuple[DayRule, ...]) -> Iterator[Finding]:
    for n, rule in enumerate(rules):
        if message := rule_mistake(rule):
            yield mistake((field, n), f"{field}: {message}")
        elif rule in rules[:n]:
            yield hint((field, n), f"{field}: Derselbe Tag steht hier zum zweiten Mal.")


def _milestone(n: int, milestone: Milestone) -> Iterator[Finding]:
    title, event = milestone.title, milestone.event
    if (milestone.action is Action.EVENT) != (event is not None):
        yield mistake(("milestones", n), f"„{title}“: „event“ gehört zu action: event und nur dorthin.")
    if event and event.ends_at <= event.starts_at:
        yield mistake(("milestones", n, "event"), f"„{title}“ endet vor dem Beginn.")
    if event and event.invite_working_days_before < 0:
        yield mistake(("milestones", n, "event", "invite_working_days_before"), f"Zu „{title}“ würde erst danach eingeladen.")
    if not is_of_our_time(milestone.planned_on):
        yield mistake(("milestones", n, "planned_on"), f"„{title}“: {OUT_OF_TIME.format(milestone.planned_on)}")
    if milestone.precision is not Precision.MONTH:
        return
    if milestone.planned_on.day != 1:
        yield mistake(("milestones", n, "planned_on"), "Zu precision: month gehört ein Monat wie 2020-07.")
    elif milestone.action in TO_THE_DAY:
        message = f"„{title}“ braucht einen Tag (JJJJ-MM-TT); {milestone.planned} nennt nur den Monat."
        yield mistake(("milestones", n, "planned_on"), message)


def _repeated(field: str, keys: list[str], what: str, *within: str) -> Iterator[Finding]:
    for n, key in enumerate(keys):
        if key in keys[:n]:
            yield mistake((field, *within, n, "key"), f"{what} „{key}“ gibt es zweimal.")


def _steps(timeline: Timeline) -> Iterator[Finding]:
    yield from _repeated("reminders", [step.key for step in timeline.reminders.steps], "Die Erinnerung", "steps")
    for n, step in enumerate(timeline.reminders.steps):
        deadline = timeline.get(step.milestone)
        if deadline is None or deadline.action not in DEADLINES:
            message = f"„{step.milestone}“ ist keine Frist, an die erinnert wird (Zuständigkeit oder Rücksendung)."
            yield mistake(("reminders", "steps", n, "milestone"), message)
        if step.mail not in REMINDER_KINDS:
            yield mistake(("reminders", "steps", n, "mail"), f"„{step.mail}“ ist keine Erinnerungsmail.")


def _delays(timeline: Timeline) -> Iterator[Finding]:
    steps, place = timeline.progress.delays.steps, ("progress", "delays", "steps")
    yield from _repeated("progress", [step.key for step in steps], "Den Schritt", "delays", "steps")
    for n, step in enumerate(steps):
        if step.mail not in DELAY_KINDS:
            yield mistake(
                (*place, n, "mail"), f"„{step.mail}“ ist keine Mail über verspätete Maßnahmen ({' oder '.join(DELAY_KINDS)})."
            )
        elif step.working_days < 0 and step.mail == MailKind.MEASURE_ESCALATION:
            yield mistake((*place, n, "working_days"), f"„{step.title}“ geht an die Leitung, bevor der Zieltermin vorbei ist.")
        elif step.working_days == 0:
            yield mistake(
                (*place, n, "working_days"), f"„{step.title}“: Am Zieltag selbst ist noch nichts verspätet; gemeint ist wohl 1."
            )


def _least(timeline: Timeline) -> Iterator[Finding]:
    reminders: ReminderPlan = timeline.reminders
    least = (
        (("reminders", "hard_stop_working_days"), reminders.hard_stop_working_days, 0),
        (("supplement_working_days",), timeline.supplement_working_days, 1),
        (("progress", "due_working_days"), timeline.progress.due_working_days, 1),
        (("progress", "delays", "hard_stop_working_days"), timeline.progress.delays.hard_stop_working_days, 0),
    )
    for where, number, smallest in least:
        if number < smallest:
            yield mistake(where, f"„{where[-1]}“ muss mindestens {smallest} sein, nicht {number}.")
