"""A plan as it should be, to be broken in one place."""

from dataclasses import replace
from datetime import date, time
from typing import Any

from ozg_workflow.domain.plan.delay_plan import DelayPlan, DelayStep
from ozg_workflow.domain.plan.milestones import Action
from ozg_workflow.domain.plan.timeline import (
    EventDetails,
    Milestone,
    Precision,
    ProgressPlan,
    ReminderPlan,
    ReminderStep,
    Timeline,
)

DELAYS = DelayPlan(steps=(DelayStep(key="verspaetet", title="Erinnerung", working_days=1),))
DAY, MONTH, OPEN, DEADLINE = Precision.DAY, Precision.MONTH, Precision.OPEN_START, Precision.DEADLINE


def event(**values: Any) -> EventDetails:
    return replace(EventDetails(starts_at=time(10), ends_at=time(11), place="Rathaus", invite_working_days_before=4), **values)


def _milestone(title: str, action: Action, precision: Precision, planned_on: date, **values: Any) -> Milestone:
    return Milestone(key=action, title=title, action=action, precision=precision, planned_on=planned_on, **values)


PLAN = Timeline(
    milestones=(
        _milestone("Versand", Action.SEND_LISTS, DAY, date(2020, 3, 25)),
        _milestone("Infoveranstaltung", Action.EVENT, DAY, date(2020, 3, 31), event=event()),
        _milestone("Erhebung", Action.COLLECT, OPEN, date(2020, 4, 1)),
        _milestone("Zuständigkeit", Action.RESPONSIBILITY_DEADLINE, DEADLINE, date(2020, 4, 30)),
        _milestone("Rücksendung", Action.RETURN_DEADLINE, DEADLINE, date(2020, 5, 15)),
        _milestone("Auswertung", Action.EVALUATE, OPEN, date(2020, 6, 1)),
        _milestone("Vorstellung", Action.PRESENT, MONTH, date(2020, 7, 1)),
        _milestone("Beginn", Action.START_IMPLEMENTATION, OPEN, date(2020, 9, 1)),
        _milestone("Abschluss", Action.COMPLETE, DEADLINE, date(2022, 12, 31)),
    ),
    reminders=ReminderPlan(
        hard_stop_working_days=9,
        steps=(
            ReminderStep(key="zustaendigkeit", title="Zuständigkeit prüfen", milestone="responsibility_deadline", working_days=-5, mail="responsibility_reminder"),
            ReminderStep(key="vorab", title="Vorab", milestone="return_deadline", working_days=-8),
            ReminderStep(key="eskalation", title="Eskalation", milestone="return_deadline", working_days=5, mail="escalation"),
        ),
    ),
    progress=ProgressPlan(asked_on=(date(2021, 3, 1), date(2021, 9, 1)), due_working_days=20, delays=DELAYS),
)  # fmt: skip


def place_of(plan: Timeline, action: Action) -> tuple[str | int, ...]:
    return ("milestones", [m.action for m in plan.milestones].index(action))


def with_milestone(action: Action, plan: Timeline = PLAN, **values: Any) -> Timeline:
    """The plan with other values of one milestone."""
    return replace(plan, milestones=tuple(replace(m, **values) if m.action is action else m for m in plan.milestones))


def with_step(number: int, **values: Any) -> Timeline:
    """The plan with other values of one reminder."""
    steps = tuple(replace(step, **values) if n == number else step for n, step in enumerate(PLAN.reminders.steps))
    return replace(PLAN, reminders=replace(PLAN.reminders, steps=steps))
