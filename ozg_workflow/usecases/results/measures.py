"""Measures: what the implementation of a service has reached."""

from typing import Final

from sqlalchemy import bindparam, select

from ozg_workflow.database.columns import column
from ozg_workflow.database.models import Measure
from ozg_workflow.domain import german
from ozg_workflow.domain.results.board.proposed import Earlier, Frame
from ozg_workflow.domain.results.implementation import MeasureState, state_on
from ozg_workflow.domain.results.prioritisation import Prioritisation
from ozg_workflow.usecases.results.targets import target_of
from ozg_workflow.usecases.step.work import Work
from ozg_workflow.usecases.survey.questions.rounds import newest_survey


def all_measures(work: Work) -> list[Measure]:
    """Return the measures, the best rank first."""
    query = select(Measure).where(Measure.rollout_id == work.rollout.id).order_by(Measure.rank, Measure.id)
    return list(work.session.scalars(query))


_GIVEN_UP: Final = select(Measure.id).where(Measure.rollout_id == bindparam("rollout"), ~Measure.carried_out)


def given_up(work: Work) -> frozenset[int]:
    """Return the ids of the measures nobody carries out: they are planned no more, asked about no more, and cannot be late."""
    return frozenset(column(work.session, _GIVEN_UP, {"rollout": work.rollout.id}))


def earlier_measures(work: Work) -> tuple[Earlier, ...]:
    """Return the measures of earlier surveys that are still to be done: until the new decision they go on as agreed."""
    newest = newest_survey(work)
    return tuple(
        Earlier(
            service_id=m.service_id,
            name=m.service.name,
            office=m.office.number,
            rank=m.rank,
            wave=m.wave,
            starts_on=m.starts_on,
            target_on=m.target_on,
            begun=m.state is MeasureState.STARTED,
        )
        for m in all_measures(work)
        if m.round_key != newest and is_open(m)
    )


def frame_of(work: Work, plan: Prioritisation) -> Frame:
    """Return what the waves of a plan have to fit into today."""
    return Frame(agreed=plan, target=target_of(work.config), today=work.today, earlier=earlier_measures(work))


def is_open(measure: Measure) -> bool:
    """Tell whether a measure is to be carried out and not at its target yet."""
    return measure.carried_out and measure.state is not MeasureState.REACHED


def start_due_measures(work: Work) -> None:
    """Start the measures whose day has come."""
    query = select(Measure).where(Measure.rollout_id == work.rollout.id, Measure.state == MeasureState.PLANNED)
    query = query.where(Measure.carried_out)
    for measure in work.session.scalars(query):
        if state_on(measure.starts_on, work.today) is MeasureState.STARTED:
            measure.state = MeasureState.STARTED
            work.record("measure_started", ("measure", measure.id), measure.service.name)
            work.count("started")
            work.result.changed = True
    if started := work.result.figures.get("started"):
        work.say(f"{german.count(started, 'Maßnahme hat', 'Maßnahmen haben')} begonnen.")
