"""Offices carry so many measures in a quarter and no more; every shift is told and recorded."""

from collections import Counter
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from ozg_workflow.database.models import Event, Measure
from ozg_workflow.domain.errors import InputError
from ozg_workflow.domain.results.implementation import MeasureState
from ozg_workflow.domain.results.planning.capacity import OfficeCapacity
from ozg_workflow.domain.results.terms import Field
from ozg_workflow.usecases.results.measure_admin.change import change_measure_of
from ozg_workflow.usecases.results.measure_admin.plan_waves import plan_waves
from ozg_workflow.usecases.results.measure_admin.show import MeasureWish, list_measures
from tests.usecases.town import Town, town_data


def with_capacity(town: Town, number: int | None, *exceptions: OfficeCapacity) -> None:
    data = town_data()
    plan = replace(data.config.prioritisation, version="1.1", capacity_per_office=number, office_capacities=exceptions)
    town.prepare(replace(data, config=replace(data.config, prioritisation=plan)))


def quarters(town: Town) -> dict[str, tuple[str, str, date]]:
    """Ref → office, wave, last day of the measures that have not reached their target."""
    with town.session() as session:
        found = [m for m in session.scalars(select(Measure)) if str(m.state) != "reached"]
        return {m.service.ref: (m.office.number, m.wave, m.target_on) for m in found}


def test_an_office_begins_no_more_than_it_can_carry(answered: Town) -> None:
    with_capacity(answered, 1)
    answered.board_decides("2020-07-01")
    answered.clock.set(date(2020, 9, 1))
    answered.do("start-implementation")
    found = quarters(answered)
    counted = Counter((office, last) for office, _, last in found.values())
    assert set(counted.values()) == {1}, counted
    assert {last for _, wave, last in found.values() if wave == "1"} == {date(2020, 12, 30)}
    assert {last for _, wave, last in found.values() if wave == "2"} == {date(2021, 3, 31)}


def test_the_board_is_asked_for_what_the_offices_can_carry_and_that_is_what_begins(answered: Town) -> None:
    with_capacity(answered, 1)
    answered.clock.set(date(2020, 7, 1))
    told = answered.do("evaluate", "present").lines
    shifted = [line for line in told if "Welle 2 statt 1, weil Amt " in line]
    assert "im 4. Quartal 2020 schon 1 Maßnahme hat." in shifted[0]
    answered.board_decides("2020-07-01")
    answered.clock.set(date(2020, 9, 1))
    lines = answered.do("start-implementation").lines
    assert not [line for line in lines if "statt" in line], "everything begins in the wave the board named"
    found = quarters(answered)
    assert sum(wave == "2" for _, wave, _ in found.values()) == len(shifted)


def test_what_leaves_the_wave_of_the_board_says_why_wherever_it_is_shown(answered: Town) -> None:
    answered.board_decides("2020-07-01")
    with_capacity(answered, None, OfficeCapacity(office="50", quarter="2020-Q4", measures=0))
    answered.clock.set(date(2020, 9, 1))
    answered.do("evaluate")
    told = answered.do("start-implementation")
    why = "Welle 2 statt 1, weil Amt 50 im 4. Quartal 2020 keine Maßnahme übernimmt."
    shown = list_measures(answered.ctx(), MeasureWish(office="50"))
    assert {(view.board_wave, view.shift) for view in shown} == {("1", why)}
    assert all(f"{view.name}: {why}" in told.lines for view in shown)
    with answered.session() as session:
        placed = list(session.scalars(select(Event.text).where(Event.verb == "measure_placed")))
    assert sum(why in text for text in placed) == len(shown) == 2
    change_measure_of(answered.ctx(), shown[0].service, {Field.WAVE: "1"})
    (back,) = [view for view in list_measures(answered.ctx(), MeasureWish(office="50")) if view.id == shown[0].id]
    assert back.shift == ""
    change_measure_of(answered.ctx(), shown[0].service, {Field.WAVE: "3"})
    (later,) = [view for view in list_measures(answered.ctx(), MeasureWish(office="50")) if view.id == shown[0].id]
    assert later.shift == "Welle 3 statt 1, weil es am 01.09.2020 so vereinbart wurde."


def test_a_preview_names_every_shift(started: Town) -> None:
    """However many there are: what is not told in a preview stands nowhere."""
    for view in list_measures(started.ctx(), MeasureWish()):
        change_measure_of(started.ctx(), view.service, {Field.WAVE: "3"})
    with_capacity(started, 1)
    shown = plan_waves(started.ctx(preview=True))
    told = plan_waves(started.ctx())
    assert shown.lines == told.lines
    for view in list_measures(started.ctx(), MeasureWish()):
        if view.state is not MeasureState.REACHED:
            assert any(line.startswith(f"{view.name}: Welle {view.terms.wave}") for line in told.lines), view.name


def test_without_a_capacity_everything_is_as_the_ranking_has_it(started: Town) -> None:
    assert {wave for _, wave, _ in quarters(started).values()} == {"1"}
    with pytest.raises(InputError, match="fehlt capacity_per_office"):
        plan_waves(started.ctx())


def test_planning_anew_moves_only_what_has_not_begun_and_keeps_the_order(started: Town) -> None:
    with_capacity(started, 1)
    before = quarters(started)
    assert plan_waves(started.ctx()).figures == {"moved": 0}, "all have begun"
    assert quarters(started) == before
    for ref in ("L6", "L7"):
        change_measure_of(started.ctx(), ref, {Field.WAVE: "3"})
    with started.session() as session:
        (l7,) = [m.id for m in session.scalars(select(Measure)) if m.service.ref == "L7"]
    change_measure_of(started.ctx(), "L6", {Field.DEPENDS_ON: str(l7)})
    shown = plan_waves(started.ctx(preview=True))
    assert quarters(started)["L7"][1] == "3", "a preview changes nothing"
    told = plan_waves(started.ctx())
    assert (told.lines, told.figures) == (shown.lines, {"moved": 2})
    after = quarters(started)
    assert after["L7"] == ("50", "2", date(2021, 3, 31)), "Amt 50 has one that has begun in the last quarter of 2020"
    assert after["L6"] == ("34", "2", date(2021, 6, 30)), "it waits for L7"
    assert after | {"L6": before["L6"], "L7": before["L7"]} == before
    assert plan_waves(started.ctx()).changed is False
