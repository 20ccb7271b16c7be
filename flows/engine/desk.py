"""Keep the coordinator's desk up to date: the status artifacts, the drop-downs of the forms, the events of automations."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from prefect.context import FlowRunContext
from prefect.runtime import deployment

from flows.engine.artifacts import show_status
from flows.engine.changes import emit_changes
from flows.engine.dropdowns import refresh_dropdowns
from flows.engine.rehearsal import is_rehearsal
from ozg_workflow.usecases.step.context import Context


@dataclass(slots=True)
class _Desk:
    """Whether anybody looks at the desk."""

    attended: bool = True


_desk = _Desk()


@contextmanager
def unattended() -> Iterator[None]:
    """Leave the desk as it is within the block: a rehearsal lives through years in a minute."""
    _desk.attended = False
    try:
        yield
    finally:
        _desk.attended = True


def refresh_desk(ctx: Context, *, changed: bool = True) -> None:
    """Show what has changed; a run that changed nothing leaves the desk as it is, a subflow leaves it to its parent."""
    if changed and not is_subflow() and _desk.attended:
        show_status(ctx)
    if deployment.id:  # a process that runs flows by itself has no automations
        emit_changes(ctx)


def refresh_forms(ctx: Context) -> None:
    """Bring the drop-downs of the forms up to date with the data of all rollouts; once for a run, however many it changed."""
    if not is_subflow() and _desk.attended:
        refresh_dropdowns(ctx.sessions, rehearsal=is_rehearsal())


def is_subflow() -> bool:
    """Tell whether another flow called this one; what people see is its parent's affair."""
    running = FlowRunContext.get()
    return bool(running and running.flow_run and running.flow_run.parent_task_run_id)
