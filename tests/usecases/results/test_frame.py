"""What the waves of a plan have to fit into."""

from datetime import date

from sqlalchemy import select

from ozg_workflow.database.models import Measure
from ozg_workflow.domain.results.implementation import MeasureState
from ozg_workflow.usecases.results.frame import frame_of
from ozg_workflow.usecases.survey.manage_rounds import close_round
from ozg_workflow.usecases.survey.open_round import open_round
from tests.usecases.town import Town


def names_of_earlier(town: Town) -> dict[str, bool]:
    with town.ctx().reading() as work:
        frame = frame_of(work, work.config.prioritisation)
        assert (frame.today, frame.agreed) == (town.clock.today, work.config.prioritisation)
        return {measure.name: measure.begun for measure in frame.earlier}


def going_on_in(town: Town) -> dict[str, bool]:
    """Return the names of the measures that are not at their target, and whether they have begun."""
    with town.session() as session:
        measures = session.scalars(select(Measure).where(Measure.state != MeasureState.REACHED)).all()
        assert 0 < len(measures) < len(session.scalars(select(Measure)).all())
        return {m.service.name: m.state is MeasureState.STARTED for m in measures}


def test_what_was_decided_in_this_survey_is_not_earlier(started: Town) -> None:
    assert names_of_earlier(started) == {}


def test_of_an_earlier_survey_goes_on_what_is_to_be_done_and_not_at_its_target(started: Town) -> None:
    started.clock.set(date(2021, 3, 1))
    close_round(started.ctx())
    open_round(started.ctx(), date(2021, 5, 14), title="Erhebung 2021")
    going_on = going_on_in(started)
    assert names_of_earlier(started) == going_on
    assert True in going_on.values()
    name, *others = going_on
    started.change(Measure, Measure.service.has(name=name), route="none")
    assert names_of_earlier(started) == {other: going_on[other] for other in others}
