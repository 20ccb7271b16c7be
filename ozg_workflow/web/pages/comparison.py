"""Cities of one size beside each other, for those that agreed."""

from starlette.responses import Response

from ozg_workflow.domain import german
from ozg_workflow.domain.cities.comparison import LEAST_OTHERS, SIZE_TITLES, Figure, compared
from ozg_workflow.usecases.cockpit.cities.comparison import cities_compared
from ozg_workflow.web.hall import HallVisit


def show_comparison(visit: HallVisit) -> Response:
    """Show the classes, with the cities of the reader beside them; who has none that agreed sees none."""
    room, today = visit.room, german.local_day(visit.now)
    room.require_schema()
    with room.app.readers() as session:
        cities = cities_compared(session, room.figures, room.context, visit.sight.sees, today)
    taking_part = any(city.own for city in cities)
    return visit.page(
        "comparison.html.j2",
        "Vergleich",
        classes=compared(cities, sees_all=visit.sight.rollouts is None) if taking_part else (),
        titles=SIZE_TITLES,
        least=LEAST_OTHERS,
        percent=percent,
        number=number,
        figure=figure_words,
    )


def figure_words(found: Figure, kind: str) -> str:
    """Return a figure of a class in words."""
    if found.held_back:
        return "zu wenige Städte"
    return percent(found.value) if kind == "share" else number(found.value)


def percent(value: float | None) -> str:
    """Return a share in whole percent, a dash for none."""
    return "–" if value is None else f"{100 * value:.0f} %"


def number(value: float | None) -> str:
    """Return a number with one decimal, a dash for none."""
    return "–" if value is None else f"{value:.1f}".replace(".", ",")
