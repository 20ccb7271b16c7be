"""A day of a city's own: a date, a weekday by its place in the month, a distance from Easter – and none that does not exist."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ozg_workflow.domain.plan.days import EASTER_SPAN, DayRule, Weekday, rule_mistake

MON, WED, SUN = Weekday.MONDAY, Weekday.WEDNESDAY, Weekday.SUNDAY


@pytest.mark.parametrize(
    ("rule", "day"),
    [
        ({"day": "06-24"}, date(2026, 6, 24)),
        ({"day": "2026-05-15"}, date(2026, 5, 15)),
        ({"day": "2027-05-15"}, None),
        ({"day": "02-29"}, None),
        ({"easter": 0}, date(2026, 4, 5)),
        ({"easter": -48}, date(2026, 2, 16)),  # Rosenmontag
        ({"easter": 60}, date(2026, 6, 4)),  # Fronleichnam
        ({"weekday": MON, "nth": -1, "month": 10}, date(2026, 10, 26)),
        ({"weekday": MON, "nth": 3, "month": 10}, date(2026, 10, 19)),
        ({"weekday": MON, "nth": 5, "month": 10}, None),
        ({"weekday": WED, "before": "11-23"}, date(2026, 11, 18)),  # Buß- und Bettag
        ({"weekday": MON, "before": "11-23"}, date(2026, 11, 16)),  # the day itself, a Monday, is not before it
        ({"weekday": SUN, "before": "12-04"}, date(2026, 11, 29)),  # 1. Advent
    ],
)
def test_a_rule_means_one_day_of_a_year_or_none(rule: dict[str, Any], day: date | None) -> None:
    assert rule_mistake(DayRule(**rule)) == ""
    assert DayRule(**rule).in_year(2026) == day


def test_the_29th_of_february_is_a_day_in_leap_years() -> None:
    assert DayRule(day="02-29").in_year(2028) == date(2028, 2, 29)


@given(st.integers(1990, 2090), st.sampled_from(list(Weekday)), st.integers(1, 12), st.integers(1, 5), st.booleans())
def test_the_nth_weekday_counted_from_either_end(year: int, weekday: Weekday, month: int, nth: int, from_the_end: bool) -> None:
    day = DayRule(weekday=weekday, nth=-nth if from_the_end else nth, month=month).in_year(year)
    if day is None:
        assert nth == 5
        return
    assert (day.year, day.month, list(Weekday)[day.weekday()]) == (year, month, weekday)
    step = timedelta(days=7 if from_the_end else -7)
    assert (day + nth * step).month != month
    assert (day + (nth - 1) * step).month == month


@given(st.integers(1990, 2090), st.sampled_from(list(Weekday)), st.dates(date(2021, 1, 8), date(2021, 12, 31)))
def test_a_weekday_before_a_day_lies_in_the_week_before_it(year: int, weekday: Weekday, before: date) -> None:
    day = DayRule(weekday=weekday, before=f"{before:%m-%d}").in_year(year)
    assert day is not None
    assert list(Weekday)[day.weekday()] is weekday
    assert 1 <= (before.replace(year=year) - day).days <= 7


@given(st.integers(1990, 2090), st.integers(-200, 300))
def test_a_distance_from_easter_stays_in_its_year_or_is_a_mistake(year: int, days: int) -> None:
    rule = DayRule(easter=days)
    assert (rule_mistake(rule) == "") is (days in EASTER_SPAN)
    if days in EASTER_SPAN:
        day = rule.in_year(year)
        assert day is not None
        assert day.year == year


FORMS = "Ein Tag ist genau eines: ein Datum (day), ein Abstand von Ostersonntag in Tagen (easter) oder ein Wochentag (weekday mit nth und month, oder mit before)."


@pytest.mark.parametrize(
    ("rule", "message"),
    [
        ({}, FORMS),
        ({"name": "Kirmes"}, FORMS),
        ({"day": "06-24", "easter": 60}, FORMS),
        ({"day": "02-30"}, "Den Tag „02-30“ gibt es nicht."),
        ({"day": "2026-02-29"}, "Den Tag „2026-02-29“ gibt es nicht."),
        ({"day": "13-01"}, "Den Tag „13-01“ gibt es nicht."),
        ({"day": "24.12."}, "„24.12.“ ist kein Tag im Format MM-TT oder JJJJ-MM-TT."),
        ({"day": "06-24", "nth": 1}, "„nth“, „month“ und „before“ gehören zu einem Wochentag (weekday)."),
        ({"easter": 300}, "„easter: 300“ liegt außerhalb des Jahres."),
        ({"weekday": MON, "nth": 1}, "„month: 0“ ist kein Monat (1 bis 12)."),
        ({"weekday": MON, "month": 10}, "„nth: 0“: möglich sind 1 bis 5, vom Ende des Monats gezählt -1 bis -5."),
        ({"weekday": MON, "month": 10, "nth": -6}, "„nth: -6“: möglich sind 1 bis 5, vom Ende des Monats gezählt -1 bis -5."),
        ({"weekday": MON, "before": "11-31"}, "Den Tag „11-31“ gibt es nicht."),
        ({"weekday": MON, "before": "11-23", "nth": 1}, "Zu „before“ gehören weder „nth“ noch „month“."),
    ],
)
def test_a_rule_that_names_no_day_is_told(rule: dict[str, Any], message: str) -> None:
    assert rule_mistake(DayRule(**rule)) == message
