"""Renew the measures by the decision about a repeated survey: what is under way goes on, what was before is kept."""

from collections.abc import Collection, Sequence
from typing import Final

from sqlalchemy import bindparam, select

from ozg_workflow.database.columns import columns
from ozg_workflow.database.models import Measure, PastMeasure
from ozg_workflow.domain import german
from ozg_workflow.domain.results.implementation import MeasurePlan, MeasureState
from ozg_workflow.usecases.step.work import Work

TOLD: Final = 20  # names of measures the new decision says nothing of
_KEPT: Final = select(PastMeasure.round_key, PastMeasure.service_id).where(PastMeasure.rollout_id == bindparam("rollout"))


def renew(work: Work, measures: Sequence[Measure], plans: Sequence[MeasurePlan], round_key: str) -> list[Measure]:
    """Renew the measures of earlier surveys that the board has accepted again; returns them.

    A measure that is under way keeps its dates and what people have agreed, one that has not begun gets the wave of the decision. What the
    decision says nothing of stays as it is, and is told.
    """
    old = [measure for measure in measures if measure.round_key != round_key]
    if not old:
        return []
    _keep(work, old)
    wanted = {plan.service_id: plan for plan in plans}
    renewed = [measure for measure in old if measure.service_id in wanted]
    for measure in renewed:
        _renewed(measure, wanted[measure.service_id], round_key)
    _tell(work, renewed, [m for m in old if m.service_id not in wanted and m.state is not MeasureState.REACHED], round_key)
    return renewed


def _keep(work: Work, measures: Collection[Measure]) -> None:
    """Keep what measures were under the survey they were planned or renewed for, once."""
    known = {(key, service) for key, service in columns(work.session, _KEPT, {"rollout": work.rollout.id})}
    work.session.add_all(
        PastMeasure(
            rollout_id=m.rollout_id,
            round_key=m.round_key,
            service_id=m.service_id,
            office_id=m.office_id,
            rank=m.rank,
            wave=m.wave,
            starts_on=m.starts_on,
            target_level=m.target_level,
            target_on=m.target_on,
            state=m.state,
            reached_at=m.reached_at,
        )
        for m in measures
        if (m.round_key, m.service_id) not in known
    )
    work.session.flush()


def _renewed(measure: Measure, plan: MeasurePlan, round_key: str) -> None:
    below = (
        measure.state is MeasureState.REACHED and plan.state is not MeasureState.REACHED
    )  # the target is higher now, or the level lower
    if measure.state is MeasureState.PLANNED or below:
        measure.wave, measure.starts_on, measure.target_on, measure.state = plan.wave, plan.starts_on, plan.target_on, plan.state
        measure.reached_at, measure.shift = None, ""  # it is in the wave of the decision
    measure.rank, measure.target_level, measure.round_key = plan.rank, plan.target_level, round_key


def _tell(work: Work, renewed: Sequence[Measure], silent: Sequence[Measure], round_key: str) -> None:
    if renewed:
        words = f"{german.count(len(renewed), 'Maßnahme geht', 'Maßnahmen gehen')} weiter"
        work.record("measures_renewed", ("round", round_key), words, {"measures": [m.id for m in renewed]})
        work.did(f"{words} und {'hat' if len(renewed) == 1 else 'haben'} den neuen Rang.")
    for measure in silent[:TOLD]:
        work.say(
            f"Hinweis: Maßnahme {measure.id} „{measure.service.name}“ ist nicht neu beschlossen; sie bleibt, wie vereinbart."
        )
    if len(silent) > TOLD:
        work.say(f"… und {len(silent) - TOLD} weitere")
