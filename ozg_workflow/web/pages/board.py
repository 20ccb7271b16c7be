"""The first page: where all rollouts stand that the visitor sees, those that need somebody first."""

from enum import StrEnum
from typing import Final, TypeVar

from starlette.responses import Response

from ozg_workflow.domain.cities.board import SHOWN, CityLine, Order, Show, arranged, chosen, totals
from ozg_workflow.domain.errors import InputError, NotPreparedError
from ozg_workflow.domain.needs import NEEDS
from ozg_workflow.domain.paged import Paged
from ozg_workflow.domain.plan.milestones import STATE_TITLES
from ozg_workflow.report.labels import share
from ozg_workflow.usecases.cockpit.cities.board import Board, city_lines
from ozg_workflow.web.hall import HallVisit
from ozg_workflow.web.looks import MILESTONE_LOOKS
from ozg_workflow.web.paging import page_number

SIZE: Final = 100  # cities of a page
Chosen = TypeVar("Chosen", bound=StrEnum)


def show_board(visit: HallVisit) -> Response:
    """Show it: `?zeigen=bedarf`, `?text=…`, `?sortierung=ruecklauf`, `?richtung=ab`, `?seite=2`."""
    try:
        lines = _lines(visit)
    except NotPreparedError as error:
        return visit.page("board.html.j2", "Städte", missing=str(error), lines=())
    show = _one_of(visit, "zeigen", Show)
    order = _one_of(visit, "sortierung", Order) or Order.NEEDS
    descending, text = visit.asked("richtung") == "ab", visit.asked("text")
    found = arranged(chosen(lines, show, text), order, descending=descending)
    page = page_number(visit.asked("seite"))
    return visit.page(
        "board.html.j2",
        "Städte",
        missing="",
        lines=lines,
        found=Paged(rows=tuple(found[(page - 1) * SIZE : page * SIZE]), total=len(found), page=page, size=SIZE),
        totals=totals(found),
        show=show or "",
        shown={key: words for key, (words, _) in SHOWN.items()},
        text=text,
        sorted_by=order,
        descending=descending,
        address=visit.same,
        today=visit.now,
        milestone_titles=STATE_TITLES,
        milestone_looks=MILESTONE_LOOKS,
        needs=NEEDS,
        percent=share,
    )


def _lines(visit: HallVisit) -> tuple[CityLine, ...]:
    visit.room.require_schema()
    with visit.room.app.readers() as session:
        board = Board(session=session, now=visit.now, relay_of=lambda key: visit.room.context(key).relay)
        return city_lines(board, visit.sight.sees)


def _one_of(visit: HallVisit, name: str, kind: type[Chosen]) -> Chosen | None:
    """Return which of several is asked for, None where nothing is said. Raises InputError naming them."""
    wanted = visit.asked(name)
    if wanted and wanted not in set(kind):
        raise InputError(f"„{wanted[:40]}“ gibt es hier nicht. Vorhanden: {', '.join(kind)}.")
    return kind(wanted) if wanted else None
