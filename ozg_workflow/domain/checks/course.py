"""How the dates of a plan fit together: what would come too late, too early, or never."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from ozg_workflow.domain import german
from ozg_workflow.domain.checks.finding import Finding, Where, hint, mistake, some
from ozg_workflow.domain.checks.timeline import DEADLINES
from ozg_workflow.domain.plan.milestones import Action
from ozg_workflow.domain.plan.timeline import Milestone, Precision, ReminderStep, Timeline

ONE_AFTER_THE_OTHER: Final = (
    (Action.RESPONSIBILITY_DEADLINE, Action.RETURN_DEADLINE),
    (Action.RETURN_DEADLINE, Action.EVALUATE),
    (Action.EVALUATE, Action.PRESENT),
    (Action.PRESENT, Action.START_IMPLEMENTATION),
    (Action.START_IMPLEMENTATION, Action.COMPLETE),
)

NOBODY_REMINDED: Final = (
    "An Maßnahmen, die ihren Zieltermin verfehlen, wird niemand erinnert: Unter „progress“ fehlt „delays“ mit seinen „steps“ "
    "(docs/configuration.md; „ozg init“ schreibt sie in eine neue Konfiguration). Soll es so sein: „delays: {hard_stop_working_days: 0}“."
)


def course_findings(timeline: Timeline) -> tuple[Finding, ...]:
    """Return what is odd about the dates of a plan that `timeline_findings` does not refuse."""
    return (*_deadlines(timeline), *_order(timeline), *_days_off(timeline), *_invitations(timeline), *_reminders(timeline), *_progress(timeline))  # fmt: skip


def sent_on(timeline: Timeline) -> date:
    """Return the day on which the lists go out."""
    return timeline.of(Action.SEND_LISTS)[0].runs_on(timeline.calendar)


def _place(timeline: Timeline, milestone: Milestone, *field: str) -> Where:
    return ("milestones", timeline.milestones.index(milestone), *(field or ("planned_on",)))


def _deadlines(timeline: Timeline) -> Iterator[Finding]:
    sending = sent_on(timeline)
    for action in DEADLINES:
        milestone = timeline.of(action)[0]
        place = _place(timeline, milestone)
        if milestone.planned_on <= sending:
            message = f"Die Frist „{milestone.title}“ ({german.short_date(milestone.planned_on)}) liegt nicht nach dem Versand der Amtslisten ({german.short_date(sending)})."
            yield mistake(place, message)
        elif why := timeline.calendar.why_off(milestone.planned_on):
            before = timeline.calendar.shift(milestone.planned_on, -1)
            message = f"Die Frist „{milestone.title}“ fällt auf einen freien Tag ({german.short_date(milestone.planned_on)}, {why}); der letzte Arbeitstag davor ist der {german.short_date(before)}."
            yield hint(place, message)


def _order(timeline: Timeline) -> Iterator[Finding]:
    for first, second in ONE_AFTER_THE_OTHER:
        earlier, later = timeline.of(first)[0], timeline.of(second)[0]
        if later.last_day() < earlier.planned_on:
            message = f"„{later.title}“ ({later.planned_label}) liegt vor „{earlier.title}“ ({earlier.planned_label})."
            yield hint(_place(timeline, later), message)


def _days_off(timeline: Timeline) -> Iterator[Finding]:
    for milestone in timeline.milestones:
        by_itself = milestone.precision is Precision.DAY and milestone.action not in (Action.TICK_OFF, *DEADLINES)
        if by_itself and (why := timeline.calendar.why_off(milestone.planned_on)):
            day = german.short_date(milestone.planned_on)
            message = f"„{milestone.title}“ liegt auf einem freien Tag ({day}, {why})."
            if milestone.action is not Action.EVENT:
                message += f" Ausgeführt wird es am {german.short_date(milestone.runs_on(timeline.calendar))}."
            yield hint(_place(timeline, milestone), message)


def _invitations(timeline: Timeline) -> Iterator[Finding]:
    for milestone in timeline.of(Action.EVENT):
        if milestone.event and milestone.event.invite_working_days_before == 0:
            place = _place(timeline, milestone, "event", "invite_working_days_before")
            yield hint(place, f"Zu „{milestone.title}“ wird erst am selben Tag eingeladen.")


def _reminders(timeline: Timeline) -> Iterator[Finding]:
    for n, step in enumerate(timeline.reminders.steps):
        if why := _never(timeline, step):
            yield hint(("reminders", "steps", n), f"Die Erinnerung „{step.title}“ geht nie hinaus: {why}.")
        elif step.mail == "escalation" and step.working_days <= 0:
            yield hint(("reminders", "steps", n), f"„{step.title}“ geht an die Leitung, bevor die Frist abgelaufen ist.")


def _never(timeline: Timeline, step: ReminderStep) -> str:
    deadline = timeline.get(step.milestone)
    stop = timeline.reminders.hard_stop_working_days
    if deadline is None:
        return ""
    if step.mail == "responsibility_reminder" and step.working_days > 0:
        return "nach der Frist wird nach der Zuständigkeit nicht mehr gefragt"
    if step.working_days > stop:
        return f"sie liegt {step.working_days} Arbeitstage nach der Frist, „hard_stop_working_days“ ist {stop}"
    day = timeline.calendar.shift(deadline.planned_on, step.working_days)
    early = day <= sent_on(timeline)
    return f"ihr Tag ({german.short_date(day)}) liegt nicht nach dem Versand der Amtslisten" if early else ""


def _progress(timeline: Timeline) -> Iterator[Finding]:
    asked, place = timeline.progress.asked_on, ("progress", "asked_on")
    start, end = timeline.due_on(Action.START_IMPLEMENTATION), timeline.due_on(Action.COMPLETE)
    off = [f"{german.short_date(day)}, {why}" for day in asked if (why := timeline.calendar.why_off(day))]
    told = (
        ([day for day in asked if day < start], "vor dem Beginn der Umsetzung; dann gibt es noch keine Maßnahmen"),
        ([day for day in asked if day > end], "nach dem Abschluss der Umsetzung; dann wird nicht mehr gefragt"),
    )
    for days, why in told:
        if days:
            yield hint(place, f"Nach dem Stand wird gefragt am {some([german.short_date(d) for d in days])}: {why}.")
    if off:
        yield hint(place, f"Nach dem Stand wird an freien Tagen gefragt ({'; '.join(off)}).")
    if asked and timeline.progress.delays.is_forgotten:
        yield hint(("progress",), NOBODY_REMINDED)
    stop = timeline.progress.delays.hard_stop_working_days
    for n, step in enumerate(timeline.progress.delays.steps):
        if step.working_days > stop:
            message = f"„{step.title}“ geht nie hinaus: {step.working_days} Arbeitstage nach dem Zieltermin, „hard_stop_working_days“ ist {stop}."
            yield hint(("progress", "delays", "steps", n), message)
    if len(set(asked)) < len(asked):
        yield hint(place, "Ein Tag der Abfrage steht zweimal.")
