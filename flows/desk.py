"""Keep the coordinator's desk up to date: the status artifacts, the drop-downs of the forms, the events of automations."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from prefect.context import FlowRunContext
from prefect.runtime import deployment

from flows.artifacts import show_status
from flows.changes import emit_changes
from flows.dropdowns import refresh_dropdowns
from ozg_workflow.usecases.context import Context


@dataclass(slots=True)
class _Pace:
    """How often the desk is refreshed at most, in seconds of the real clock."""

    seconds: float = 0.0
    next_at: float = 0.0

    def is_due(self) -> bool:
        now = time.monotonic()
        if now < self.next_at:
            return False
        self.next_at = now + self.seconds
        return True


_pace = _Pace()


@contextmanager
def unhurried(seconds: float) -> Iterator[None]:
    """Refresh the desk at most every so many seconds within the block: a rehearsal lives through years in a minute."""
    _pace.seconds = seconds
    try:
        yield
    finally:
        _pace.seconds = _pace.next_at = 0.0


def refresh_desk(ctx: Context, *, changed: bool = True) -> None:
    """Show what has changed; a run that changed nothing leaves the desk as it is, a subflow leaves it to its parent."""
    if changed and not _is_subflow() and _pace.is_due():
        show_status(ctx)
        refresh_dropdowns(ctx.sessions)
    if deployment.id:  # a process that runs flows by itself has no automations
        emit_changes(ctx)


def _is_subflow() -> bool:
    running = FlowRunContext.get()
    return bool(running and running.flow_run and running.flow_run.parent_task_run_id)
