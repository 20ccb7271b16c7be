"""A visit to a page about several rollouts: those its visitor sees."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from ozg_workflow.bootstrap import clock_on
from ozg_workflow.domain.desk import asked_path
from ozg_workflow.web.room import Room, asked_of
from ozg_workflow.web.views import render
from ozg_workflow.web.walls.sight import Sight


@dataclass(frozen=True, slots=True, kw_only=True)
class HallVisit:
    """One request for such a page; `base` is its path."""

    room: Room
    request: Request
    sight: Sight
    base: str

    @property
    def now(self) -> datetime:
        """The present moment, on the pretended day in a rehearsal."""
        return clock_on(self.room.today or self.room.app.settings.today)()

    def asked(self, name: str) -> str:
        """Return what the address says about `name`, empty where it says nothing. Raises InputError for what no database looks for."""
        return asked_of(self.request, name)

    def same(self, **changed: object) -> str:
        """Return the address of this page with other values: what else the reader asked for stays, the page does not."""
        kept = {name: value.strip() for name, value in self.request.query_params.items() if name != "seite"}
        return asked_path(self.base, {name: str(value) for name, value in (kept | changed).items()})

    def page(self, template: str, title: str, **values: Any) -> Response:
        """Return a page with all that surrounds it."""
        return HTMLResponse(render(template, title=title, sight=self.sight, **values))
