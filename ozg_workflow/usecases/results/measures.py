"""Measures: what the implementation of a service has reached."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from ozg_workflow.database.models import Measure, Rollout
from ozg_workflow.domain.results.implementation import MeasureState, state_after_reading, state_on
from ozg_workflow.usecases.step.context import Context, StepResult, record


def note_progress(ctx: Context, session: Session, rollout: Rollout, service_id: int, level: int) -> None:
    """Bring the measure of a service to the state its newest level implies."""
    measure = session.scalar(select(Measure).where(Measure.rollout_id == rollout.id, Measure.service_id == service_id))
    if measure is None:
        return
    state = state_after_reading(level, measure.target_level, measure.starts_on, ctx.today)
    if state is not measure.state:
        measure.state = state
        measure.reached_at = ctx.clock() if state is MeasureState.REACHED else None
        record(ctx, session, rollout, f"measure_{state}", ("measure", measure.id), f"Stufe {level}")


def start_due_measures(ctx: Context, session: Session, rollout: Rollout, result: StepResult) -> None:
    """Start the measures whose day has come."""
    query = select(Measure).where(Measure.rollout_id == rollout.id, Measure.state == MeasureState.PLANNED)
    for measure in session.scalars(query):
        if state_on(measure.starts_on, ctx.today) is MeasureState.STARTED:
            measure.state = MeasureState.STARTED
            record(ctx, session, rollout, "measure_started", ("measure", measure.id), measure.service.name)
            result.count("started")
            result.changed = True
    if started := result.figures.get("started"):
        result.say(f"{started} Maßnahmen haben begonnen.")
