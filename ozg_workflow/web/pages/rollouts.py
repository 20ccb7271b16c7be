"""The first page: all rollouts."""

from collections.abc import Sequence

from starlette.responses import HTMLResponse, Response

from ozg_workflow.web.room import Town
from ozg_workflow.web.views import render


def show_rollouts(towns: Sequence[Town], missing: str = "") -> Response:
    """Show the rollouts, or what is to be done before there are any."""
    return HTMLResponse(render("rollouts.html.j2", title="Rollouts", towns=towns, missing=missing))
