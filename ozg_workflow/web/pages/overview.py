"""The overview of a rollout: figures, what needs somebody, the plan, the returns, what is missing."""

from starlette.responses import Response

from ozg_workflow.usecases.cockpit.overview import overview
from ozg_workflow.web.room import Visit


def show_overview(visit: Visit) -> Response:
    """Show it, today or on the evening of a past day (`?stand=2020-05-04`)."""
    view = overview(visit.ctx, as_of=visit.day())
    return visit.page("overview.html.j2", "Überblick", view=view)
