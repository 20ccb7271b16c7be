"""Working days know weekends, the public holidays of the Land and the closed days of the town hall."""

import subprocess
import sys
from datetime import date, timedelta

import holidays
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ozg_workflow.domain.plan.calendar import WorkingCalendar, states

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
