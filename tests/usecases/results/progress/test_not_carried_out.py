"""A measure with the route „keine Umsetzung“ is no measure on its way: it is not counted, asked about, started, late or in anybody's way."""

import shutil
from datetime import date
from io import BytesIO

import pytest
from openpyxl import load_workbook

from ozg_workflow.database.models import Measure
from ozg_workflow.domain.results.implementation import MeasureState
from ozg_workflow.domain.results.lateness import Delay
from ozg_workflow.domain.results.routes import Route
from ozg_workflow.usecases.cockpit.measures import MeasureFilter, measures
from ozg_workflow.usecases.cockpit.overview import overview
from ozg_workflow.usecases.cockpit.status import status
from ozg_workflow.usecases.cockpit.upcoming import upcoming
from ozg_workflow.usecases.results.measure_admin.plan_waves import plan_waves
from ozg_workflow.usecases.results.measure_admin.show import MeasureWish, list_measures
from ozg_workflow.usecases.results.outlook import measures_forecast
from tests.report.conftest import pdf_text
from tests.usecases.results.measure_admin.test_plan_waves import with_capacity
from tests.usecases.town import Town

REACHED = {"Stufe heute": "Online-Transaktion (4)", "Ziel voraussichtlich erreicht am": None}


def begun(town: Town) -> list[Measure]:
    with town.session() as session:
        found = session.query(Measure).filter_by(state=MeasureState.STARTED).order_by(Measure.target_on, Measure.id)
        return [m for m in found if m.service.name and m.office.number]


def give_up(town: Town) -> str:
    """Let nobody carry out the measure whose target is due first; return the name of its service."""
    first = begun(town)[0]
    town.change(Measure, Measure.id == first.id, route=Route.NONE)
    return first.service.name


@pytest.mark.both_databases
def test_it_is_counted_apart_and_is_not_late(started: Town) -> None:
    before = started.status()["implementation"]
    started.clock.set(date(2021, 1, 4))
    late = started.status()["implementation"]["late"]
    name = give_up(started)
    after = started.status()["implementation"]
    assert (after["measures"], after["given_up"], after["late"]) == (before["measures"] - 1, 1, late - 1)
    assert after["started"] == before["started"] - 1
    then = status(started.ctx(), as_of=date(2021, 1, 4)).implementation
    assert then is not None
    assert (then.measures, then.given_up, then.late) == (after["measures"], 1, after["late"])
    (line,) = (line for line in measures(started.ctx(), MeasureFilter(), page=1, size=50).lines.rows if line.name == name)
    assert (line.delay, line.delay_words, line.carried_out) == (Delay.NONE, "", False)
    (view,) = (view for view in list_measures(started.ctx(), MeasureWish()) if view.name == name)
    assert not view.late


def test_it_is_neither_in_the_burn_up_nor_in_what_is_foretold(started: Town) -> None:
    give_up(started)
    started.day("2021-03-01", "track", "deliver")
    started.send_back("33", good=REACHED)
    started.day("2021-03-02", "collect", "deliver")
    wanted = started.status()["implementation"]["measures"]
    shown = overview(started.ctx()).progress
    assert shown is not None
    assert sum(wave.measures for wave in shown.waves) == wanted == shown.plan[-1].number == shown.over_time[-1].measures
    assert (
        sum(w.planned + w.started + w.reached for w in measures(started.ctx(), MeasureFilter(), page=1, size=50).waves) == wanted
    )
    with started.ctx().reading() as work:
        found = measures_forecast(work)
    assert found is not None
    assert found.total == wanted


def test_nobody_is_asked_about_it(started: Town) -> None:
    name = give_up(started)
    started.clock.set(date(2021, 3, 1))
    lines = started.do("track").lines
    started.do("deliver")
    assert any(line.endswith(" am Ziel, 1 ohne Umsetzung.") for line in lines)
    asked = [
        str(cell.value)
        for letter in started.letters()
        for file, content in letter.attachments.items()
        if file.startswith("OZG-Umsetzungsstand")
        for cell in load_workbook(BytesIO(content))["Amtsliste"]["C"]
    ]
    assert asked
    assert name not in asked


def test_it_does_not_begin_and_begins_after_all_when_a_route_is_agreed(started: Town) -> None:
    first = begun(started)[0]
    started.change(Measure, Measure.id == first.id, route=Route.NONE, state=MeasureState.PLANNED, starts_on=date(2020, 10, 1))
    started.day("2020-10-02", "track")
    assert first.id not in {m.id for m in begun(started)}
    started.change(Measure, Measure.id == first.id, route=Route.OWN)
    started.day("2020-10-05", "track")
    assert first.id in {m.id for m in begun(started)}


def test_nothing_is_foreseen_for_it(started: Town) -> None:
    def aims() -> set[date]:
        days = upcoming(started.ctx(), days=400)
        return {day.day for day in days if any("am Ziel sein" in entry.words for entry in day.entries)}

    first = begun(started)[0].target_on
    assert first in aims()
    started.change(Measure, Measure.target_on == first, route=Route.NONE)
    assert first not in aims()


def test_it_takes_no_capacity(started: Town) -> None:
    with_capacity(started, 1)
    started.change(Measure, Measure.state == MeasureState.STARTED, state=MeasureState.PLANNED, starts_on=date(2022, 1, 3))
    name = give_up_planned(started)
    started.clock.set(date(2020, 9, 2))
    plan_waves(started.ctx())
    with started.session() as session:
        found = {m.service.name: m for m in session.query(Measure)}
    assert found[name].starts_on == date(2022, 1, 3), "it stays where it was"


def give_up_planned(town: Town) -> str:
    with town.session() as session:
        first = session.query(Measure).filter_by(state=MeasureState.PLANNED).order_by(Measure.rank).first()
        assert first is not None
        number, name = first.id, first.service.name
    town.change(Measure, Measure.id == number, route=Route.NONE)
    return name


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext is not installed")
def test_the_final_report_names_it_among_those_without_a_measure(started: Town) -> None:
    give_up(started)
    started.day("2022-12-30", "report-completion", "deliver")
    text = " ".join(pdf_text(started.letters()[-1].attachments["abschlussbericht.pdf"]).split())
    assert "ohne Umsetzung vereinbart" in text
