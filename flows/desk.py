"""Keep the coordinator's desk up to date: the status artifacts, the drop-downs of the forms, the events of automations."""

from flows.artifacts import show_status
from flows.dropdowns import refresh_dropdowns
from ozg_workflow.usecases.context import Context


def refresh_desk(ctx: Context, *, changed: bool = True) -> None:
    """Show what has changed; a run that changed nothing leaves the desk as it is."""
    if changed:
        show_status(ctx)
        refresh_dropdowns(ctx.sessions)
