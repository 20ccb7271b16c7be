"""How far the services are: levels by Dezernat, theme and type, what is online and what is firmly planned."""

from starlette.responses import Response

from ozg_workflow.domain.desk import MATURITY
from ozg_workflow.domain.paged import Paged
from ozg_workflow.report.labels import level_words
from ozg_workflow.usecases.results.maturity import maturity_of
from ozg_workflow.web.paging import SIZE, asked_page, turning
from ozg_workflow.web.room import Visit


def show_maturity(visit: Visit) -> Response:
    """Show the figures on the scale of the rollout, the planned offers by their day, and page by page what is online."""
    with visit.ctx.reading() as work:
        view = maturity_of(work)
        offices = work.directory.office_names
    page, online = asked_page(visit), view.online if view else ()
    return visit.page(
        "maturity.html.j2",
        "Reifegrad",
        view=view,
        online=Paged(rows=online[(page - 1) * SIZE : page * SIZE], total=len(online), page=page, size=SIZE),
        offices=offices,
        level=level_words,
        turn=turning(visit, MATURITY),
    )
