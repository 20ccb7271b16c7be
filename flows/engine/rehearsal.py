"""A rehearsal: the cockpit lives on a pretended day (`ozg serve --today`, `OZG_TODAY`)."""

from prefect.context import FlowRunContext
from prefect.runtime import deployment

from ozg_workflow.bootstrap import open_app
from ozg_workflow.domain.errors import InputError
from ozg_workflow.usecases.step.context import Context


def is_rehearsal() -> bool:
    """Tell whether the workspace itself is on a pretended day: `ozg serve --today` says so to all its runs."""
    return open_app().settings.today is not None


def require_rehearsal() -> None:
    """Raise InputError where a run of a form names a day although no rehearsal goes on: no form has that field there."""
    if deployment.id and not is_rehearsal():
        raise InputError(
            "Einen Stichtag gibt es nur, wenn die Oberfläche zur Probe gestartet ist (ozg serve --today JJJJ-MM-TT)."
        )


def left_out_by_the_calendar(name: str) -> bool:
    """Tell whether the calendar started this run and says nothing about a parameter.

    Runs that were planned before an update of the program lack what has been added since (Prefect keeps those that are late).
    """
    run = FlowRunContext.get()
    return bool(run and run.flow_run and run.flow_run.auto_scheduled and name not in run.flow_run.parameters)


def artifact_key(ctx: Context, name: str) -> str:
    """Return the key of an artifact; a pretended day has its own, so that nobody takes them for the real state."""
    return f"{ctx.rollout_key}-probe-{name}" if ctx.pretended else f"{ctx.rollout_key}-{name}"
