"""Which measures are due for a reminder or an escalation today; merged into one mail per office, or per Dezernat."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from ozg_workflow.domain.plan.calendar import WorkingCalendar
from ozg_workflow.domain.plan.delay_plan import DelayPlan, DelayStep
from ozg_workflow.domain.post.mail import MailKind
from ozg_workflow.domain.results.lateness import Delay, Pace

SentStep = tuple[str, date]  # the key of a step, and the day it counted from
Due = tuple[int, date]  # the id of a measure, and the day its step counts from


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingMeasure:
    """A measure that has not reached its target: its office and Dezernat, its pace, and the steps that were sent for it."""

    measure_id: int
    office: str
    department: str
    pace: Pace
    sent: frozenset[SentStep] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class DelayIntent:
    """One mail about the measures that are due for a step; `receiver` is an office, for an escalation a Dezernat."""

    receiver: str
    step: DelayStep
    due: tuple[Due, ...]

    @property
    def escalates(self) -> bool:
        """Whether it goes to the head of the Dezernat."""
        return escalates(self.step)

    @property
    def occasion(self) -> str:
        """Part of the unique key: the step and its first measure with the day it is about."""
        measure, day = self.due[0]
        return f"{self.step.key}#{measure}@{day.isoformat()}"


def escalates(step: DelayStep) -> bool:
    """Tell whether a step goes to the head of the Dezernat and not to the office."""
    return step.mail == MailKind.MEASURE_ESCALATION


def counts_from(step: DelayStep, pace: Pace) -> date:
    """Return the day a step counts from: the target, and for a reminder after it the later day the office has named.

    An office that has said until when is left alone until then; its Dezernat hears of the missed target all the same.
    """
    if escalates(step) or step.working_days < 0 or pace.expected_on is None:
        return pace.target_on
    return max(pace.target_on, pace.expected_on)


def due_step(item: WaitingMeasure, plan: DelayPlan, calendar: WorkingCalendar, today: date) -> tuple[DelayStep, date] | None:
    """Return the newest step of a measure with step day ≤ today ≤ hard stop and the day it counts from, unless already sent.

    A rule and never an equality: a day of downtime costs nothing, only the newest missed step is sent, and none after a newer one.
    """
    delay = item.pace.delay(today)
    if delay is Delay.NONE:
        return None
    own = [step for step in plan.steps if (step.working_days < 0) == (delay is Delay.THREATENED)]
    days = [counts_from(step, item.pace) for step in own]
    steps = [(calendar.shift(day, step.working_days), n, step, day) for n, (step, day) in enumerate(zip(own, days, strict=True))]
    due = [s for s in steps if s[0] <= today <= calendar.shift(s[3], plan.hard_stop_working_days)]
    if not due:
        return None
    on, position, step, day = max(due, key=lambda s: s[:2])
    sent = [s[:2] for s in steps if (s[2].key, s[3]) in item.sent]
    return None if sent and (on, position) <= max(sent) else (step, day)


def due_delay_reminders(
    measures: Iterable[WaitingMeasure], plan: DelayPlan, calendar: WorkingCalendar, today: date
) -> tuple[DelayIntent, ...]:
    """Return one intent per receiver and step, in a stable order."""
    groups: dict[tuple[bool, str, str], tuple[DelayStep, list[Due]]] = {}
    for item in measures:
        if found := due_step(item, plan, calendar, today):
            step, day = found
            receiver = item.department if escalates(step) else item.office
            groups.setdefault((escalates(step), receiver, step.key), (step, []))[1].append((item.measure_id, day))
    return tuple(
        DelayIntent(receiver=receiver, step=step, due=tuple(sorted(due)))
        for (_, receiver, _), (step, due) in sorted(groups.items(), key=lambda group: group[0])
    )
