"""Which measures are due for a reminder or an escalation, and from which day that is counted."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ozg_workflow.domain.plan.calendar import WorkingCalendar
from ozg_workflow.domain.plan.delay_plan import DelayPlan, DelayStep
from ozg_workflow.domain.results.implementation import MeasureState
from ozg_workflow.domain.results.lateness import Pace
from ozg_workflow.domain.results.progress.delay_reminders import WaitingMeasure, due_delay_reminders, due_step

TARGET = date(2020, 12, 30)
CALENDAR = WorkingCalendar(state="NW")
PLAN = DelayPlan(
    hard_stop_working_days=60,
    steps=(
        DelayStep(key="droht", title="Gefährdet", working_days=-20),
        DelayStep(key="erste", title="Erste", working_days=1),
        DelayStep(key="zweite", title="Zweite", working_days=20),
        DelayStep(key="eskalation", title="Eskalation", working_days=40, mail="measure_escalation"),
    ),
)


def measure(number: int = 1, expected: date | None = None, **values: object) -> WaitingMeasure:
    pace = Pace(state=MeasureState.STARTED, target_on=TARGET, expected_on=expected)
    return replace(WaitingMeasure(measure_id=number, office="33", department="2", pace=pace), **values)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("today", "expected", "key"),
    [
        ("2020-12-30", None, ""),  # the day itself is in time
        ("2021-01-04", None, "erste"),  # the first working day after it: 31.12. and 01.01. are free
        ("2021-01-28", None, "erste"),
        ("2021-01-29", None, "zweite"),
        ("2021-02-26", None, "eskalation"),
        ("2021-03-26", None, "eskalation"),
        ("2021-03-29", None, ""),  # after the hard stop
        ("2020-11-27", "2021-03-15", ""),  # too early for the threatened one
        ("2020-11-30", "2021-03-15", "droht"),
        ("2020-12-02", None, ""),  # nothing threatens
        ("2021-01-29", "2021-03-15", ""),  # its office has named a day that lies ahead
        ("2021-02-26", "2021-03-15", "eskalation"),  # which its Dezernat hears of all the same
        ("2021-03-15", "2021-03-15", "eskalation"),
    ],
)
def test_when_a_measure_is_due_for_which_step(today: str, expected: str | None, key: str) -> None:
    item = measure(expected=date.fromisoformat(expected) if expected else None)
    found = due_step(item, PLAN, CALENDAR, date.fromisoformat(today))
    assert (found[0].key if found else "") == key


def test_a_day_that_was_named_and_has_passed_is_reminded_of_even_after_the_escalation() -> None:
    promised = date(2021, 3, 15)
    item = measure(expected=promised, sent=frozenset({("eskalation", TARGET)}))
    assert due_step(item, PLAN, CALENDAR, promised) is None
    assert due_step(item, PLAN, CALENDAR, date(2021, 3, 16)) == (PLAN.steps[1], promised)


def test_nothing_is_sent_after_a_newer_step() -> None:
    item = measure(sent=frozenset({("zweite", TARGET)}))
    assert due_step(item, PLAN, CALENDAR, date(2021, 2, 1)) is None


def test_without_steps_nobody_is_reminded() -> None:
    assert due_delay_reminders([measure()], DelayPlan(), CALENDAR, date(2021, 1, 4)) == ()


def test_an_office_gets_one_mail_and_the_escalations_of_a_dezernat_are_one() -> None:
    late = [measure(1), measure(2), measure(3, office="34"), measure(4, department="5", office="50")]
    first = due_delay_reminders(late, PLAN, CALENDAR, date(2021, 1, 4))
    assert [(i.receiver, [n for n, _ in i.due]) for i in first] == [("33", [1, 2]), ("34", [3]), ("50", [4])]
    last = due_delay_reminders(late, PLAN, CALENDAR, date(2021, 2, 26))
    assert [(i.receiver, i.escalates, [n for n, _ in i.due]) for i in last] == [("2", True, [1, 2, 3]), ("5", True, [4])]


days = st.dates(date(2020, 10, 1), date(2021, 9, 30))


@given(st.lists(days, max_size=60, unique=True), st.none() | days)
def test_whenever_the_day_runs_each_step_goes_out_once_and_never_backwards(runs: list[date], expected: date | None) -> None:
    item, sent = measure(expected=expected), list[tuple[str, date]]()
    for today in sorted(runs):
        if found := due_step(item, PLAN, CALENDAR, today):
            sent.append((found[0].key, found[1]))
            item = replace(item, sent=frozenset(sent))
    assert len(sent) == len(set(sent))
    for day in {day for _, day in sent}:
        order = [[s.key for s in PLAN.steps].index(key) for key, on in sent if on == day]
        assert order == sorted(order)


@given(days, st.integers(0, 6))
def test_a_day_of_downtime_costs_no_reminder(stop: date, missed: int) -> None:
    """What is due on a day is due on the days after it, too, or something newer is, until the hard stop."""
    last = CALENDAR.shift(TARGET, PLAN.hard_stop_working_days)
    later = stop + timedelta(days=missed)
    if due_step(measure(), PLAN, CALENDAR, stop) and later <= last:
        assert due_step(measure(), PLAN, CALENDAR, later)
