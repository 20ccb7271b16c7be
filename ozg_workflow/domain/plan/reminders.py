"""Reminders: which list is due for which step today; merged into one mail per Dezernat."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from ozg_workflow.domain.plan.calendar import WorkingCalendar
from ozg_workflow.domain.plan.timeline import ReminderPlan, ReminderStep

SentStep = tuple[str, date | None]  # the key of a reminder step, and the deadline it was about


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenList:
    """A list that has been sent and not come back completely. `sent_steps` holds what was already sent for it."""

    list_id: int
    department: str
    sent_on: date
    due_on: date
    deadlines: dict[str, date]
    answered_anything: bool
    sent_steps: frozenset[SentStep]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReminderIntent:
    """One mail to one department about all its lists that are due for the same step of the same deadline."""

    department: str
    step: ReminderStep
    deadline: date
    list_ids: tuple[int, ...]

    @property
    def occasion(self) -> str:
        """Part of the unique key: the step and the deadline it belongs to."""
        return f"{self.step.key}@{self.deadline.isoformat()}"


def due_step(item: OpenList, plan: ReminderPlan, calendar: WorkingCalendar, today: date) -> tuple[ReminderStep, date] | None:
    """Return the newest step of `item` with step day ≤ today ≤ hard stop that lies after its sending, unless already sent.

    A rule and never an equality: a day of downtime costs nothing, only the newest missed step is sent, and none
    after a newer one.
    """
    steps = [
        (calendar.shift(deadline, step.working_days), position, step, deadline)
        for position, step in enumerate(plan.steps)
        if (deadline := item.deadlines.get(step.milestone))
    ]
    due = [s for s in steps if s[0] <= today <= _last_day(item, s[2], s[3], plan, calendar) and _sent_before(item, s[0], today)]
    if not due:
        return None
    sent = [s[:2] for s in steps if (s[2].key, s[3]) in item.sent_steps]
    on, position, step, deadline = max(due, key=lambda s: s[:2])
    return None if sent and (on, position) <= max(sent) else (step, deadline)


def _last_day(item: OpenList, step: ReminderStep, deadline: date, plan: ReminderPlan, calendar: WorkingCalendar) -> date:
    """Return the last day a step makes sense; one that asks for disputes makes none once the office has answered anything."""
    if step.mail != "responsibility_reminder":
        return calendar.shift(deadline, plan.hard_stop_working_days)
    return date.min if item.answered_anything else deadline


def _sent_before(item: OpenList, on: date, today: date) -> bool:
    return item.sent_on < on or item.sent_on > today  # the latter only where the clock was set back, as in rehearsals


def due_reminders(
    lists: Iterable[OpenList], plan: ReminderPlan, calendar: WorkingCalendar, today: date
) -> tuple[ReminderIntent, ...]:
    """Return one intent per department, step and deadline, in a stable order."""
    groups: dict[tuple[str, str, date], tuple[ReminderStep, list[int]]] = {}
    for item in lists:
        if due := due_step(item, plan, calendar, today):
            step, deadline = due
            groups.setdefault((item.department, step.key, deadline), (step, []))[1].append(item.list_id)
    return tuple(
        ReminderIntent(department=department, step=step, deadline=deadline, list_ids=tuple(sorted(ids)))
        for (department, _, deadline), (step, ids) in sorted(groups.items(), key=lambda g: g[0])
    )
