"""What an answered level means for the implementation of its service."""

from sqlalchemy import select

from ozg_workflow.database.models import Measure, ServiceList, ServiceListRow
from ozg_workflow.domain.results.implementation import MeasureState, state_after_reading
from ozg_workflow.domain.survey.service_list import RoundKind
from ozg_workflow.usecases.step.work import Work
from ozg_workflow.usecases.survey.levels import levels_in


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


def note_level(work: Work, service_list: ServiceList, row: ServiceListRow) -> None:
    """Do so with the level that counts in a row of a progress query; a survey asks before there are measures."""
    if service_list.round.kind is not RoundKind.PROGRESS:
        return
    level = levels_in(work, service_list.round)(row.answers)
    if isinstance(level, int):
        note_progress(work, row.service_id, level)
