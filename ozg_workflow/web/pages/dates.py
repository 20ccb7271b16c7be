"""What comes in the next two weeks, day by day."""

from starlette.responses import Response

from ozg_workflow.domain.cockpit.upcoming import UPCOMING_TITLES
from ozg_workflow.usecases.cockpit.choices import Choice
from ozg_workflow.usecases.cockpit.upcoming import upcoming_of
from ozg_workflow.web.room import Visit


def show_dates(visit: Visit) -> Response:
    """Show it, with the form that moves a date."""
    with visit.ctx.reading() as work:
        days = upcoming_of(work)
        forms = visit.forms(work)
        options = {e.milestone: forms.text(Choice.OPEN_MILESTONE, e.milestone) for d in days for e in d.entries if e.milestone}
    return visit.page("dates.html.j2", "Termine", days=days, titles=UPCOMING_TITLES, options=options, today=visit.ctx.today)
