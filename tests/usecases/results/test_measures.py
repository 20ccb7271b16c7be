"""Measures follow the levels the offices report, and the calendar."""

from datetime import date

from sqlalchemy import select

from ozg_workflow.database.models import Measure
from ozg_workflow.usecases.results.measures import start_due_measures
from tests.usecases.town import GOOD, Town

PROGRESS = {"Stufe heute": "3 – Online-Leistung"}


def measures(town: Town) -> dict[str, str]:
    with town.session() as session:
        return {m.service.ref: str(m.state) for m in session.scalars(select(Measure))}


def test_a_reported_level_brings_a_measure_to_its_target(started: Town) -> None:
    started.day("2021-03-01", "track", "deliver")
    started.send_back("33", {1: {"Stufe heute": 4}}, good=PROGRESS)
    started.do("collect")
    assert measures(started) | {"L2": "reached", "L4": "started"} == measures(started)
    assert started.status()["implementation"]["reached_target"] == 2
    assert GOOD["Zuständig?"] == started.rows("33")[1].answers["responsible"], "the survey stays as it was"


def test_a_measure_starts_on_its_day_once(started: Town) -> None:
    started.change(Measure, Measure.id == 1, state="planned", starts_on=date(2021, 1, 4))
    for day, figures in (("2021-01-03", {}), ("2021-01-04", {"started": 1}), ("2021-01-05", {})):
        started.day(day)
        with started.ctx().work() as work:
            start_due_measures(work)
        assert (work.result.figures, work.result.changed) == (figures, bool(figures)), day
