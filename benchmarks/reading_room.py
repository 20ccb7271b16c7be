"""The pages of the reading room for a real city whose lists are all back: beside their bare SQL and an empty page, and among 100 such rollouts.

Bare is what a page cannot do without: the statements it asks, put to `sqlite3` alone, every row fetched, and a whole visit to a
page of the rollout without rows: its frame and its navigation. CPU seconds count, the smallest of all turns, ours and bare in
turns; so other work on the machine disturbs the one as much as the other.
"""

import shutil
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from sqlalchemy import event
from starlette.requests import Request

from benchmarks.builds import HERE, Build
from benchmarks.city import collect, make_city
from benchmarks.crowd import crowd
from benchmarks.rows import Row, ratio
from ozg_workflow.bootstrap import App
from ozg_workflow.database.session import make_engine, sqlite_url
from ozg_workflow.domain.deployments import Deployment
from ozg_workflow.domain.desk import Desk
from ozg_workflow.web.hall import HallVisit
from ozg_workflow.web.pages.board import show_board
from ozg_workflow.web.pages.comparison import show_comparison
from ozg_workflow.web.pages.registry import PAGES, Page
from ozg_workflow.web.room import Room
from ozg_workflow.web.server import COMPARISON, visiting
from ozg_workflow.web.walls.sight import EVERYTHING, SIGHT
from ozg_workflow.workspace.desk_file import write_desk
from ozg_workflow.workspace.settings import Settings

