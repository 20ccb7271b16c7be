"""Dates that do not fit together are told: what would come too late, too early, or never."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ozg_workflow.domain.checks.course import NOBODY_REMINDED, course_findings
from ozg_workflow.domain.plan.calendar import WorkingCalendar
from ozg_workflow.domain.plan.days import DayRule
from ozg_workflow.domain.plan.delay_plan import DelayPlan, DelayStep
from ozg_workflow.domain.plan.milestones import Action
from ozg_workflow.domain.plan.reminders import OpenList, due_step
from ozg_workflow.domain.plan.timeline import ProgressPlan, Timeline
from tests.domain.checks.plans import DELAYS, PLAN, event, place_of, with_milestone, with_step

Told = list[tuple[tuple[str | int, ...], str, bool]]


def told(plan: Timeline) -> Told:
    return [(f.where, f.message, f.refused) for f in course_findings(plan)]


def at(plan: Timeline, action: Action, *field: str) -> tuple[str | int, ...]:
    return (*place_of(plan, action), *(field or ("planned_on",)))


def test_a_plan_as_it_should_be_is_silent() -> None:
    assert told(PLAN) == []


@pytest.mark.parametrize("day", [date(2020, 3, 25), date(2020, 3, 2)])
def test_a_deadline_before_the_lists_go_out_is_refused(day: date) -> None:
    plan = with_milestone(Action.RETURN_DEADLINE, planned_on=day)
    message = f"Die Frist „Rücksendung“ ({day:%d.%m.%Y}) liegt nicht nach dem Versand der Amtslisten (25.03.2020)."
    assert (at(plan, Action.RETURN_DEADLINE), message, True) in told(plan)


@pytest.mark.parametrize(
    ("day", "why", "before"),
    [
        (date(2020, 5, 16), "Samstag", "15.05.2020"),
        (date(2020, 5, 21), "Christi Himmelfahrt", "20.05.2020"),
        (date(2020, 5, 18), "Betriebsausflug", "15.05.2020"),
    ],
)
def test_a_deadline_on_a_day_off_is_a_hint_with_the_working_day_before(day: date, why: str, before: str) -> None:
    calendar = WorkingCalendar(closed_days=(DayRule(day="2020-05-18", name="Betriebsausflug"),))
    plan = replace(with_milestone(Action.RETURN_DEADLINE, planned_on=day), calendar=calendar)
    message = f"Die Frist „Rücksendung“ fällt auf einen freien Tag ({day:%d.%m.%Y}, {why}); der letzte Arbeitstag davor ist der {before}."
    assert told(plan) == [(at(plan, Action.RETURN_DEADLINE), message, False)]


def test_the_end_by_law_may_be_a_saturday_and_an_open_start_a_holiday() -> None:
    assert PLAN.due_on(Action.COMPLETE).weekday() == 5
    assert not PLAN.calendar.is_working_day(PLAN.due_on(Action.EVALUATE))


def test_a_step_or_an_event_on_a_day_off_is_a_hint() -> None:
    plan = with_milestone(Action.SEND_LISTS, planned_on=date(2020, 3, 28))
    message = "„Versand“ liegt auf einem freien Tag (28.03.2020, Samstag). Ausgeführt wird es am 30.03.2020."
    assert (at(plan, Action.SEND_LISTS), message, False) in told(plan)
    plan = with_milestone(Action.EVENT, planned_on=date(2020, 4, 10))
    assert told(plan) == [
        (at(plan, Action.EVENT), "„Infoveranstaltung“ liegt auf einem freien Tag (10.04.2020, Karfreitag).", False)
    ]


@pytest.mark.parametrize(
    ("action", "day", "message"),
    [
        (Action.RESPONSIBILITY_DEADLINE, date(2020, 5, 18), "„Rücksendung“ (bis 15.05.2020) liegt vor „Zuständigkeit“ (bis 18.05.2020)."),
        (Action.EVALUATE, date(2020, 5, 4), "„Auswertung“ (ab 04.05.2020) liegt vor „Rücksendung“ (bis 15.05.2020)."),
        (Action.PRESENT, date(2020, 5, 1), "„Vorstellung“ (Mai 2020) liegt vor „Auswertung“ (ab 01.06.2020)."),
        (Action.START_IMPLEMENTATION, date(2020, 6, 2), "„Beginn“ (ab 02.06.2020) liegt vor „Vorstellung“ (Juli 2020)."),
    ],
)  # fmt: skip
def test_steps_in_another_order_are_told_wherever_they_stand_in_the_file(action: Action, day: date, message: str) -> None:
    plan = with_milestone(action, planned_on=day)
    assert [m for _, m, _ in told(plan)] == [message]


def test_a_month_is_early_only_when_it_is_over() -> None:
    assert told(with_milestone(Action.PRESENT, planned_on=date(2020, 6, 1))) == []


def test_an_invitation_on_the_day_itself_is_told() -> None:
    plan = with_milestone(Action.EVENT, event=event(invite_working_days_before=0))
    where = at(plan, Action.EVENT, "event", "invite_working_days_before")
    assert told(plan) == [(where, "Zu „Infoveranstaltung“ wird erst am selben Tag eingeladen.", False)]


@pytest.mark.parametrize(
    ("number", "values", "message"),
    [
        (2, {"working_days": 10}, "Die Erinnerung „Eskalation“ geht nie hinaus: sie liegt 10 Arbeitstage nach der Frist, „hard_stop_working_days“ ist 9."),
        (0, {"working_days": 1}, "Die Erinnerung „Zuständigkeit prüfen“ geht nie hinaus: nach der Frist wird nach der Zuständigkeit nicht mehr gefragt."),
        (1, {"working_days": -34}, "Die Erinnerung „Vorab“ geht nie hinaus: ihr Tag (25.03.2020) liegt nicht nach dem Versand der Amtslisten."),
        (2, {"working_days": -1}, "„Eskalation“ geht an die Leitung, bevor die Frist abgelaufen ist."),
    ],
)  # fmt: skip
def test_a_reminder_that_never_goes_out_is_told(number: int, values: dict[str, Any], message: str) -> None:
    assert told(with_step(number, **values)) == [(("reminders", "steps", number), message, False)]


@given(st.integers(-40, 15), st.integers(0, 12))
def test_a_reminder_is_told_exactly_when_no_day_has_it_due(working_days: int, hard_stop: int) -> None:
    plan = with_step(1, working_days=working_days)
    plan = replace(plan, reminders=replace(plan.reminders, hard_stop_working_days=hard_stop, steps=plan.reminders.steps[1:2]))
    deadline = plan.due_on(Action.RETURN_DEADLINE)
    item = OpenList(list_id=1, department="1", sent_on=plan.due_on(Action.SEND_LISTS), due_on=deadline, deadlines={"return_deadline": deadline}, answered_anything=False, sent_steps=frozenset())  # fmt: skip
    days = plan.calendar.days_between(date(2020, 3, 25), date(2020, 6, 30))
    ever = any(due_step(item, plan.reminders, plan.calendar, day) for day in days)
    assert bool(told(plan)) is not ever


@pytest.mark.parametrize(
    ("days", "message"),
    [
        ((date(2017, 3, 1), date(2021, 3, 1)), "Nach dem Stand wird gefragt am 01.03.2017: vor dem Beginn der Umsetzung; dann gibt es noch keine Maßnahmen."),
        ((date(2023, 1, 2),), "Nach dem Stand wird gefragt am 02.01.2023: nach dem Abschluss der Umsetzung; dann wird nicht mehr gefragt."),
        ((date(2021, 5, 1),), "Nach dem Stand wird an freien Tagen gefragt (01.05.2021, Erster Mai)."),
        ((date(2021, 3, 1), date(2021, 3, 1)), "Ein Tag der Abfrage steht zweimal."),
    ],
)  # fmt: skip
def test_a_day_of_the_progress_query_that_asks_nobody_is_told(days: tuple[date, ...], message: str) -> None:
    plan = replace(PLAN, progress=ProgressPlan(asked_on=days, due_working_days=20, delays=DELAYS))
    assert told(plan) == [(("progress", "asked_on"), message, False)]


def test_a_step_about_late_measures_after_the_hard_stop_never_goes_out_and_is_told() -> None:
    step = DelayStep(key="spaet", title="Spät", working_days=70)
    plan = replace(PLAN, progress=ProgressPlan(delays=DelayPlan(steps=(step,), hard_stop_working_days=60)))
    message = "„Spät“ geht nie hinaus: 70 Arbeitstage nach dem Zieltermin, „hard_stop_working_days“ ist 60."
    assert told(plan) == [(("progress", "delays", "steps", 0), message, False)]


def test_a_plan_that_follows_measures_and_reminds_nobody_is_told_unless_it_says_so() -> None:
    asked = PLAN.progress.asked_on
    assert told(replace(PLAN, progress=ProgressPlan(asked_on=asked))) == [(("progress",), NOBODY_REMINDED, False)]
    assert told(replace(PLAN, progress=ProgressPlan(asked_on=asked, delays=DelayPlan(hard_stop_working_days=0)))) == []
    assert told(replace(PLAN, progress=ProgressPlan())) == [], "nobody asks how far the measures are"
