"""What the measures cost: assumed or agreed person-days, and nothing for what is at the target."""

from datetime import date
from typing import Any

import pytest

from ozg_workflow.domain.results.board.effort import Costs, EffortDays, Known, posts
from ozg_workflow.domain.results.implementation import MeasurePlan, MeasureState
from ozg_workflow.domain.results.prioritisation import Quadrant, RankState, Score, Wave

WAVE = Wave(key="1", title="Erste", starts_on="2021-01-01", ends_on="2021-12-31")


def score(number: int, quadrant: Quadrant | None) -> Score:
    nothing: dict[str, Any] = dict.fromkeys(
        ("rank_low", "rank_high", "stable_from", "stable_to", "score", "benefit", "feasibility")
    )
    return Score(
        service_id=number,
        ref=f"L{number}",
        name=f"N{number}",
        office="33",
        state=RankState.RANKED,
        rank=number,
        quadrant=quadrant,
        completeness=1,
        reasons=(),
        **nothing,
    )


def measure(number: int, state: MeasureState = MeasureState.PLANNED, wave: str = "1") -> MeasurePlan:
    day = date(2021, 1, 1)
    return MeasurePlan(
        service_id=number, office="33", rank=number, wave=wave, starts_on=day, target_level=4, target_on=day, state=state
    )


FIELDS = (Quadrant.DO_FIRST, Quadrant.PLAN, Quadrant.SEIZE, Quadrant.LATER, None)
SCORES = {number: score(number, field) for number, field in enumerate(FIELDS, 1)}


def costs(**known: Any) -> Costs:
    return Costs(assumed=EffortDays(easy=10, hard=25), known=Known(**known), scores=SCORES)


def test_what_is_feasible_is_easy_and_what_is_unknown_is_not() -> None:
    assert [costs().days(number) for number in SCORES] == [10, 25, 10, 25, 25]


def test_agreed_days_count_instead_of_the_assumption() -> None:
    found = costs(agreed={1: 3, 2: 0}).of([measure(1), measure(2), measure(3)])
    assert (found.days, found.agreed, found.measures) == (13, 2, 3)


def test_what_is_at_the_target_costs_nothing_and_binds_nobody() -> None:
    found = costs(staff={1: 1.5, 2: 4.0}).of([measure(1), measure(2, MeasureState.REACHED), measure(3)])
    assert (found.measures, found.reached, found.days, found.staff, found.staff_known) == (2, 1, 20, 1.5, 1)


def test_each_wave_has_its_own_costs() -> None:
    waves = (WAVE, Wave(key="2", title="Zweite", starts_on="2022-01-01", ends_on="2022-12-31"))
    found = costs().by_wave([measure(1), measure(2, wave="2")], waves)
    assert [effort.days for effort in found] == [10, 25]


def test_two_hundred_days_in_a_year_are_one_full_post() -> None:
    effort = costs(agreed={1: 200}).of([measure(1)])
    assert posts(effort, WAVE) == pytest.approx(1.0, abs=0.01)
    half = Wave(key="1", title="Halb", starts_on="2021-01-01", ends_on="2021-07-01")
    assert posts(effort, half) == pytest.approx(2.0, abs=0.02)
