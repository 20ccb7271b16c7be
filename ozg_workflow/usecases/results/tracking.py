"""Whether the implementation has to be followed today."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from ozg_workflow.database.models import Measure, Rollout, Round
from ozg_workflow.domain.plan.timeline import Action
from ozg_workflow.domain.results.implementation import MeasureState
from ozg_workflow.domain.rollout import RolloutConfig
from ozg_workflow.usecases.step.context import Context


def tracking_due(ctx: Context, session: Session, rollout: Rollout, config: RolloutConfig) -> bool:
    """Tell whether measures are to be started or a progress round is to be opened today."""
    measures = select(Measure.id).where(Measure.rollout_id == rollout.id)
    if session.scalar(measures.limit(1)) is None:
        return False
    waiting = measures.where(Measure.state == MeasureState.PLANNED, Measure.starts_on <= ctx.today)
    return session.scalar(waiting.limit(1)) is not None or due_progress_round(ctx, session, rollout, config) is not None


def due_progress_round(ctx: Context, session: Session, rollout: Rollout, config: RolloutConfig) -> str | None:
    """Return the key of the newest progress round whose day has come and that was not opened; older missed ones are skipped."""
    days = [day for day in config.timeline.progress.asked_on if day <= ctx.today]
    if not days or ctx.today > config.timeline.due_on(Action.COMPLETE):
        return None
    key = f"stand-{max(days).isoformat()}"
    known = session.scalar(select(Round.id).where(Round.rollout_id == rollout.id, Round.key == key))
    return None if known else key
