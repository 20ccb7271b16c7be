"""Working days know weekends, the public holidays of the Land and the closed days of the town hall."""

import subprocess
import sys
from datetime import date, timedelta
from typing import Any

import holidays
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ozg_workflow.domain.plan.calendar import WorkingCalendar, states
from ozg_workflow.domain.plan.days import DayRule

NRW = WorkingCalendar()
days = st.dates(date(2019, 1, 1), date(2024, 12, 31))
distances = st.integers(-60, 60)


@pytest.mark.parametrize(
    "day",
    [
        date(2020, 1, 1),
        date(2020, 4, 10),  # Karfreitag
        date(2020, 4, 13),  # Ostermontag
        date(2020, 5, 1),
        date(2020, 5, 21),  # Christi Himmelfahrt
        date(2020, 6, 1),  # Pfingstmontag
        date(2020, 6, 11),  # Fronleichnam
        date(2020, 10, 3),
        date(2020, 11, 1),
        date(2020, 12, 25),
        date(2020, 12, 26),
    ],
)
def test_nobody_works_on_the_public_holidays_of_north_rhine_westphalia(day: date) -> None:
    assert not NRW.is_working_day(day)


@pytest.mark.parametrize("day", [date(2020, 4, 9), date(2020, 6, 2), date(2020, 8, 15), date(2020, 1, 6), date(2020, 10, 31)])
def test_what_other_states_celebrate_is_an_ordinary_day_here(day: date) -> None:
    assert NRW.is_working_day(day) is (day.weekday() < 5)


def test_bavaria_celebrates_assumption_day_as_its_catholic_towns_do() -> None:
    assert not WorkingCalendar(state="BY").is_working_day(date(2022, 8, 15))
    assert NRW.is_working_day(date(2022, 8, 15))


def test_another_state_has_other_holidays() -> None:
    reformation_day = date(2022, 10, 31)
    assert not WorkingCalendar(state="NI").is_working_day(reformation_day)
    assert NRW.is_working_day(reformation_day)


@pytest.mark.parametrize("day", [date(2020, 12, 24), date(2020, 12, 31), date(2021, 12, 24)])
def test_the_town_hall_is_closed_on_christmas_eve_and_new_years_eve(day: date) -> None:
    assert not NRW.is_working_day(day)
    assert WorkingCalendar(closed_days=()).is_working_day(day)


def test_on_or_after_keeps_a_working_day_and_moves_anything_else_forward() -> None:
    assert NRW.on_or_after(date(2020, 6, 2)) == date(2020, 6, 2)
    assert NRW.on_or_after(date(2020, 5, 30)) == date(2020, 6, 2)
    assert NRW.on_or_after(date(2020, 12, 24)) == date(2020, 12, 28)


def test_shift_counts_working_days_only() -> None:
    assert NRW.shift(date(2020, 4, 9), 1) == date(2020, 4, 14)
    assert NRW.shift(date(2020, 4, 14), -1) == date(2020, 4, 9)
    assert NRW.shift(date(2020, 5, 15), 5) == date(2020, 5, 25)
    assert NRW.shift(date(2020, 5, 30), 0) == date(2020, 5, 30)


def test_days_between_lists_both_ends_and_leaves_out_the_holidays() -> None:
    assert NRW.days_between(date(2020, 4, 9), date(2020, 4, 15)) == (date(2020, 4, 9), date(2020, 4, 14), date(2020, 4, 15))
    assert NRW.days_between(date(2020, 4, 11), date(2020, 4, 12)) == ()
    assert NRW.days_between(date(2020, 4, 15), date(2020, 4, 14)) == ()


@settings(deadline=None)
@given(day=days, distance=distances)
def test_a_shift_lands_on_a_working_day(day: date, distance: int) -> None:
    assert NRW.is_working_day(NRW.shift(day, distance)) or distance == 0


@settings(deadline=None)
@given(day=days, distance=distances)
def test_shifting_there_and_back_returns_to_the_working_day(day: date, distance: int) -> None:
    start = NRW.on_or_after(day)
    assert NRW.shift(NRW.shift(start, distance), -distance) == start


@settings(deadline=None)
@given(day=days, distance=st.integers(1, 60))
def test_a_shift_passes_exactly_as_many_working_days_as_asked(day: date, distance: int) -> None:
    assert len(NRW.days_between(day + timedelta(days=1), NRW.shift(day, distance))) == distance


