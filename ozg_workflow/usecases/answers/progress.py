"""What an answered level means for the implementation of its service."""

from collections.abc import Collection

from sqlalchemy import select

from ozg_workflow.database.models import Measure, ServiceList, ServiceListRow
from ozg_workflow.domain.results.implementation import MeasureState, state_after_reading
from ozg_workflow.domain.survey.service_list import RoundKind
from ozg_workflow.usecases.step.work import Work
from ozg_workflow.usecases.survey.levels import levels_in


def note_progress(work: Work, service_id: int, level: int) -> None:
    """Bring the measure of a service to the state its newest level implies."""
    for measure in _measures(work, [service_id]):
        _follow(work, measure, level)


def note_levels(work: Work, service_list: ServiceList, rows: Collection[ServiceListRow]) -> None:
    """Do so with the levels that count in these rows of a list.

    A survey that is repeated takes nothing back that an earlier one planned: the board decides anew about what has become worse.
    """
    round_ = service_list.round
    measures = {measure.service_id: measure for measure in _measures(work, [row.service_id for row in rows])}
    level_of = levels_in(work, round_) if measures else None
    for row in rows:
        measure, level = measures.get(row.service_id), level_of(row.answers) if level_of else None
        if measure is None or not isinstance(level, int):
            continue
        if round_.kind is RoundKind.PROGRESS or round_.key == measure.round_key or level >= measure.target_level:
            _follow(work, measure, level)


def _measures(work: Work, services: Collection[int]) -> list[Measure]:
    query = select(Measure).where(Measure.rollout_id == work.rollout.id, Measure.service_id.in_(services))
    return list(work.session.scalars(query))


def _follow(work: Work, measure: Measure, level: int) -> None:
    state = state_after_reading(level, measure.target_level, measure.starts_on, work.today)
    if state is not measure.state:
        measure.state = state
        measure.reached_at = work.now() if state is MeasureState.REACHED else None
        work.record(f"measure_{state}", ("measure", measure.id), f"Stufe {level}")
