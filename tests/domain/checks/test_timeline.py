"""What no plan can mean is refused, at the value that says so."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from ozg_workflow.domain.checks.timeline import timeline_findings
from ozg_workflow.domain.plan.calendar import WorkingCalendar
from ozg_workflow.domain.plan.days import DayRule
from ozg_workflow.domain.plan.delay_plan import DelayPlan, DelayStep
from ozg_workflow.domain.plan.milestones import Action
from ozg_workflow.domain.plan.timeline import Precision, ProgressPlan, Timeline
from tests.domain.checks.plans import PLAN, event, place_of, with_milestone

DELAYS = ("progress", "delays")


def delays(plan: DelayPlan) -> dict[str, Any]:
    return {"progress": ProgressPlan(delays=plan)}


def delay_step(**values: Any) -> DelayPlan:
    return DelayPlan(steps=(DelayStep(**{"key": "spaet", "title": "Spät", "working_days": 5} | values),))


def told(plan: Timeline) -> list[tuple[tuple[str | int, ...], str, bool]]:
    return [(f.where, f.message, f.refused) for f in timeline_findings(plan)]


def test_a_plan_as_it_should_be_is_silent() -> None:
    assert told(PLAN) == []


@pytest.mark.parametrize("action", [Action.RESPONSIBILITY_DEADLINE, Action.RETURN_DEADLINE, Action.COMPLETE])
def test_a_deadline_is_a_day_and_no_month(action: Action) -> None:
    day = PLAN.due_on(action).replace(day=1)
    plan = with_milestone(action, precision=Precision.MONTH, planned_on=day)
    messages = [(f.where, f.message) for f in timeline_findings(plan) if "braucht einen Tag" in f.message]
    (title,) = [m.title for m in plan.of(action)]
    assert messages == [
        ((*place_of(plan, action), "planned_on"), f"„{title}“ braucht einen Tag (JJJJ-MM-TT); {day:%Y-%m} nennt nur den Monat.")
    ]


@pytest.mark.parametrize("day", [date(9999, 12, 31), date(202, 12, 31)])
def test_a_day_no_plan_reaches_is_refused_before_a_calculation_leaves_the_calendar(day: date) -> None:
    plan = with_milestone(Action.COMPLETE, planned_on=day)
    (title,) = [m.title for m in plan.of(Action.COMPLETE)]
    message = f"„{title}“: „{day}“ liegt nicht zwischen 1900 und 2999; bitte das Jahr prüfen."
    assert ((*place_of(plan, Action.COMPLETE), "planned_on"), message, True) in told(plan)


def test_the_board_may_meet_in_a_month() -> None:
    assert PLAN.of(Action.PRESENT)[0].precision is Precision.MONTH


@pytest.mark.parametrize(
    ("change", "where", "message", "refused"),
    [
        ({"supplement_working_days": 0}, ("supplement_working_days",), "„supplement_working_days“ muss mindestens 1 sein, nicht 0.", True),
        (delays(DelayPlan(hard_stop_working_days=-1)), (*DELAYS, "hard_stop_working_days"), "„hard_stop_working_days“ muss mindestens 0 sein, nicht -1.", True),
        (delays(delay_step(mail="reminder")), (*DELAYS, "steps", 0, "mail"), "„reminder“ ist keine Mail über verspätete Maßnahmen (measure_reminder oder measure_escalation).", True),
        (delays(delay_step(working_days=-5, mail="measure_escalation")), (*DELAYS, "steps", 0, "working_days"), "„Spät“ geht an die Leitung, bevor der Zieltermin vorbei ist.", True),
        (delays(delay_step(working_days=0)), (*DELAYS, "steps", 0, "working_days"), "„Spät“: Am Zieltag selbst ist noch nichts verspätet; gemeint ist wohl 1.", True),
        ({"progress": ProgressPlan(due_working_days=0)}, ("progress", "due_working_days"), "„due_working_days“ muss mindestens 1 sein, nicht 0.", True),
        ({"reminders": replace(PLAN.reminders, hard_stop_working_days=-1)}, ("reminders", "hard_stop_working_days"), "„hard_stop_working_days“ muss mindestens 0 sein, nicht -1.", True),
        ({"calendar": WorkingCalendar(state="XX")}, ("state",), "„XX“ ist kein Kürzel eines Landes (z. B. NW).", True),
        ({"calendar": WorkingCalendar(catholic=False)}, ("catholic",), "„catholic“ ändert nur in BY, SN, TH etwas, nicht in NW.", False),
        ({"calendar": WorkingCalendar(closed_days=(DayRule(day="12-24"), DayRule(day="02-30")))}, ("closed_days", 1), "closed_days: Den Tag „02-30“ gibt es nicht.", True),
        ({"calendar": WorkingCalendar(open_days=(DayRule(day="2026-02-29"),))}, ("open_days", 0), "open_days: Den Tag „2026-02-29“ gibt es nicht.", True),
        ({"calendar": WorkingCalendar(closed_days=(DayRule(day="12-24"), DayRule(day="12-24")))}, ("closed_days", 1), "closed_days: Derselbe Tag steht hier zum zweiten Mal.", False),
    ],
)  # fmt: skip
def test_a_value_that_cannot_be_is_told_at_its_place(
    change: dict[str, Any], where: tuple[str | int, ...], message: str, refused: bool
) -> None:
    assert told(replace(PLAN, **change)) == [(where, message, refused)]


def test_the_29th_of_february_is_a_day() -> None:
    assert told(replace(PLAN, calendar=WorkingCalendar(closed_days=(DayRule(day="02-29"),)))) == []


def test_two_reminders_have_two_keys() -> None:
    first, second = PLAN.reminders.steps[:2]
    plan = replace(PLAN, reminders=replace(PLAN.reminders, steps=(first, replace(second, key=first.key))))
    assert told(plan) == [(("reminders", "steps", 1, "key"), f"Die Erinnerung „{first.key}“ gibt es zweimal.", True)]


def test_nobody_is_invited_after_the_event() -> None:
    plan = with_milestone(Action.EVENT, event=event(invite_working_days_before=-1))
    where = (*place_of(plan, Action.EVENT), "event", "invite_working_days_before")
    assert told(plan) == [(where, "Zu „Infoveranstaltung“ würde erst danach eingeladen.", True)]
