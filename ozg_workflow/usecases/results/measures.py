"""Measures: what the implementation of a service has reached."""

from sqlalchemy import select

from ozg_workflow.database.models import Measure
from ozg_workflow.domain import german
from ozg_workflow.domain.results.implementation import MeasureState, state_after_reading, state_on
from ozg_workflow.usecases.step.work import Work


def note_progress(work: Work, service_id: int, level: int) -> None:
    """Bring the measure of a service to the state its newest level implies."""
    measure = work.session.scalar(select(Measure).where(Measure.rollout_id == work.rollout.id, Measure.service_id == service_id))
    if measure is None:
        return
    state = state_after_reading(level, measure.target_level, measure.starts_on, work.today)
    if state is not measure.state:
        measure.state = state
        measure.reached_at = work.now() if state is MeasureState.REACHED else None
        work.record(f"measure_{state}", ("measure", measure.id), f"Stufe {level}")


def start_due_measures(work: Work) -> None:
    """Start the measures whose day has come."""
    query = select(Measure).where(Measure.rollout_id == work.rollout.id, Measure.state == MeasureState.PLANNED)
    for measure in work.session.scalars(query):
        if state_on(measure.starts_on, work.today) is MeasureState.STARTED:
            measure.state = MeasureState.STARTED
            work.record("measure_started", ("measure", measure.id), measure.service.name)
            work.count("started")
            work.result.changed = True
    if started := work.result.figures.get("started"):
        work.say(f"{german.count(started, 'Maßnahme hat', 'Maßnahmen haben')} begonnen.")
