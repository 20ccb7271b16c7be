"""`ozg demo`: the whole rollout of the sample city, from the first mail to the final report."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from ozg_workflow.bootstrap import App, open_app
from ozg_workflow.demo.board import Board, alike, differences
from ozg_workflow.demo.characters import CHARACTERS, Manner
from ozg_workflow.demo.coordinator import NEXT_YEAR, Coordinator
from ozg_workflow.demo.maildirs import mailbox_of
from ozg_workflow.demo.measure import Meter, give_back_memory, peak_megabytes
from ozg_workflow.demo.post_office import HOST, PostOffice
from ozg_workflow.demo.runner import FlowRunner, seconds_in_tasks
from ozg_workflow.demo.summary import shortcomings, show_summary
from ozg_workflow.demo.surroundings import environment, make_folder, write_settings
from ozg_workflow.demo.town import Town
from ozg_workflow.demo.walk import Walk
from ozg_workflow.domain import german
from ozg_workflow.domain.cockpit.status import Status
from ozg_workflow.domain.errors import OzgError
from ozg_workflow.domain.rollout import RolloutData
from ozg_workflow.usecases.cockpit.status import status
from ozg_workflow.workspace.rollouts import load_rollouts

INBOX: Final = "ozg@bielefeld.example"
GREYLISTED: Final = frozenset({"dezernat4@bielefeld.example"})
DEAD: Final = frozenset({"rueter@bielefeld.example"})
SILENT: Final = next(number for number, character in CHARACTERS.items() if character.manner is Manner.NEVER)


@dataclass(frozen=True, slots=True, kw_only=True)
class Play:
    """What is played: with which dice, and whether the survey is repeated in the second year."""

    seed: int
    years: int


def run_demo(folder: Path, *, seed: int, years: int = 1) -> None:
    """Play the rollout in `folder` and print a summary; the same seed gives the same figures. With two `years` the survey is repeated.

    Raises InputError for a folder that is neither empty nor an earlier demo, OzgError when the end is not what it must be.
    """
    from rich.console import Console

    meter = Meter()
    home = make_folder(folder)
    post = home / "var" / "post"
    inbox = post / INBOX
    write_settings(home, inbox)
    with PostOffice(post, greylisted=GREYLISTED, dead=DEAD) as office:
        settings = {
            "OZG_HOME": str(home),
            "OZG_SMTP_URL": office.url,
            "OZG_SMTP_CONNECTIONS": "1",  # mails arrive in the same order every time
            "OZG_INBOX_URL": f"maildir:{inbox}",
            "OZG_RECIPIENTS": "*@bielefeld.example",
            "PREFECT_LOGGING_LEVEL": "ERROR",
        }
        with environment(settings):
            result = _play(home, office, Play(seed=seed, years=years), meter)
    meter.stop()
    show_summary(
        Console(highlight=False, width=None if sys.stdout.isatty() else 120), result, meter, folder=home, shown=str(folder)
    )
    ctx = open_app(home).context(today=result.today)
    if problems := [*shortcomings(result, SILENT), *differences(ctx), *(alike(ctx) if years > 1 else ())]:
        raise OzgError("Die Vorführung endete nicht wie vorgesehen:\n" + "\n".join(problems))


def _play(home: Path, office: PostOffice, play: Play, meter: Meter) -> Status:
    """Start Prefect, live through all days, return the final status."""
    _open_mailbox(office.post)
    app = open_app(home)
    (data,) = load_rollouts(home)
    with _prefect(home, meter):
        runner = FlowRunner(data.config.contacts.coordinator.name)
        runner.prepare(data.config.timeline.milestones[0].planned_on)
        walk = _walk(app, data, office, runner, play)
        with _progress(walk.expected_days()) as tell, _unattended():

            def told(day: date, moved: bool) -> None:
                tell(day, status(app.context(today=day)) if moved else None)
                give_back_memory()

            last = walk.go(told)
        runner.show(last)
        meter.in_flows, meter.in_tasks = runner.seconds, seconds_in_tasks()
    return status(app.context(today=last))


def _open_mailbox(post: Path) -> None:
    mailbox = mailbox_of(post, INBOX)
    for place in ("tmp", "new", "cur"):
        (mailbox or post).joinpath(place).mkdir(parents=True, exist_ok=True)


def _walk(app: App, data: RolloutData, office: PostOffice, runner: FlowRunner, play: Play) -> Walk:
    timeline = data.config.timeline
    town = Town(
        data.organisation, timeline.calendar, post=office.post, server=(HOST, office.port), return_to=INBOX, seed=play.seed
    )
    name = data.config.contacts.coordinator.name
    board, again = Board(runner, app.home / "var"), NEXT_YEAR if play.years > 1 else None
    coordinator = Coordinator(timeline, runner, lambda day: app.context(today=day, actor=name), board, again)
    return Walk(data.config, town, runner, coordinator, again)


@contextmanager
def _prefect(home: Path, meter: Meter) -> Iterator[None]:
    from flows.engine.server import embedded

    before, started = peak_megabytes(), time.perf_counter()
    with embedded(home):
        import flows.run_day  # noqa: F401 - what Prefect adds to this process is measured here

        after = peak_megabytes()
        meter.server_start = time.perf_counter() - started
        meter.import_megabytes = after - before if after is not None and before is not None else None
        yield


@contextmanager
def _unattended() -> Iterator[None]:
    """Nobody looks at the cockpit while the years fly past."""
    from flows.engine.desk import unattended

    with unattended():
        yield


@contextmanager
def _progress(days: int) -> Iterator[Callable[[date, Status | None], None]]:
    """Show a progress bar on stderr; the block gets a function to tell each day, with the status where it has changed."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.fields[day]}"), BarColumn(bar_width=30), TimeElapsedColumn(), TextColumn("{task.fields[news]}"))
    with Progress(*columns, console=Console(stderr=True, width=None if sys.stderr.isatty() else 120)) as bar:
        task = bar.add_task("", total=days, day="Vorbereitung", news="")

        def tell(day: date, state: Status | None) -> None:
            bar.update(task, advance=1, day=german.short_date(day))
            if state:
                bar.update(task, news=_news(state))

        yield tell
        bar.update(task, completed=days, total=days)


def _news(state: Status) -> str:
    """Return what has happened so far, in one line."""
    survey = [item for item in state.lists if item.round.startswith("erhebung") and item.version == 1]
    later = [item for item in state.lists if item not in survey]
    back = sum(item.is_back for item in survey)
    parts = [f"Listen zurück {back}/{len(survey)}"] if survey else ["Ankündigungen"]
    if later:
        parts.append(f"weitere {sum(item.is_back for item in later)}/{len(later)}")
    if measures := state.implementation:
        parts.append(f"am Ziel {measures.reached_target}/{measures.measures}")
    return " · ".join(parts)
