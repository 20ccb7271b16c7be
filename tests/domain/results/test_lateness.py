"""Late, threatening to be, or in time."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ozg_workflow.domain.results.implementation import MeasureState
from ozg_workflow.domain.results.lateness import Delay, Pace

TARGET = date(2020, 12, 31)


@pytest.mark.parametrize(
    ("state", "expected_on", "today", "delay", "words"),
    [
        (MeasureState.STARTED, None, "2020-12-31", Delay.NONE, ""),
        (MeasureState.STARTED, None, "2021-01-04", Delay.LATE, "verspätet seit 31.12.2020"),
        (MeasureState.STARTED, "2021-03-15", "2021-01-04", Delay.LATE, "verspätet seit 31.12.2020, erwartet 15.03.2021"),
        (MeasureState.STARTED, "2020-12-01", "2021-01-04", Delay.LATE, "verspätet seit 31.12.2020, war erwartet 01.12.2020"),
        (MeasureState.STARTED, "2021-03-15", "2020-10-01", Delay.THREATENED, "droht: erwartet 15.03.2021, Ziel 31.12.2020"),
        (MeasureState.PLANNED, "2021-03-15", "2020-10-01", Delay.THREATENED, "droht: erwartet 15.03.2021, Ziel 31.12.2020"),
        (MeasureState.STARTED, "2020-12-31", "2020-10-01", Delay.NONE, ""),
        (MeasureState.REACHED, "2021-03-15", "2022-01-04", Delay.NONE, ""),
    ],
)
def test_how_a_measure_stands_to_its_target(
    state: MeasureState, expected_on: str | None, today: str, delay: Delay, words: str
) -> None:
    pace = Pace(state=state, target_on=TARGET, expected_on=date.fromisoformat(expected_on) if expected_on else None)
    assert (pace.delay(date.fromisoformat(today)), pace.words(date.fromisoformat(today))) == (delay, words)


days = st.dates(date(2020, 1, 1), date(2023, 12, 31))


@given(st.sampled_from(MeasureState), days, st.none() | days, days)
def test_words_are_told_exactly_where_there_is_a_delay(
    state: MeasureState, target_on: date, expected_on: date | None, today: date
) -> None:
    pace = Pace(state=state, target_on=target_on, expected_on=expected_on)
    assert bool(pace.words(today)) is (pace.delay(today) is not Delay.NONE)


@given(days, st.none() | days, days)
def test_what_is_late_stays_late_until_it_is_reached(target_on: date, expected_on: date | None, today: date) -> None:
    pace = Pace(state=MeasureState.STARTED, target_on=target_on, expected_on=expected_on)
    if pace.delay(today) is Delay.LATE:
        assert pace.delay(date(2024, 1, 1)) is Delay.LATE
