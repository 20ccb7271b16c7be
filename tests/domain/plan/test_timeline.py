"""Milestones act on the right day and show the right state, whatever precision the plan gives them."""

from dataclasses import replace
from datetime import date, time

import pytest

from ozg_workflow.domain.plan.calendar import WorkingCalendar
from ozg_workflow.domain.plan.milestones import STATE_TITLES, Action, MilestoneState, state_on
from ozg_workflow.domain.plan.timeline import (
    EventDetails,
    Milestone,
    Precision,
    ReminderPlan,
    Timeline,
    invite_on,
    order_mistakes,
)

NRW = WorkingCalendar()
S = MilestoneState


def _milestone(planned_on: date, precision: Precision = Precision.DAY, action: Action = Action.TICK_OFF) -> Milestone:
    return Milestone(key="m", title="Termin", action=action, precision=precision, planned_on=planned_on)


@pytest.mark.parametrize(
    ("precision", "action", "planned", "runs"),
    [
        (Precision.DAY, Action.SEND_LISTS, date(2020, 3, 25), date(2020, 3, 25)),
        (Precision.DAY, Action.SEND_LISTS, date(2020, 4, 10), date(2020, 4, 14)),
        (Precision.OPEN_START, Action.EVALUATE, date(2020, 6, 1), date(2020, 6, 2)),
        (Precision.OPEN_START, Action.COLLECT, date(2020, 4, 1), date(2020, 4, 1)),
        (Precision.MONTH, Action.PRESENT, date(2020, 7, 1), date(2020, 7, 1)),
        (Precision.MONTH, Action.PRESENT, date(2020, 8, 1), date(2020, 8, 3)),
        (Precision.DEADLINE, Action.RESPONSIBILITY_DEADLINE, date(2020, 4, 30), date(2020, 5, 4)),
        (Precision.DEADLINE, Action.RETURN_DEADLINE, date(2020, 5, 15), date(2020, 5, 18)),
        (Precision.DEADLINE, Action.COMPLETE, date(2022, 12, 31), date(2023, 1, 2)),
        (Precision.DEADLINE, Action.COMPLETE, date(2022, 12, 30), date(2022, 12, 30)),
    ],
)
def test_the_workflow_acts_on_the_first_day_on_which_it_may(
    precision: Precision, action: Action, planned: date, runs: date
) -> None:
    assert _milestone(planned, precision, action).runs_on(NRW) == runs


def test_only_a_month_lasts_longer_than_its_planned_day() -> None:
    assert _milestone(date(2020, 2, 1), Precision.MONTH).last_day() == date(2020, 2, 29)
    assert _milestone(date(2020, 7, 1), Precision.MONTH).last_day() == date(2020, 7, 31)
    assert _milestone(date(2020, 7, 1), Precision.OPEN_START).last_day() == date(2020, 7, 1)


@pytest.mark.parametrize(
    ("precision", "planned", "label"),
    [
        (Precision.DAY, "2020-07-01", "01.07.2020"),
        (Precision.MONTH, "2020-07", "Juli 2020"),
        (Precision.OPEN_START, "2020-07-01", "ab 01.07.2020"),
        (Precision.DEADLINE, "2020-07-01", "bis 01.07.2020"),
    ],
)
def test_a_date_is_written_as_the_plan_writes_it(precision: Precision, planned: str, label: str) -> None:
    milestone = _milestone(date(2020, 7, 1), precision)
    assert (milestone.planned, milestone.planned_label) == (planned, label)


@pytest.mark.parametrize(
    ("stored", "today", "shown"),
    [
        (S.PLANNED, date(2020, 3, 24), S.PLANNED),
        (S.PLANNED, date(2020, 3, 25), S.DUE),
        (S.PLANNED, date(2020, 3, 26), S.LATE),
        (S.RUNNING, date(2020, 3, 24), S.RUNNING),
        (S.RUNNING, date(2020, 3, 26), S.LATE),
        (S.DONE, date(2030, 1, 1), S.DONE),
    ],
)
def test_a_milestone_becomes_due_on_its_day_and_late_after_it(stored: S, today: date, shown: S) -> None:
    assert state_on(Action.SEND_LISTS, stored, date(2020, 3, 25), date(2020, 3, 25), today) is shown


def test_a_month_is_due_until_its_last_day() -> None:
    first, last = date(2020, 7, 1), date(2020, 7, 31)
    assert state_on(Action.PRESENT, S.PLANNED, first, last, last) is S.DUE
    assert state_on(Action.PRESENT, S.PLANNED, first, last, date(2020, 8, 1)) is S.LATE


def test_a_deadline_is_due_on_the_working_day_after_it_and_not_late_on_that_day() -> None:
    deadline, acts_on = date(2020, 5, 15), date(2020, 5, 18)
    assert state_on(Action.RETURN_DEADLINE, S.PLANNED, acts_on, deadline, deadline) is S.PLANNED
    assert state_on(Action.RETURN_DEADLINE, S.PLANNED, acts_on, deadline, acts_on) is S.DUE
    assert state_on(Action.RETURN_DEADLINE, S.PLANNED, acts_on, deadline, date(2020, 5, 19)) is S.LATE


def test_a_running_collection_is_never_late_but_one_that_never_began_is() -> None:
    start = date(2020, 4, 1)
    assert state_on(Action.COLLECT, S.RUNNING, start, start, date(2021, 1, 1)) is S.RUNNING
    assert state_on(Action.COLLECT, S.PLANNED, start, start, date(2021, 1, 1)) is S.LATE


def test_every_state_has_a_german_title() -> None:
    assert set(STATE_TITLES) == set(MilestoneState)


def test_a_milestone_before_its_predecessor_is_a_mistake_and_the_same_day_is_none() -> None:
    first, second = _milestone(date(2020, 3, 25)), replace(_milestone(date(2020, 3, 18)), title="Vorher")
    assert order_mistakes((first, first)) == ()
    ((index, message),) = order_mistakes((first, second, second))
    assert index == 1
    assert message == "„Vorher“ (18.03.2020) liegt vor dem vorhergehenden Meilenstein „Termin“ (25.03.2020)."


def test_the_invitation_goes_out_the_stated_working_days_before_the_event() -> None:
    details = EventDetails(starts_at=time(14), ends_at=time(15, 30), place="Rathaus", invite_working_days_before=4)
    easter = replace(_milestone(date(2020, 4, 15), action=Action.EVENT), event=details)
    assert invite_on(easter, NRW) == date(2020, 4, 7)


def test_milestones_are_found_by_action_and_key_in_the_order_of_the_plan() -> None:
    one = replace(_milestone(date(2020, 3, 31), action=Action.EVENT), key="eins")
    two = replace(_milestone(date(2020, 4, 7), action=Action.EVENT), key="zwei")
    plan = Timeline(milestones=(one, two), reminders=ReminderPlan(steps=(), hard_stop_working_days=1))
    assert plan.of(Action.EVENT) == (one, two)
    assert plan.of(Action.COMPLETE) == ()
    assert plan.due_on(Action.EVENT) == date(2020, 3, 31)
    assert plan.get("zwei") is two
    assert plan.get("drei") is None
