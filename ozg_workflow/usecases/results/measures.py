"""Measures: what the implementation of a service has reached."""

from typing import Final

from sqlalchemy import bindparam, select
from sqlalchemy.orm import selectinload

from ozg_workflow.database.columns import column
from ozg_workflow.database.models import Measure
from ozg_workflow.domain import german
from ozg_workflow.domain.results.implementation import MeasureState, state_on
from ozg_workflow.usecases.step.work import Work

NAMED: Final = (selectinload(Measure.service), selectinload(Measure.office))  # else each is asked for by itself


def all_measures(work: Work, *, named: bool = False) -> list[Measure]:
    """Return the measures, the best rank first; `named` with their services and offices."""
    query = select(Measure).where(Measure.rollout_id == work.rollout.id).order_by(Measure.rank, Measure.id)
    return list(work.session.scalars(query.options(*NAMED) if named else query))


_GIVEN_UP: Final = select(Measure.id).where(Measure.rollout_id == bindparam("rollout"), ~Measure.carried_out)


def given_up(work: Work) -> frozenset[int]:
    """Return the ids of the measures nobody carries out: they are planned no more, asked about no more, and cannot be late."""
    return frozenset(column(work.session, _GIVEN_UP, {"rollout": work.rollout.id}))


def is_open(measure: Measure) -> bool:
    """Tell whether a measure is to be carried out and not at its target yet."""
    return measure.carried_out and measure.state is not MeasureState.REACHED


def start_due_measures(work: Work) -> None:
    """Start the measures whose day has come."""
    query = select(Measure).where(Measure.rollout_id == work.rollout.id, Measure.state == MeasureState.PLANNED)
    query = query.where(Measure.carried_out).options(*NAMED)
    for measure in work.session.scalars(query):
        if state_on(measure.starts_on, work.today) is MeasureState.STARTED:
            measure.state = MeasureState.STARTED
            work.record("measure_started", ("measure", measure.id), measure.service.name)
            work.count("started")
            work.result.changed = True
    if started := work.result.figures.get("started"):
        work.say(f"{german.count(started, 'Maßnahme hat', 'Maßnahmen haben')} begonnen.")
