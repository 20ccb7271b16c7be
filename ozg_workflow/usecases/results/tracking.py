"""Whether the implementation has to be followed today."""

from sqlalchemy import select

from ozg_workflow.database.models import Measure, Round
from ozg_workflow.domain.plan.timeline import Action
from ozg_workflow.domain.results.implementation import MeasureState
from ozg_workflow.usecases.step.work import Work


def tracking_due(work: Work) -> bool:
    """Tell whether measures are to be started or a progress round is to be opened today."""
    measures = select(Measure.id).where(Measure.rollout_id == work.rollout.id)
    if work.session.scalar(measures.limit(1)) is None:
        return False
    waiting = measures.where(Measure.state == MeasureState.PLANNED, Measure.starts_on <= work.today)
    return work.session.scalar(waiting.limit(1)) is not None or due_progress_round(work) is not None


def due_progress_round(work: Work) -> str | None:
    """Return the key of the newest progress round whose day has come and that was not opened; older missed ones are skipped."""
    days = [day for day in work.config.timeline.progress.asked_on if day <= work.today]
    if not days or work.today > work.config.timeline.due_on(Action.COMPLETE):
        return None
    key = f"stand-{max(days).isoformat()}"
    known = work.session.scalar(select(Round.id).where(Round.rollout_id == work.rollout.id, Round.key == key))
    return None if known else key