KEY: Final = "bielefeld-2020"
TODAY: Final = date(2020, 9, 2)
DESK: Final = Desk(deployments={str(deployment): str(UUID(int=place)) for place, deployment in enumerate(Deployment)})
ROLLOUTS: Final = 100
TURNS: Final = 15
MOST, MOST_AMONG_MANY = 3.0, 1.5
# path below the rollout, and what the address asks
ASKED: Final = (
    ("", ""),
    ("termine", ""),
    ("aemter", ""),
    ("aemter/33", ""),
    ("angaben", ""),
    ("angaben", "amt=33&sortierung=case_volume&richtung=ab&seite=3"),
    ("angaben", "text=wohn"),
    ("leistungen/L0100", ""),
    ("eingang", "zustand=alle"),
    ("eingang/3", ""),
    ("mails", ""),
    ("mails/1", ""),
    ("priorisierung", ""),
    ("massnahmen", ""),
    ("reifegrad", ""),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Speed:
    """A page: CPU milliseconds of it, of its bare statements with an empty page, and of it among many rollouts; how many statements it asks."""

    name: str
    ours: float
    bare: float
    among: float
    statements: int

    @property
    def ratio(self) -> float:
        """How many times longer the page takes than bare."""
        return self.ours / self.bare

    @property
    def growth(self) -> float:
        """How many times longer it takes among many rollouts."""
        return self.among / self.ours


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """A reading room and the plain connection to the same database."""

    room: Room
    plain: sqlite3.Connection

    def ask(self, path: str, query: str) -> Callable[[], object]:
        """Return what makes one page, everything included but the server."""
        page, parts = _page(path)

        def make() -> object:
            scope = _scope(f"/{KEY}/{path}", query) | {"path_params": {"rollout": KEY, **parts}}
            with visiting(self.room, Request(scope), page.parts) as visit:
                return page.show(visit)

        return make

    def ask_board(self) -> Callable[[], object]:
        """Return what makes the board of all cities."""
        return self._ask_hall("/", show_board)

    def ask_comparison(self) -> Callable[[], object]:
        """Return what makes the comparison of the cities that agreed."""
        return self._ask_hall(COMPARISON, show_comparison)

    def _ask_hall(self, path: str, show: Callable[[HallVisit], object]) -> Callable[[], object]:
        return lambda: show(HallVisit(room=self.room, request=Request(_scope(path, "")), sight=EVERYTHING, base=path))

    def bare(self, asked: list[tuple[str, Any]]) -> Callable[[], object]:
        """Return what puts the same statements to the database alone and makes an empty page."""
        empty = _empty(self.room)

        def make() -> object:
            rows = [self.plain.execute(statement, values).fetchall() for statement, values in asked]
            return rows, empty()

        return make


def _scope(path: str, query: str) -> dict[str, Any]:
    return {
        "type": "http",
        "method": "GET",
        "scheme": "http",
        "path": path,
        "query_string": query.encode(),
        "headers": [(b"host", b"127.0.0.1:4201")],
        "server": ("127.0.0.1", 4201),
        SIGHT: EVERYTHING,
    }


def _page(path: str) -> tuple[Page, dict[str, str]]:
    """Return the page of a path and what stands in it."""
    for page in PAGES:
        names, values = page.path.split("/"), path.split("/")
        if len(names) == len(values) and all(n == v or n.startswith("{") for n, v in zip(names, values, strict=True)):
            parts = {n.strip("{}").partition(":")[0]: v for n, v in zip(names, values, strict=True) if n.startswith("{")}
            return page, parts
    raise LookupError(path)


def _empty(room: Room) -> Callable[[], object]:
    """Return what makes a page of the rollout with nothing in it but its frame and its navigation."""
    scope = _scope(f"/{KEY}/", "") | {"path_params": {"rollout": KEY}}

    def make() -> object:
        with visiting(room, Request(scope)) as visit:
            return visit.page("refusal.html.j2", "Leer", sentence="")

    return make


def rows() -> Iterable[Row]:
    """Measure all pages: beside bare, and among many rollouts beside alone; then the board of all of them."""
    with readers() as (one, among):
        for s in measure(one, among):
            yield ratio(s.name, ours=s.ours, bare=s.bare, limit=MOST, statements=s.statements)
            yield ratio(f"{s.name} bei {ROLLOUTS} Rollouts", ours=s.among, bare=s.ours, limit=MOST_AMONG_MANY)
        yield board_row(f"Tafel von {ROLLOUTS} Städten, an der Seite einer", one, among)


@contextmanager
def readers(home: Path | None = None) -> Iterator[tuple["Reader", "Reader"]]:
    """Open a city, and many of them; `home` is one that was made before (`make`)."""
    with tempfile.TemporaryDirectory() as folder:
        city = home or make(Path(folder) / "city")
        many = Path(folder) / "many"
        shutil.copytree(city, many, ignore=shutil.ignore_patterns("lists", "box", "sent"))
        crowd(make_engine(sqlite_url(many / "var" / "ozg.db")), ROLLOUTS)
        with opened(city) as one, opened(many) as among:
            yield one, among


def measure(one: "Reader", among: "Reader") -> list[Speed]:
    """Measure all pages of a city."""
    return [_speed(path, query, one, among) for path, query in ASKED]


def board_row(name: str, one: "Reader", among: "Reader") -> Row:
    """Measure the board of all cities beside the page of one."""
    bare, ours = best_milliseconds(one.ask("", ""), among.ask_board())
    return ratio(name, ours=ours, bare=bare, limit=MOST)


def make(home: Path) -> Path:
    """Make a city whose lists are all back, ranked and begun."""
    build = Build(name="this", root=HERE)
    make_city(build, home)
    collect(build, home)
    build.run(home, "evaluate", "--today", "2020-06-02")
    build.run(home, "present", "--today", "2020-07-01", "--no-deliver")
    build.run(home, "board", "accept", "--today", "2020-07-01")
    build.run(home, "start-implementation", "--today", "2020-09-01", "--no-deliver")
    return home


@contextmanager
def opened(home: Path) -> Iterator[Reader]:
    """Open the reading room of a workspace, and its database beside it."""
    write_desk(home, DESK)  # as `ozg serve` leaves it: the pages link to its forms, filled in
    app = App(home, Settings(recipients=("*",)))
    plain = sqlite3.connect(home / "var" / "ozg.db")
    room = Room(app=app, today=TODAY, cockpit_port=4200, navigation=[page for page in PAGES if page.title])
    yield Reader(room=room, plain=plain)
    plain.close()
    app.engine.dispose()


def _speed(path: str, query: str, one: Reader, among: Reader) -> Speed:
    make_one, make_among = one.ask(path, query), among.ask(path, query)
    statements = _statements(one.room.app, make_one)
    ours, bare, many = best_milliseconds(make_one, one.bare(statements), make_among)
    name = f"/{path}" + (f"?{query}" if query else "")
    return Speed(name=name, ours=ours, bare=bare, among=many, statements=len(statements))


def _statements(app: App, make: Callable[[], object]) -> list[tuple[str, Any]]:
    """Return the statements a page asks, with their values."""
    make()  # what is read once and kept
    found: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, values: Any, *_: Any) -> None:
        if statement.lstrip().upper().startswith(("SELECT", "WITH")):
            found.append((statement, values))

    event.listen(app.engine, "before_cursor_execute", note)
    make()
    event.remove(app.engine, "before_cursor_execute", note)
    return found


def best_milliseconds(*actions: Callable[[], object]) -> list[float]:
    """Return the smallest CPU milliseconds of each of the actions, which take turns."""
    best = [float("inf")] * len(actions)
    for _ in range(TURNS):
        for place, action in enumerate(actions):
            started = time.process_time()
            action()
            best[place] = min(best[place], 1000 * (time.process_time() - started))
    return best


def show(found: list[Speed]) -> None:
    """Print the table."""
    from rich import box
    from rich.console import Console
    from rich.table import Table

    table = Table("Seite", "ms CPU", "nackt", "Verhältnis", f"bei {ROLLOUTS} Rollouts", "Abfragen", box=box.SIMPLE_HEAD)
    for s in found:
        table.add_row(s.name, f"{s.ours:.1f}", f"{s.bare:.1f}", f"{s.ratio:.2f}", f"{s.growth:.2f}", str(s.statements))
    console = Console(width=120)
    console.print(table)
    console.print(f"Ziele: Verhältnis ≤ {MOST}, bei {ROLLOUTS} Rollouts ≤ {MOST_AMONG_MANY}")


if __name__ == "__main__":
    import sys

    with readers(Path(sys.argv[1]) if len(sys.argv) > 1 else None) as both:
        show(measure(*both))
