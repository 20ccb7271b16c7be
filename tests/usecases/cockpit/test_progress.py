"""How far the waves are, today and on a past evening."""

from datetime import date

from sqlalchemy import select

from ozg_workflow.database.models import Measure
from ozg_workflow.domain.cockpit.overview import PlanPoint, WaveProgress
from ozg_workflow.domain.journal import Picture
from ozg_workflow.domain.results.implementation import MeasureState
from ozg_workflow.usecases.cockpit.progress import progress
from tests.usecases.town import Town

BEGIN, END, SECOND_END = date(2020, 9, 1), date(2020, 12, 30), date(2021, 12, 30)


def second_wave(town: Town, *refs: str) -> None:
    """Put measures into the wave of 2021."""
    with town.session() as session:
        for measure in session.scalars(select(Measure)):
            if measure.service.ref in refs:
                measure.wave, measure.starts_on, measure.target_on = "2", date(2021, 1, 4), SECOND_END
                measure.state = MeasureState.PLANNED
        session.commit()


def test_what_has_reached_its_target_counts_as_begun_too(started: Town) -> None:
    with started.ctx().reading() as work:
        found = progress(work, None, ())
    assert found.waves == (
        WaveProgress(title="Erste Verfahren 2020", starts_on=BEGIN, ends_on=END, measures=6, started=6, reached=1),
    )
    assert found.plan == (PlanPoint(day=BEGIN, number=0), PlanPoint(day=END, number=6))


def test_every_wave_adds_its_measures_to_the_plan(started: Town) -> None:
    second_wave(started, "L7", "L8")
    with started.ctx().reading() as work:
        found = progress(work, None, ())
    assert [(w.title, w.measures, w.started) for w in found.waves] == [
        ("Erste Verfahren 2020", 4, 4),
        ("Zweite Welle 2021", 2, 0),
    ]
    assert [(p.day, p.number) for p in found.plan] == [(BEGIN, 0), (END, 4), (date(2021, 1, 4), 4), (SECOND_END, 6)]


def test_a_past_evening_knows_only_the_measures_of_then(started: Town) -> None:
    with started.ctx().reading() as work:
        ids = list(work.session.scalars(select(Measure.id).order_by(Measure.id)))
        then = Picture(measures={ids[0]: MeasureState.PLANNED, ids[1]: MeasureState.STARTED})
        (wave,) = progress(work, then, ()).waves
        assert (wave.measures, wave.started, wave.reached) == (2, 1, 0)
        assert progress(work, Picture(), ()).waves == ()
