"""The reading room as an application, and the program that serves it."""

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, nullcontext
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Final

import anyio.to_thread
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from ozg_workflow.bootstrap import App, open_app
from ozg_workflow.database.models import map_all
from ozg_workflow.domain.desk import NOWHERE, page_path
from ozg_workflow.web.hall import HallVisit
from ozg_workflow.web.pages.board import show_board
from ozg_workflow.web.pages.comparison import show_comparison
from ozg_workflow.web.pages.registry import PAGES, Page
from ozg_workflow.web.people import chosen
from ozg_workflow.web.refusals import NOTHING_HERE, answered, refusal
from ozg_workflow.web.room import Room, Visit
from ozg_workflow.web.safety import Safety, door
from ozg_workflow.web.walls.door import Walls
from ozg_workflow.web.walls.sight import seen_by

STYLE: Final = "/style.css"  # no key of a rollout has a dot
COMPARISON: Final = "/vergleich"
WORKERS: Final = 4  # threads that make pages: each keeps a connection


def reading_room(room: Room, *, host: str, auth: str) -> ASGIApp:
    """Return the application: its pages behind a door that lets in who knows one of its names and the login."""
    room.navigation = [page for page in PAGES if page.title]
    settings = room.app.settings
    map_all()
    inside = Starlette(routes=routes_of(room), lifespan=_few_threads, exception_handlers={404: _not_found})
    inside.router.redirect_slashes = False
    return Safety(inside, door(host, (*settings.reading_hosts, settings.reading_url)), Walls(home=room.home, auth=auth))


def routes_of(room: Room) -> list[Route]:
    """Return everything that can be asked for; what is of one rollout has its key in the path."""
    style = (Path(__file__).parent / "style.css").read_bytes()
    return [
        Route("/", _of_all(room, show_board)),
        Route(COMPARISON, _of_all(room, show_comparison)),
        Route(STYLE, lambda _: Response(style, media_type="text/css")),
        Route("/{rollout}", lambda request: RedirectResponse(page_path(request.path_params["rollout"]), 308)),
        *(Route(f"/{{rollout}}/{page.path}", _shown(room, page)) for page in PAGES),
    ]


@asynccontextmanager
async def _few_threads(_: Starlette) -> AsyncIterator[None]:
    anyio.to_thread.current_default_thread_limiter().total_tokens = WORKERS
    yield


def _not_found(_: Request, __: Exception) -> Response:
    return refusal(404, "Nicht gefunden", NOTHING_HERE)


def _of_all(room: Room, show: Callable[[HallVisit], Response]) -> Callable[[Request], Response]:
    """Return what answers for a page about several rollouts."""

    def made(request: Request) -> Response:
        return show(HallVisit(room=room, request=request, sight=seen_by(request), base=request.url.path))

    return lambda request: answered(lambda: made(request))


def _shown(room: Room, page: Page) -> Callable[[Request], Response]:
    def show(request: Request) -> Response:
        with visiting(room, request, page.parts) as visit:
            return page.show(visit)

    return lambda request: answered(lambda: show(request))


@contextmanager
def visiting(room: Room, request: Request, here: tuple[str, ...] = ()) -> Iterator[Visit]:
    """Return the visit a request is; all that is read meanwhile is of one state of the database.

    Raises NotThereError naming the rollouts there are, NotPreparedError.
    """
    sight = seen_by(request)
    room.require_schema()
    with room.app.readers() as session:
        town = room.town(session, request.path_params["rollout"], sight)
        people = room.people(session, town)
        yield Visit(
            room=room,
            request=request,
            town=town,
            ctx=replace(room.context(town.key), sessions=lambda: nullcontext(session)),
            desk=room.desk(request) if sight.acts else NOWHERE,
            sight=sight,
            people=people,
            person=chosen(request, people),
            here=here,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where the reading room listens, and where the cockpit does (0: it does not run)."""

    host: str
    port: int
    cockpit_port: int = 0


def open_room(app: App, place: Place, today: date | None) -> ASGIApp:
    """Return the application for a workspace."""
    room = Room(app=app, today=today, cockpit_port=place.cockpit_port)
    return reading_room(room, host=place.host, auth=app.settings.ui_auth)


def run(home: Path, place: Place, today: date | None) -> None:
    """Serve until the end. Raises SystemExit where the port is taken, ConfigurationError for users that are wrong."""
    import uvicorn

    app = open_app(home)
    app.require_users()
    application = open_room(app, place, today)
    uvicorn.run(
        application,
        host=place.host,
        port=place.port,
        log_level="warning",
        access_log=False,
        server_header=False,
        date_header=True,
        timeout_graceful_shutdown=5,
    )