@pytest.mark.parametrize(
    ("since", "today", "days"),
    [
        (date(2020, 4, 8), date(2020, 4, 8), 0),
        (date(2020, 4, 8), date(2020, 4, 9), 1),
        (date(2020, 4, 9), date(2020, 4, 14), 1),  # Good Friday to Easter Monday do not count
        (date(2020, 4, 11), date(2020, 4, 14), 1),
        (date(2020, 4, 9), date(2020, 4, 12), 0),
        (date(2020, 4, 9), date(2020, 4, 1), 0),
    ],
)
def test_working_days_since_a_day_leave_out_that_day(since: date, today: date, days: int) -> None:
    assert WorkingCalendar().working_days_since(since, today) == days


@pytest.mark.parametrize("state", sorted(states()))
def test_the_public_holidays_are_those_that_the_library_gives_when_asked_for_the_country(state: str) -> None:
    categories = ("public", "catholic") if state == "BY" else ("public",)
    theirs = holidays.country_holidays("DE", subdiv=state, years=range(2019, 2031), categories=categories)
    town = WorkingCalendar(state=state, closed_days=())
    weekdays = [day for n in range(12 * 365 + 3) if (day := date(2019, 1, 1) + timedelta(days=n)).weekday() < 5]
    assert [day for day in weekdays if not town.is_working_day(day)] == [day for day in weekdays if day in theirs]


def test_no_other_country_is_loaded_for_a_working_day() -> None:
    code = "import sys; from datetime import date; from ozg_workflow.domain.plan.calendar import WorkingCalendar as C"
    code += "; C().is_working_day(date(2020, 6, 2)); print(sum(name.startswith('holidays.countries') for name in sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "0"


def _off(town: WorkingCalendar, year: int = 2026) -> dict[date, str]:
    days = (date(year, 1, 1) + timedelta(days=n) for n in range(365))
    return {day: town.why_off(day) for day in days if day.weekday() < 5 and not town.is_working_day(day)}


def test_a_day_off_tells_why_in_german_whatever_the_language_of_the_machine_is() -> None:
    code = "from datetime import date; from ozg_workflow.domain.plan.calendar import WorkingCalendar as C; c = C()"
    code += "; print([c.why_off(date(2020, m, d)) for m, d in ((5, 21), (12, 24), (5, 16), (5, 15))])"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env={"LANG": "en_US.UTF-8", "LANGUAGE": "en"})  # fmt: skip
    assert run.stdout.strip() == "['Christi Himmelfahrt', 'Rathaus geschlossen', 'Samstag', '']"


@pytest.mark.parametrize(
    ("town", "more", "fewer"),
    [
        ({"state": "BY", "catholic": False}, set(), set()),  # 15.08.2026 is a Saturday, see below
        ({"state": "SN", "catholic": True}, {date(2026, 6, 4)}, set()),
        ({"state": "TH", "catholic": True}, {date(2026, 6, 4)}, set()),
        ({"state": "NW", "catholic": True}, set(), set()),
        ({"state": "NW", "open_days": (DayRule(easter=60),)}, set(), {date(2026, 6, 4)}),
        ({"state": "NW", "closed_days": (DayRule(day="2026-05-15", name="Brückentag"),)}, {date(2026, 5, 15)}, {date(2026, 12, 24), date(2026, 12, 31)}),
    ],
)  # fmt: skip
def test_days_of_a_city_of_its_own_are_added_and_taken_away(town: dict[str, Any], more: set[date], fewer: set[date]) -> None:
    usual = _off(WorkingCalendar(state=town["state"]))
    own = _off(WorkingCalendar(**town))
    assert own.keys() - usual.keys() == more
    assert usual.keys() - own.keys() == fewer


def test_an_evangelical_municipality_of_bavaria_works_on_the_15th_of_august_and_augsburg_rests_on_the_8th() -> None:
    days = [date(2022, 8, 8), date(2022, 8, 15)]
    assert [WorkingCalendar(state="BY", catholic=False).is_working_day(d) for d in days] == [True, True]
    assert [WorkingCalendar(state="BY").is_working_day(d) for d in days] == [True, False]
    assert [WorkingCalendar(state="Augsburg").why_off(d) for d in days] == ["Augsburger Hohes Friedensfest", "Mariä Himmelfahrt"]


def test_a_closed_day_has_the_name_it_was_given_also_on_a_holiday() -> None:
    town = WorkingCalendar(closed_days=(DayRule(easter=60, name="Prozession"),), open_days=(DayRule(easter=60),))
    assert town.why_off(date(2026, 6, 4)) == "Prozession"
