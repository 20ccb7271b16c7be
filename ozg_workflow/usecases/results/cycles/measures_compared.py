"""What became of the measures of one survey under the decision about the next one."""

from typing import Final

from sqlalchemy import bindparam, select

from ozg_workflow.database.columns import columns
from ozg_workflow.database.models import Measure, PastMeasure, Round
from ozg_workflow.domain.results.comparison import measure_words
from ozg_workflow.domain.results.implementation import MeasureState
from ozg_workflow.usecases.step.work import Work

_NOW: Final = select(Measure.service_id, Measure.round_key, Measure.state).where(Measure.rollout_id == bindparam("rollout"))
_THEN: Final = select(PastMeasure.service_id, PastMeasure.state).where(
    PastMeasure.rollout_id == bindparam("rollout"), PastMeasure.round_key == bindparam("round")
)


def measures_compared(work: Work, before: Round, after: Round) -> dict[int, str]:
    """Return service id → what became of its measure, in words; services that never had one are left out."""
    rows = columns(work.session, _NOW, {"rollout": work.rollout.id})
    now = {service: state for service, key, state in rows if key == after.key}
    then: dict[int, MeasureState] = {service: state for service, key, state in rows if key == before.key}
    then |= {s: state for s, state in columns(work.session, _THEN, {"rollout": work.rollout.id, "round": before.key})}
    return {s: measure_words(then.get(s), now.get(s), decided=bool(now)) for s in then.keys() | now.keys()}
