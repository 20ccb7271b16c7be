"""The measures follow the decision of the board."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from ozg_workflow.domain.results.board.verdicts import CARRIED_OUT, Decision, Verdict, counted, decided_measures
from ozg_workflow.domain.results.implementation import MeasurePlan, MeasureState, Target
from ozg_workflow.domain.results.prioritisation import Wave

WAVES = (
    Wave(key="1", title="Erste", starts_on="2020-09-01", ends_on="2020-12-30", capacity=1),
    Wave(key="2", title="Zweite", starts_on="2021-01-04", ends_on="2021-12-30"),
)
TARGET = Target(level=4, deadline=date(2021, 6, 30))
TODAY = date(2020, 9, 1)


def plan(service: int, state: MeasureState = MeasureState.STARTED) -> MeasurePlan:
    return MeasurePlan(
        service_id=service,
        office="33",
        rank=service,
        wave="1",
        starts_on=date(2020, 9, 1),
        target_level=4,
        target_on=date(2020, 12, 30),
        state=state,
    )


def measures(decisions: dict[int, Decision], *plans: MeasurePlan) -> tuple[MeasurePlan, ...]:
    return decided_measures(plans, decisions, WAVES, TARGET, TODAY)


def decided(service: int, verdict: Verdict, wave: str = "") -> dict[int, Decision]:
    return {service: Decision(service_id=service, verdict=verdict, wave=wave)}


def test_another_wave_brings_its_own_days_and_no_day_after_the_deadline() -> None:
    (found,) = measures(decided(1, Verdict.OTHER_WAVE, "2"), plan(1))
    assert (found.wave, found.starts_on, found.target_on) == ("2", date(2021, 1, 4), date(2021, 6, 30))
    assert found.state is MeasureState.PLANNED, "its wave has not begun"


def test_what_has_reached_its_target_stays_reached_in_another_wave() -> None:
    (found,) = measures(decided(1, Verdict.OTHER_WAVE, "2"), plan(1, MeasureState.REACHED))
    assert found.state is MeasureState.REACHED


def test_a_wave_that_is_planned_no_more_leaves_the_measure_where_it_is() -> None:
    assert measures(decided(1, Verdict.ACCEPT, "9"), plan(1)) == (plan(1),)


@given(st.dictionaries(st.integers(1, 9), st.sampled_from(Verdict)))
def test_exactly_what_the_board_wants_becomes_a_measure(verdicts: dict[int, Verdict]) -> None:
    decisions = {n: Decision(service_id=n, verdict=v, wave="1" if v in CARRIED_OUT else "") for n, v in verdicts.items()}
    found = measures(decisions, *(plan(n) for n in range(1, 10)))
    assert [m.service_id for m in found] == sorted(n for n, v in verdicts.items() if v in CARRIED_OUT)


def test_decisions_are_counted_in_words() -> None:
    decisions = [Decision(service_id=n, verdict=v, wave="") for n, v in enumerate((Verdict.ACCEPT, Verdict.ACCEPT, Verdict.DROP))]
    assert counted(decisions) == "2 annehmen und 1 streichen"
    assert counted([]) == "keine"
