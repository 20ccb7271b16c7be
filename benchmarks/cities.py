"""Many cities in one database: their day in one process, what a quiet one costs, memory, and the status of one among them."""

import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterable
from contextlib import closing
from pathlib import Path
from typing import Final

from benchmarks.builds import Build, Run, this_build
from benchmarks.crowd import crowd
from benchmarks.reading_room import MOST, best_milliseconds, board_row, opened
from benchmarks.rows import Row, ratio
from ozg_workflow.bootstrap import App
from ozg_workflow.database.session import make_engine, sqlite_url
from ozg_workflow.usecases.cockpit.cities.comparison import KnownFigures
from ozg_workflow.usecases.cockpit.status import status
from ozg_workflow.workspace.settings import Settings

KEY: Final = "bielefeld-2020"
DAYS: Final = ("2020-03-25", "2020-03-26", "2020-03-27")  # the lists go out, the digest follows, then nothing is due
FEW: Final = 10
MANY: Final = 100
HUNDREDS: Final = 400
TURNS: Final = 3


def rows() -> Iterable[Row]:
    """Measure a city that waits for its lists, and copies of it."""
    with tempfile.TemporaryDirectory() as folder:
        build, homes = this_build(), _homes(Path(folder))
        alone, few, many = (min(_days(build, homes[number]), key=lambda run: run.seconds) for number in (1, FEW, MANY))
        each = (many.seconds - alone.seconds) / (MANY - 1)
        yield ratio(
            "Ein Rollout, an dessen Tag nichts fällig ist, am Start des Programms", ours=each, bare=alone.seconds, limit=0.05
        )
        yield ratio(
            f"Tageslauf über {MANY} Rollouts, an {MANY} einzelnen", ours=many.seconds, bare=MANY * alone.seconds, limit=0.15
        )
        yield ratio(f"Speicher bei {MANY} Rollouts, an {FEW}", ours=many.megabytes, bare=few.megabytes, limit=1.3)
        yield _status(homes[1], homes[HUNDREDS])
        with opened(homes[1]) as one, opened(homes[HUNDREDS]) as among:
            yield board_row(f"Tafel von {HUNDREDS} Städten, an der Seite einer", one, among)
        yield from _comparison(homes[1], homes[HUNDREDS])


def _comparison(alone: Path, among: Path) -> Iterable[Row]:
    """Measure the comparison of cities that all agreed, put together anew and as it is kept, beside the page of one."""
    _agree(among)
    with opened(alone) as one, opened(among) as many:
        kept = many.ask_comparison()

        def anew() -> object:
            many.room.figures = KnownFigures()
            return kept()

        page, first, later = best_milliseconds(one.ask("", ""), anew, kept)
    name = f"Vergleich von {HUNDREDS} Städten"
    yield ratio(f"{name}, je Stadt beim ersten Aufruf, an der Seite einer", ours=first / HUNDREDS, bare=page, limit=0.5)
    yield ratio(f"{name}, danach, an der Seite einer", ours=later, bare=page, limit=MOST)


def _agree(home: Path) -> None:
    """Let all rollouts of a database take part in the comparison, each as a city of its own."""
    agreed = "json_set(config, '$.comparison', json_object('agreed', json('true'), 'population', 20000 + id % 500000))"
    with closing(sqlite3.connect(home / "var" / "ozg.db")) as connection, connection:
        connection.execute(f"UPDATE rollout SET city = city || ' ' || id, config = {agreed}")


def _homes(folder: Path) -> dict[int, Path]:
    """Make workspaces with so many rollouts, each with the settings and state of its own."""
    homes = {1: city(folder / "1")}
    for number in (FEW, MANY, HUNDREDS):
        homes[number] = folder / str(number)
        shutil.copytree(homes[1], homes[number])
        crowd(make_engine(sqlite_url(homes[number] / "var" / "ozg.db")), number)
    return homes


def city(home: Path) -> Path:
    """Make a workspace of the sample that waits for its lists."""
    build = this_build()
    home.mkdir()
    build.run(home, "init", str(home))
    build.run(home, "prepare", "--today", DAYS[0])
    for day in DAYS:
        _day(build, home, day)
    return home


def _day(build: Build, home: Path, day: str) -> Run:
    return build.run(home, "run-day", "--today", day, settings={"OZG_SMTP_URL": f"dir:{home / 'sent'}"})


def _days(build: Build, home: Path) -> list[Run]:
    return [_day(build, home, DAYS[-1]) for _ in range(TURNS)]


def _status(alone: Path, among: Path) -> Row:
    """Measure the status of one rollout in both databases, in turns."""
    apps = [App(home, Settings()) for home in (alone, among)]
    bare, ours = best_milliseconds(*map(_asked, apps))
    for app in apps:
        app.engine.dispose()
    return ratio(f"Stand eines Rollouts unter {HUNDREDS}, an allein", ours=ours, bare=bare, limit=1.3)


def _asked(app: App) -> Callable[[], object]:
    ctx = app.context(KEY)
    return lambda: status(ctx)
