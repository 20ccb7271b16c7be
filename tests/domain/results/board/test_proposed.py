"""The board is asked for what the offices can carry."""

from dataclasses import replace
from datetime import date

from ozg_workflow.domain.results.board.proposed import carried
from ozg_workflow.domain.results.implementation import MeasurePlan, MeasureState
from ozg_workflow.domain.results.prioritisation import Prioritisation, Wave

WAVES = (
    Wave(key="1", title="Erste", starts_on="2020-09-01", ends_on="2020-12-30", capacity=2),
    Wave(key="2", title="Zweite", starts_on="2021-01-04", ends_on="2021-06-30"),
)
AGREED = Prioritisation(version="1", agreed_by=(), criteria=(), blocking={}, waves=WAVES)
DEADLINE, TODAY = date(2021, 3, 1), date(2020, 7, 1)


def plan(service: int, office: str, wave: str, state: MeasureState = MeasureState.PLANNED) -> MeasurePlan:
    return MeasurePlan(
        service_id=service,
        office=office,
        rank=service,
        wave=wave,
        starts_on=date(2020, 9, 1),
        target_level=4,
        target_on=date(2020, 12, 30),
        state=state,
    )


NAMES = {1: "A", 2: "B", 3: "C", 4: "D"}


def test_without_a_capacity_the_ranking_alone_counts() -> None:
    plans = (plan(1, "50", "1"), plan(2, "50", "1"))
    assert carried(plans, NAMES, AGREED, DEADLINE, TODAY) == (plans, {})


def test_what_an_office_cannot_carry_waits_and_a_better_rank_of_another_office_takes_the_place() -> None:
    plans = (plan(1, "50", "1"), plan(2, "50", "1"), plan(3, "33", "2"), plan(4, "33", "1", MeasureState.REACHED))
    found, said = carried(plans, NAMES, replace(AGREED, capacity_per_office=1), DEADLINE, TODAY)
    assert [(p.service_id, p.wave, p.starts_on, p.target_on) for p in found] == [
        (1, "1", date(2020, 9, 1), date(2020, 12, 30)),
        (2, "2", date(2021, 1, 4), DEADLINE),
        (3, "1", date(2020, 9, 1), date(2020, 12, 30)),
        (4, "1", date(2020, 9, 1), date(2020, 12, 30)),
    ]
    assert said == {
        2: "Welle 2 statt 1, weil Amt 50 im 4. Quartal 2020 schon 1 Maßnahme hat.",
        3: "Welle 1 statt 2, weil dort ein Platz frei geworden ist.",
    }


def test_what_is_put_off_is_not_pulled_forward_where_an_office_has_room() -> None:
    plans = (replace(plan(1, "50", "2"), put_off=True), plan(2, "50", "1"))
    found, said = carried(plans, NAMES, replace(AGREED, capacity_per_office=1), DEADLINE, TODAY)
    assert [(p.service_id, p.wave) for p in found] == [(1, "2"), (2, "1")]
    assert said == {}
