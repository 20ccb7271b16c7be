"""The timeline: milestones with a precision, and when each is due, running, late or done."""

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, time
from enum import StrEnum
from itertools import pairwise

from ozg_workflow.domain import german
from ozg_workflow.domain.plan.calendar import WorkingCalendar
from ozg_workflow.domain.plan.delay_plan import DelayPlan
from ozg_workflow.domain.plan.milestones import Action


class Precision(StrEnum):
    """How exactly the plan states a date."""

    DAY = "day"
    MONTH = "month"
    OPEN_START = "open_start"
    DEADLINE = "deadline"


@dataclass(frozen=True, slots=True, kw_only=True)
class EventDetails:
    """Time (Berlin) and place of an information event and how long before it the invitation goes out."""

    starts_at: time
    ends_at: time
    place: str
    invite_working_days_before: int = 5
    sequence: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Milestone:
    """One row of the plan. `planned_on` is the first day of the month where the plan names only a month."""

    key: str
    title: str
    action: Action
    precision: Precision
    planned_on: date
    event: EventDetails | None = None

    @property
    def planned(self) -> str:
        """The date as the contract writes it: `2020-07` for a month, ISO otherwise."""
        return f"{self.planned_on:%Y-%m}" if self.precision is Precision.MONTH else self.planned_on.isoformat()

    @property
    def planned_label(self) -> str:
        """The date as the plan writes it: `Juli 2020`, `ab 01.06.2020`, `25.03.2020`."""
        if self.precision is Precision.MONTH:
            return german.month(self.planned_on)
        prefix = {Precision.OPEN_START: "ab ", Precision.DEADLINE: "bis "}.get(self.precision, "")
        return prefix + german.short_date(self.planned_on)

    def runs_on(self, calendar: WorkingCalendar) -> date:
        """Return the first day on which the workflow acts.

        A day, month or open start on a holiday moves to the next working day. A deadline day still counts
        in full, so the workflow acts on the first working day after it; the completion is reported on its own last day.
        """
        if self.precision is Precision.DEADLINE and self.action is not Action.COMPLETE:
            return calendar.shift(self.planned_on, 1)
        return calendar.on_or_after(self.planned_on)

    def last_day(self) -> date:
        """Return the last day the plan allows: the end of the month for a month, else the planned day."""
        if self.precision is not Precision.MONTH:
            return self.planned_on
        return self.planned_on.replace(day=monthrange(self.planned_on.year, self.planned_on.month)[1])


@dataclass(frozen=True, slots=True, kw_only=True)
class ReminderStep:
    """One step before (negative) or after a deadline, in working days."""

    key: str
    title: str
    milestone: str
    working_days: int
    mail: str = "reminder"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReminderPlan:
    """All steps and the last day: nothing is sent more than `hard_stop_working_days` after the deadline."""

    steps: tuple[ReminderStep, ...]
    hard_stop_working_days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgressPlan:
    """Days on which the offices are asked how far their measures are, how long they have (working days), and when they are reminded of late ones."""

    asked_on: tuple[date, ...] = ()
    due_working_days: int = 10
    delays: DelayPlan = DelayPlan()


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """The plan of one rollout."""

    milestones: tuple[Milestone, ...]
    reminders: ReminderPlan
    progress: ProgressPlan = ProgressPlan()
    supplement_working_days: int = 10
    calendar: WorkingCalendar = WorkingCalendar()

    def of(self, action: Action) -> tuple[Milestone, ...]:
        """Return the milestones with this action, in the order of the plan."""
        return tuple(m for m in self.milestones if m.action is action)

    def due_on(self, action: Action) -> date:
        """Return the planned day of the one milestone with this action."""
        return self.of(action)[0].planned_on

    def get(self, key: str) -> Milestone | None:
        """Return the milestone with this key."""
        return next((m for m in self.milestones if m.key == key), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What has become of a milestone since timeline.yaml: the day a person moved it to, the SEQUENCE of its newest invitation."""

    moved_to: date | None = None
    sequence: int = 0


def in_force(timeline: Timeline, changes: Mapping[str, Change]) -> Timeline:
    """Return the plan that counts: moved milestones lie on their new day. A month that was moved to a day is a day."""
    return replace(timeline, milestones=tuple(_changed(m, changes.get(m.key, Change())) for m in timeline.milestones))


def _changed(milestone: Milestone, change: Change) -> Milestone:
    if milestone.event and change.sequence > milestone.event.sequence:
        milestone = replace(milestone, event=replace(milestone.event, sequence=change.sequence))
    if change.moved_to is None:
        return milestone
    precision = Precision.DAY if milestone.precision is Precision.MONTH else milestone.precision
    return replace(milestone, planned_on=change.moved_to, precision=precision)


def order_mistakes(milestones: tuple[Milestone, ...]) -> tuple[tuple[int, str], ...]:
    """Return (index, German message) for each milestone that lies before its predecessor."""
    pairs = pairwise(milestones)
    return tuple(
        (
            index,
            f"„{later.title}“ ({later.planned_label}) liegt vor dem vorhergehenden Meilenstein „{earlier.title}“ ({earlier.planned_label}).",
        )
        for index, (earlier, later) in enumerate(pairs, 1)
        if later.planned_on < earlier.planned_on
    )


def invite_on(milestone: Milestone, calendar: WorkingCalendar) -> date:
    """Return the day on which the invitation to an event goes out."""
    before = milestone.event.invite_working_days_before if milestone.event else 0
    return calendar.shift(milestone.planned_on, -before)
