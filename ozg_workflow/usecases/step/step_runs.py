"""When each step was last carried out to its end; the health check asks for it, the log tells it."""

import logging
from importlib import import_module

from ozg_workflow.database.models import StepRun
from ozg_workflow.domain.errors import OzgError
from ozg_workflow.usecases.step.context import Context
from ozg_workflow.usecases.step.result import StepResult
from ozg_workflow.usecases.step.rollout_access import find_rollout

log = logging.getLogger(__name__)


def tell_start(ctx: Context, step: str) -> None:
    """Note in the log that a step begins."""
    log.info("step started", extra={"ozg": _about(ctx, step)})


def tell_failure(ctx: Context, step: str, error: Exception) -> None:
    """Note in the log that a step failed; what it says to people may name somebody and stays out."""
    log.error(
        "step failed",
        exc_info=not isinstance(error, OzgError),
        extra={"ozg": {**_about(ctx, step), "error": type(error).__name__}},
    )


def tell_end(ctx: Context, step: str, result: StepResult) -> None:
    """Store that a step came to its end; a preview is none. Several workers may do so at once."""
    log.info("step ended", extra={"ozg": {**_about(ctx, step), "changed": result.changed, "figures": result.figures}})
    if ctx.preview:
        return
    with ctx.transaction() as session:
        values = {"ended_at": ctx.clock(), "figures": result.figures}
        key = {"rollout_id": find_rollout(session, ctx.rollout_key).id, "step": step}
        name = session.get_bind().dialect.name
        dialect = import_module(f"sqlalchemy.dialects.{name}")  # the one in use: to load the other takes a while
        query = dialect.insert(StepRun).values(**key, **values)
        session.execute(query.on_conflict_do_update(index_elements=list(key), set_=values))


def _about(ctx: Context, step: str) -> dict[str, object]:
    return {"step": step, "rollout": ctx.rollout_key, "today": ctx.today.isoformat(), "preview": ctx.preview}
