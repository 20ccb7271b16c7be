"""What follows from moving a date of the plan, and which dates cannot be moved."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ozg_workflow.domain.plan.calendar import WorkingCalendar
from ozg_workflow.domain.plan.milestones import Action, MilestoneState
from ozg_workflow.domain.plan.moves import Move, RunningList, consequences, moved_lists, reason_not_to_move
from ozg_workflow.domain.plan.reminders import OpenList, due_reminders
from ozg_workflow.domain.plan.timeline import Change, Precision, Timeline, in_force
from tests.domain.plan.test_reminders import DISPUTES, DUE, NRW, PLAN, RESPONSIBILITY, RETURN, SENT
from tests.usecases.town import town_data

TODAY = date(2020, 5, 6)


@pytest.fixture(scope="module")
def plan() -> Timeline:
    return town_data().config.timeline


def running(number: int, *, version: int = 1, due_on: date = DUE, extended: bool = False, back: bool = False) -> RunningList:
    return RunningList(list_id=number, office=str(number), version=version, due_on=due_on, extended=extended, back=back)


def test_a_reminder_whose_day_stays_says_so(plan: Timeline) -> None:
    found = consequences(plan, Move(key=RETURN, to=date(2020, 5, 16)), lists=(), invited=(), today=TODAY)
    assert [line for line in found.lines() if "Eskalation" in line or "nach der Frist" in line] == [
        "Erinnerung nach der Frist: bleibt am 19.05.2020.",
        "Eskalation an die Dezernatsleitung: bleibt am 25.05.2020.",
    ]


def test_a_moved_deadline_takes_reminders_and_missing_lists_with_it(plan: Timeline) -> None:
    lists = (running(33), running(34, back=True), running(50, due_on=date(2020, 6, 5), extended=True))
    found = consequences(plan, Move(key=RETURN, to=date(2020, 6, 12)), lists=lists, invited=("1",), today=TODAY)
    assert list(found.lines()) == [
        "„Rücksendung der Amtslisten an das OZG-Postfach“: bis 12.06.2020 statt bis 15.05.2020.",
        "Erinnerung vor der Frist: am 29.05.2020 statt am 05.05.2020.",
        "Letzte Erinnerung vor der Frist: am 09.06.2020 statt am 13.05.2020.",
        "Erinnerung nach der Frist: am 16.06.2020 statt am 19.05.2020.",
        "Eskalation an die Dezernatsleitung: am 19.06.2020 statt am 25.05.2020.",
        "Die neue Frist gilt für 1 fehlende Liste: Amt 33.",
        "Amt 50 behält die eigene Frist 05.06.2020, die jetzt vor der allgemeinen liegt.",
        (
            "Achtung: „Auswertung und Priorisierung“ (ab 01.06.2020) liegt vor dem vorhergehenden Meilenstein "
            "„Rücksendung der Amtslisten an das OZG-Postfach“ (bis 12.06.2020)."
        ),
    ]


def test_a_step_whose_new_day_is_over_is_told_as_dropped(plan: Timeline) -> None:
    found = consequences(plan, Move(key=RETURN, to=date(2020, 5, 8)), lists=(), invited=(), today=TODAY)
    assert [step.passed for step in found.reminders] == [True, True, False, False]
    assert "Letzte Erinnerung vor der Frist: entfällt, ihr neuer Tag (06.05.2020) ist nicht mehr nach heute." in found.lines()


def test_an_event_names_who_gets_an_updated_invitation(plan: Timeline) -> None:
    found = consequences(
        plan, Move(key="infoveranstaltung-1", to=date(2020, 4, 2)), lists=(running(33),), invited=("1", "2"), today=TODAY
    )
    assert found.lines()[-1] == (
        "Achtung: „Datenerhebung mit den Organisationseinheiten“ (ab 01.04.2020) liegt vor dem vorhergehenden Meilenstein "
        "„Infoveranstaltung für das Ausfüllen der Amtsliste (1. Termin)“ (02.04.2020)."
    )
    assert "Eine aktualisierte Einladung erhalten: Dezernat 1 und Dezernat 2." in found.lines()
    assert found.lists == ()


def test_a_day_on_which_nobody_works_is_warned_of(plan: Timeline) -> None:
    found = consequences(plan, Move(key="vorstellung", to=date(2020, 8, 1)), lists=(), invited=(), today=TODAY)
    assert found.warnings == ("Der 01.08.2020 ist kein Arbeitstag.",)
    assert (found.new.precision, found.new.planned_label) == (Precision.DAY, "01.08.2020")


def test_what_has_happened_cannot_be_moved(plan: Timeline) -> None:
    def reason(key: str, state: MilestoneState, to: str, today: date = TODAY) -> str:
        milestone = plan.get(key)
        assert milestone
        return reason_not_to_move(milestone, state, date.fromisoformat(to), today)

    assert "bereits stattgefunden" in reason("infoveranstaltung-1", MilestoneState.DONE, "2020-06-01")
    assert "bereits stattgefunden" in reason("infoveranstaltung-1", MilestoneState.RUNNING, "2020-06-01", date(2020, 3, 31))
    assert "bereits erledigt" in reason("versand", MilestoneState.DONE, "2020-06-01")
    assert "bereits begonnen" in reason("erhebung", MilestoneState.RUNNING, "2020-06-01")
    assert "nicht in der Zukunft" in reason("auswertung", MilestoneState.PLANNED, "2020-05-05")
    assert "nicht in der Zukunft" in reason("infoveranstaltung-2", MilestoneState.PLANNED, "2020-05-06")
    assert reason("infoveranstaltung-2", MilestoneState.RUNNING, "2020-04-09", date(2020, 4, 1)) == ""
    assert reason(RETURN, MilestoneState.DONE, "2020-06-12") == "", "a deadline that has passed may be set anew"


def test_a_supplement_keeps_a_later_deadline_and_an_extended_list_its_own() -> None:
    lists = [
        running(1),
        running(2, version=2, due_on=date(2020, 6, 20)),
        running(3, version=2, due_on=date(2020, 5, 28)),
        running(4, due_on=date(2020, 5, 29), extended=True),
    ]
    assert [(i.list_id, i.new) for i in moved_lists(lists, date(2020, 6, 12))] == [(1, date(2020, 6, 12)), (3, date(2020, 6, 12))]
    assert [(i.list_id, i.new) for i in moved_lists(lists, date(2020, 5, 8))] == [(1, date(2020, 5, 8))]


def test_the_plan_in_force_keeps_everything_else(plan: Timeline) -> None:
    moved = in_force(plan, {RETURN: Change(moved_to=date(2020, 6, 12)), "infoveranstaltung-1": Change(sequence=2)})
    changed = [m.key for m, n in zip(plan.milestones, moved.milestones, strict=True) if m != n]
    assert changed == ["infoveranstaltung-1", RETURN]
    assert moved.due_on(Action.RETURN_DEADLINE) == date(2020, 6, 12)
    assert in_force(plan, {}) == plan


def _year(item: OpenList, moves: dict[int, date], calendar: WorkingCalendar) -> list[tuple[date, str, date]]:
    """Live through half a year; `moves` (day → new deadline) happen in the morning and are told to the Dezernat on that day."""
    sent: list[tuple[date, str, date]] = []
    for number in range(180):
        today = SENT + timedelta(days=number)
        if (to := moves.get(number)) and to >= today and to != item.deadlines[RETURN]:
            item = replace(item, deadlines={**item.deadlines, RETURN: to}, due_on=to, sent_on=today)
        if not calendar.is_working_day(today):
            continue
        for intent in due_reminders([item], PLAN, calendar, today):
            sent.append((today, intent.step.key, intent.deadline))
            item = replace(item, sent_steps=item.sent_steps | {(intent.step.key, intent.deadline)})
    return sent


@given(moves=st.dictionaries(st.integers(0, 170), st.dates(SENT, SENT + timedelta(days=170)), max_size=6))
def test_however_often_a_deadline_moves_no_step_comes_twice_for_the_same_day_or_after_its_hard_stop(
    moves: dict[int, date],
) -> None:
    item = OpenList(
        list_id=1,
        department="2",
        sent_on=SENT,
        due_on=DUE,
        deadlines={RETURN: DUE, RESPONSIBILITY: DISPUTES},
        answered_anything=False,
        sent_steps=frozenset(),
    )
    sent = _year(item, moves, NRW)
    assert len({(key, deadline) for _, key, deadline in sent}) == len(sent)
    assert all(day <= NRW.shift(deadline, PLAN.hard_stop_working_days) for day, _, deadline in sent)
    days = {s.key: s.working_days for s in PLAN.steps}
    assert all(day >= NRW.shift(deadline, days[key]) for day, key, deadline in sent)
