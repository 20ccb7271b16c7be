"""The best ranks go into the first wave, what has reached the target takes no place, nothing ends after the deadline."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from ozg_workflow.domain.results.implementation import (
    MeasurePlan,
    MeasureState,
    Target,
    plan_measures,
    state_after_reading,
    state_on,
)
from ozg_workflow.domain.results.prioritisation import Quadrant, RankState, Score, Wave

WAVES = (
    Wave(key="1", title="Erste", starts_on="2020-09-01", ends_on="2020-12-30", capacity=2),
    Wave(key="2", title="Zweite", starts_on="2021-01-04", ends_on="2021-12-30", capacity=1),
    Wave(key="3", title="Dritte", starts_on="2022-01-03", ends_on="2023-06-30"),
)
DEADLINE = date(2022, 12, 31)


def _score(number: int, rank: int | None, state: RankState = RankState.RANKED) -> Score:
    nothing: dict[str, Any] = dict.fromkeys(
        ("rank_low", "rank_high", "stable_from", "stable_to", "score", "benefit", "feasibility", "quadrant")
    )
    return Score(
        service_id=number,
        ref=f"L{number}",
        name=f"N{number}",
        office="33",
        state=state,
        rank=rank,
        completeness=1,
        reasons=(),
        **nothing,
    )


def _plan(scores: list[Score], levels: dict[int, int] | None = None, today: date = date(2020, 9, 1)) -> tuple[MeasurePlan, ...]:
    return plan_measures(scores, WAVES, levels or {}, Target(level=4, deadline=DEADLINE), today)


def test_the_waves_are_filled_by_rank_and_the_last_takes_the_rest() -> None:
    plans = _plan([_score(n, n) for n in (5, 3, 1, 4, 2, 6)])
    assert [(p.rank, p.wave) for p in plans] == [(1, "1"), (2, "1"), (3, "2"), (4, "3"), (5, "3"), (6, "3")]


def test_equal_ranks_are_ordered_by_name_so_that_a_second_run_gives_the_same_plan() -> None:
    plans = _plan([_score(2, 1), _score(1, 1)])
    assert [p.service_id for p in plans] == [1, 2]


def test_blocked_services_and_those_without_a_rank_get_no_measure() -> None:
    assert _plan([_score(1, None, RankState.INCOMPLETE), _score(2, None, RankState.BLOCKED)]) == ()


def test_a_service_that_has_reached_the_target_takes_no_place_in_a_wave() -> None:
    plans = _plan([_score(n, n) for n in (1, 2, 3)], levels={1: 4, 2: 3})
    assert [(p.service_id, p.wave, p.state) for p in plans] == [
        (1, "1", MeasureState.REACHED),
        (2, "1", MeasureState.STARTED),
        (3, "1", MeasureState.STARTED),
    ]


def test_what_stands_in_the_field_zurueckstellen_waits_for_the_last_wave() -> None:
    scores = [replace(_score(n, n), quadrant=Quadrant.LATER if n in (1, 3) else Quadrant.DO_FIRST) for n in range(1, 6)]
    assert [(p.rank, p.wave) for p in _plan(scores)] == [(1, "3"), (2, "1"), (3, "3"), (4, "1"), (5, "2")]


def test_no_target_date_lies_after_the_deadline() -> None:
    assert [p.target_on for p in _plan([_score(n, n) for n in range(1, 5)])] == [
        date(2020, 12, 30),
        date(2020, 12, 30),
        date(2021, 12, 30),
        DEADLINE,
    ]


@pytest.mark.parametrize(
    ("today", "state"),
    [
        (date(2020, 8, 31), MeasureState.PLANNED),
        (date(2020, 9, 1), MeasureState.STARTED),
        (date(2021, 1, 1), MeasureState.STARTED),
    ],
)
def test_a_measure_starts_on_the_first_day_of_its_wave(today: date, state: MeasureState) -> None:
    assert state_on(date(2020, 9, 1), today) is state
    assert _plan([_score(1, 1)], today=today)[0].state is state


@pytest.mark.parametrize(("level", "state"), [(3, MeasureState.STARTED), (4, MeasureState.REACHED), (5, MeasureState.REACHED)])
def test_a_reported_level_at_or_above_the_target_reaches_it(level: int, state: MeasureState) -> None:
    assert state_after_reading(level, 4, date(2020, 9, 1), date(2020, 10, 1)) is state
