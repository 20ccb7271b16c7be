"""Measures are listed and shown with all that is agreed."""

import pytest

from ozg_workflow.domain.errors import InputError
from ozg_workflow.domain.results.terms import Field
from ozg_workflow.usecases.results.measure_admin.change import change_measure_of
from ozg_workflow.usecases.results.measure_admin.show import MeasureWish, as_json, list_measures, show_measure
from tests.usecases.town import Town


def test_measures_are_found_by_wave_office_route_and_state(started: Town) -> None:
    change_measure_of(started.ctx(), "L2", {Field.ROUTE: "efa", Field.WAVE: "2"})

    def found(**wish: str) -> set[str]:
        return {view.service for view in list_measures(started.ctx(), MeasureWish(**wish))}

    assert found() == {"L2", "L3", "L4", "L6", "L7", "L8"}
    assert found(wave="2") == found(route="efa") == found(state="planned") == {"L2"}
    assert found(office="33", wave="1") == {"L3", "L4"}
    for wish, part in (
        ({"wave": "9"}, "Welle „9“"),
        ({"route": "x"}, "Vorhanden: efa, land"),
        ({"state": "x"}, "planned, started"),
    ):
        with pytest.raises(InputError, match=part):
            found(**wish)


def test_a_measure_is_shown_with_its_log(started: Town) -> None:
    change_measure_of(started.ctx(), "L2", {Field.EFFORT_DAYS: "12"})
    (number,) = [view.id for view in list_measures(started.ctx(), MeasureWish()) if view.service == "L2"]
    view, log = show_measure(started.ctx(), number)
    shown = as_json(view)
    assert (shown["effort_days"], shown["route"], shown["wave"], shown["office"]) == (12, None, "1", "33")
    assert [change.text for change in log] == [f"Wohnsitz anmelden (Nr. {number}), Aufwand (Personentage): leer → 12"]


def test_before_the_implementation_there_are_none(answered: Town) -> None:
    with pytest.raises(InputError, match="noch nicht begonnen"):
        list_measures(answered.ctx(), MeasureWish())
