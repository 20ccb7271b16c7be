"""The reading room as a whole, and one visit to it: what a page needs to know to show something."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any, Final, Protocol
from urllib.parse import urlsplit

from sqlalchemy import bindparam, exists, select
from sqlalchemy.orm import Session
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from ozg_workflow.bootstrap import App
from ozg_workflow.database.columns import columns
from ozg_workflow.database.models import Rollout
from ozg_workflow.domain.deployments import DECIDING, Deployment
from ozg_workflow.domain.desk import Desk, page_path
from ozg_workflow.domain.errors import InputError, NotPreparedError
from ozg_workflow.domain.plan.our_time import OUT_OF_TIME, is_of_our_time
from ozg_workflow.usecases.cockpit.cities.comparison import KnownFigures
from ozg_workflow.usecases.step.context import Context
from ozg_workflow.usecases.step.work import Work
from ozg_workflow.web.forms import Forms
from ozg_workflow.web.people import KnownPeople, People
from ozg_workflow.web.views import render
from ozg_workflow.web.walls.sight import Sight
from ozg_workflow.workspace.desk_file import desk_file, read_desk

LONGEST: Final = 1000  # characters that an address asks for: SQLite takes up to 50 000 bytes for a pattern
NUL: Final = "\0"  # PostgreSQL knows no text with it
_TOWNS: Final = select(Rollout.key, Rollout.title, Rollout.city, Rollout.config_hash).order_by(Rollout.key)
_ONE: Final = select(Rollout, exists().where(Rollout.key != bindparam("key"))).where(Rollout.key == bindparam("key"))


def asked_of(request: Request, name: str) -> str:
    """Return what an address says about `name`, without blanks around; empty where it says nothing. Raises InputError as `Visit.asked`."""
    text = request.query_params.get(name, "").strip()
    if len(text) > LONGEST or NUL in text:
        raise InputError(f"„{text[:40].replace(NUL, '')}“: Gesucht werden kann nach bis zu {LONGEST} Zeichen.")
    return text


class NotThereError(InputError):
    """What the address names does not exist; the sentence names what does."""


class Entry(Protocol):
    """A page of a rollout as the navigation shows it: the parts of its path, its name (empty: not in the navigation)."""

    @property
    def parts(self) -> tuple[str, ...]: ...  # noqa: D102
    @property
    def title(self) -> str: ...  # noqa: D102


@dataclass(frozen=True, slots=True, kw_only=True)
class Town:
    """The rollout a page is about; `several`: there are others. A session remembers `rollout` for as long as somebody holds it."""

    key: str
    title: str
    city: str
    config_hash: str = ""
    several: bool = False
    rollout: Rollout | None = None


@dataclass(slots=True, kw_only=True)
class Room:
    """One workspace that is shown: `today` is a pretended day, `cockpit_port` where Prefect listens (0: it does not run)."""

    app: App
    today: date | None = None
    cockpit_port: int = 0
    navigation: Sequence[Entry] = ()
    figures: KnownFigures = field(default_factory=KnownFigures)
    _ready: bool = False
    _people: KnownPeople = field(default_factory=KnownPeople)
    _desk: tuple[int, Desk] = field(default=(0, Desk()))

    @property
    def home(self) -> Path:
        """The workspace."""
        return self.app.home

    def require_schema(self) -> None:
        """Raise NotPreparedError or InputError unless the database has the schema of this version; asked until it has."""
        if not self._ready:
            self.app.require_schema()
            self._ready = True

    def context(self, rollout: str) -> Context:
        """Return the context that reads a rollout."""
        return self.app.context_for(rollout, today=self.today, actor="lesesaal")

    def towns(self, sight: Sight) -> tuple[Town, ...]:
        """Return the rollouts a visitor sees. Raises NotPreparedError."""
        self.require_schema()
        with self.app.readers() as session:
            return tuple(Town(**row._asdict()) for row in columns(session, _TOWNS, {}) if sight.sees(row.key))

    def town(self, session: Session, key: str, sight: Sight) -> Town:
        """Return one rollout. Raises NotThereError naming those the visitor sees, NotPreparedError.

        One that is another's is not looked for: nothing, not even the time it takes, tells it from one that does not exist.
        """
        if found := _town(session, key) if sight.sees(key) else None:
            return found
        towns = self.towns(sight)
        if towns or sight.rollouts is not None:
            names = ", ".join(town.key for town in towns) or "keiner"
            raise NotThereError(f"Den Rollout „{key[:80]}“ gibt es nicht. Vorhanden: {names}.")
        raise NotPreparedError

    def people(self, session: Session, town: Town) -> People:
        """Return the people of a rollout; where there are several rollouts, the options of a form name their own."""
        return self._people.of(session, town.key, (town.config_hash, town.several))

    def desk(self, request: Request) -> Desk:
        """Return where the desk stands, its cockpit as this reader reaches it: behind a tunnel the names of this machine mean another one."""
        path = desk_file(self.home)
        changed = path.stat().st_mtime_ns if path.exists() else 0
        if changed != self._desk[0]:
            self._desk = (changed, read_desk(self.home))
        return replace(self._desk[1], cockpit=self.cockpit(request))

    def cockpit(self, request: Request) -> str:
        """Return the address of the cockpit: as set, or on the host the reader asked; empty where it does not run."""
        if self.app.settings.ui_url:
            return self.app.settings.ui_url.rstrip("/")
        host = urlsplit(f"//{request.headers.get('host', '')}").hostname or ""
        return f"{request.url.scheme}://{f'[{host}]' if ':' in host else host}:{self.cockpit_port}" if self.cockpit_port else ""


def _town(session: Session, key: str) -> Town | None:
    found = session.execute(_ONE, {"key": key}).first()
    if found is None:
        return None
    rollout, several = found
    return Town(
        key=key, title=rollout.title, city=rollout.city, config_hash=rollout.config_hash, several=several, rollout=rollout
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One request for a page of a rollout."""

    room: Room
    request: Request
    town: Town
    ctx: Context
    desk: Desk
    sight: Sight
    people: People = field(default_factory=dict)
    person: str = ""  # the name this browser works under; empty where the rollout names nobody
    here: tuple[str, ...] = ()  # the first part of the path below the rollout

    def asked(self, name: str) -> str:
        """Return what the address says about `name` (`?name=…`), without blanks around; empty where it says nothing.

        Raises InputError for what no database looks for.
        """
        return asked_of(self.request, name)

    def part(self, name: str) -> str:
        """Return a part of the path. Raises NotThereError for what no database looks for."""
        text = str(self.request.path_params[name])
        if len(text) > LONGEST or NUL in text:
            raise NotThereError(f"„{text[:40].replace(NUL, '')}“ gibt es nicht.")
        return text

    def day(self, name: str = "stand") -> date | None:
        """Return a day the address asks for. Raises InputError."""
        text = self.asked(name)
        try:
            found = date.fromisoformat(text) if text else None
        except ValueError as error:
            raise InputError(f"„{text[:40]}“ ist kein Datum im Format JJJJ-MM-TT.") from error
        if found and not is_of_our_time(found):
            raise InputError(OUT_OF_TIME.format(text))
        return found

    def number(self, name: str) -> int:
        """Return a part of the path that is the number of something. Raises NotThereError."""
        text = self.part(name)
        if not (text.isascii() and text.isdigit() and len(text) <= 9):
            raise NotThereError(f"„{text[:40]}“ ist keine Nummer.")
        return int(text)

    def path(self, /, *parts: object, **query: object) -> str:
        """Return the path of a page of this rollout; empty values are left out of the query."""
        asked = {name: str(value) for name, value in query.items() if value not in (None, "")} if query else {}
        return page_path(self.town.key, *parts, **asked)

    def form(self, deployment: Deployment, **parameters: object) -> str:
        """Return the address of a form with some fields filled in; empty where it is not known. `forms` gives the text of an option.

        A form that decides is filled in with the name this browser works under.
        """
        if deployment in DECIDING and self.person:
            parameters["by"] = self.people[self.person]
        return self.desk.form(deployment, **parameters)

    def forms(self, work: Work) -> Forms:
        """Return the texts of the options of the drop-downs."""
        return Forms(work, several=self.town.several)

    def page(self, template: str, title: str, **values: Any) -> Response:
        """Return a page with all that surrounds it."""
        return HTMLResponse(
            render(template, visit=self, town=self.town, title=title, sight=self.sight, navigation=self.room.navigation, **values)
        )
