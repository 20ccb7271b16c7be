"""The newest evaluation, and the measures."""

from starlette.responses import Response

from ozg_workflow.domain.deployments import Deployment
from ozg_workflow.domain.desk import MEASURES, RANKING
from ozg_workflow.domain.errors import InputError
from ozg_workflow.domain.results.implementation import MeasureState
from ozg_workflow.domain.results.prioritisation import RankState
from ozg_workflow.domain.results.routes import ROUTE_TITLES
from ozg_workflow.report.labels import STATE_TITLES, obstacle_words, quadrant_title, short_reasons, span
from ozg_workflow.usecases.cockpit.measures import MeasureFilter, measures_of
from ozg_workflow.usecases.cockpit.ranking import RankFilter, ranking_of
from ozg_workflow.usecases.results.tables.file import TABLE_TITLES, Table
from ozg_workflow.web.correcting import measure_form
from ozg_workflow.web.looks import MEASURE_LOOKS, MEASURE_TITLES
from ozg_workflow.web.paging import SIZE, asked_page, turning
from ozg_workflow.web.room import Visit


def show_ranking(visit: Visit) -> Response:
    """Show the ranking, the newest one or that of a past evening, narrowed down by office, state and words."""
    wanted = RankFilter(office=visit.asked("amt"), state=_one_of(visit, RankState), text=visit.asked("text"))
    with visit.ctx.reading() as work:
        view = ranking_of(work, wanted, page=asked_page(visit), size=SIZE, as_of=visit.day())
        offices = work.directory.office_names
    return visit.page(
        "ranking.html.j2",
        "Priorisierung",
        view=view,
        wanted=wanted,
        as_of=visit.day(),
        offices=offices,
        titles=STATE_TITLES,
        quadrant=quadrant_title,
        span=span,
        reasons=short_reasons,
        turn=turning(visit, RANKING),
    )


def show_measures(visit: Visit) -> Response:
    """Show the waves and the measures, narrowed down by wave, office, state and words."""
    wanted = MeasureFilter(
        wave=visit.asked("welle"),
        office=visit.asked("amt"),
        state=_one_of(visit, MeasureState),
        text=visit.asked("text"),
        reuse=visit.asked("nachnutzbar") == "1",
    )
    with visit.ctx.reading() as work:
        view = measures_of(work, wanted, page=asked_page(visit), size=SIZE)
        offices = work.directory.office_names
        forms = visit.forms(work)
        change = {line.ref: measure_form(visit, forms, line.ref) for line in view.lines.rows}
    return visit.page(
        "measures.html.j2",
        "Maßnahmen",
        view=view,
        wanted=wanted,
        offices=offices,
        titles=MEASURE_TITLES,
        looks=MEASURE_LOOKS,
        routes=ROUTE_TITLES,
        obstacles=obstacle_words,
        change=change,
        forms=_forms(visit),
        turn=turning(visit, MEASURES),
    )


def _forms(visit: Visit) -> list[tuple[str, str]]:
    """Return the forms for all measures at once, as words and address; none where it is not known."""
    forms = (
        ("Wellen planen", visit.form(Deployment.PLAN_WAVES)),
        ("Als Tabelle anfordern", visit.form(Deployment.SEND_TABLE, table=TABLE_TITLES[Table.MEASURES])),
        ("Tabelle übernehmen", visit.form(Deployment.TAKE_TABLE)),
    )
    return [(words, address) for words, address in forms if address]


def _one_of(visit: Visit, states: type[RankState] | type[MeasureState]) -> str:
    """Return the state asked for, empty for all. Raises InputError naming the choices."""
    wanted = visit.asked("zustand")
    if wanted and wanted not in set(states):
        raise InputError(f"Den Stand „{wanted[:40]}“ gibt es nicht. Vorhanden: {', '.join(states)}.")
    return wanted
