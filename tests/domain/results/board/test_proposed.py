"""The board is asked for what the offices can carry."""

from dataclasses import replace
from datetime import date

from ozg_workflow.domain.results.board.proposed import Earlier, Frame, carried
from ozg_workflow.domain.results.implementation import MeasurePlan, MeasureState, Target
from ozg_workflow.domain.results.prioritisation import Prioritisation, Wave

WAVES = (
    Wave(key="1", title="Erste", starts_on="2020-09-01", ends_on="2020-12-30", capacity=2),
    Wave(key="2", title="Zweite", starts_on="2021-01-04", ends_on="2021-06-30"),
)
AGREED = Prioritisation(version="1", agreed_by=(), criteria=(), blocking={}, waves=WAVES)
DEADLINE, TODAY = date(2021, 3, 1), date(2020, 7, 1)
FRAME = Frame(agreed=AGREED, target=Target(level=4, deadline=DEADLINE), today=TODAY)
ONE_EACH = replace(FRAME, agreed=replace(AGREED, capacity_per_office=1))
EARLIER = Earlier(
    service_id=9,
    name="X",
    office="50",
    rank=1,
    wave="alt",
    starts_on=date(2020, 1, 7),
    target_on=date(2020, 6, 30),
    begun=True,
)


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
    assert carried(plans, NAMES, FRAME) == (plans, {})


def test_what_an_office_cannot_carry_waits_and_a_better_rank_of_another_office_takes_the_place() -> None:
    plans = (plan(1, "50", "1"), plan(2, "50", "1"), plan(3, "33", "2"), plan(4, "33", "1", MeasureState.REACHED))
    found, said = carried(plans, NAMES, ONE_EACH)
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
    found, said = carried(plans, NAMES, ONE_EACH)
    assert [(p.service_id, p.wave) for p in found] == [(1, "2"), (2, "1")]
    assert said == {}


def test_what_an_earlier_survey_agreed_on_takes_the_place_of_its_office_and_the_sentence_says_so() -> None:
    """Its day is over and it is not ready: it is carried on in the first quarter."""
    found, said = carried((plan(1, "50", "1"), plan(2, "33", "1")), NAMES, replace(ONE_EACH, earlier=(EARLIER,)))
    assert [(p.service_id, p.wave) for p in found] == [(1, "2"), (2, "1")]
    assert said == {
        1: "Welle 2 statt 1, weil Amt 50 im 4. Quartal 2020 schon 1 Maßnahme hat, davon 1 aus einer früheren Erhebung."
    }


def test_what_is_under_way_goes_on_as_agreed_and_is_counted_once() -> None:
    running = replace(EARLIER, service_id=1, name="A", target_on=date(2021, 2, 1))
    found, said = carried((plan(1, "50", "1"), plan(2, "50", "1")), NAMES, replace(ONE_EACH, earlier=(running,)))
    assert [(p.service_id, p.wave, p.starts_on, p.target_on) for p in found] == [
        (1, "2", date(2020, 1, 7), date(2021, 2, 1)),
        (2, "1", date(2020, 9, 1), date(2020, 12, 30)),
    ]
    assert said == {}


def test_what_has_not_begun_is_planned_anew_and_what_is_at_its_target_takes_no_place() -> None:
    waiting = replace(EARLIER, service_id=1, name="A", begun=False)
    reached = replace(EARLIER, service_id=4, name="D")
    plans = (plan(1, "50", "1"), plan(4, "50", "1", MeasureState.REACHED))
    found, said = carried(plans, NAMES, replace(ONE_EACH, earlier=(waiting, reached)))
    assert [(p.service_id, p.wave) for p in found] == [(1, "1"), (4, "1")]
    assert said == {}
