"""The papers for the board and the final report of a city of 2 378 services, beside the typesetter alone, and beside another build: `python -m benchmarks.papers [--beside COMMIT]`."""

import argparse
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, datetime
from functools import partial
from pathlib import Path
from types import ModuleType
from unittest.mock import patch

from benchmarks.builds import Build, build_of, this_build
from benchmarks.city import collect, make_city
from benchmarks.rows import Row, ratio
from ozg_workflow.bootstrap import App
from ozg_workflow.paper import typesetting
from ozg_workflow.report import final_report
from ozg_workflow.report.board import paper as board
from ozg_workflow.report.board.data import BoardPaper
from ozg_workflow.report.board.texts import PAPER, PaperTexts
from ozg_workflow.report.final_report import FinalReport
from ozg_workflow.usecases.results import present as presenting
from ozg_workflow.usecases.results.progress import report_completion as completing
from ozg_workflow.workspace.places import shipped
from ozg_workflow.workspace.settings import Settings

EVALUATED_ON, PRESENTED_ON = "2020-06-02", "2020-07-01"
BEGUN_ON, COMPLETED_ON = "2020-09-01", "2023-01-02"
TIMES = 3


def rows() -> Iterable[Row]:
    """Measure each paper beside the typesetter setting the same finished data, and the slides beside the paper. CPU of a process each."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "stadt"
        evaluated_city(this_build(), home)
        found = data_of(home)
        begin_implementation(this_build(), home)
        report = report_of(home)
    texts = PaperTexts((shipped("templates") / "paper",))
    whole, bare, slides, final, bare_final = _in_turns(
        lambda: board.board_paper_pdf(found, texts),
        _typesetter(board, lambda: board.board_paper_pdf(found, texts)),
        lambda: board.board_paper_pptx(found, texts),
        lambda: final_report.final_report_pdf(report),
        _typesetter(final_report, lambda: final_report.final_report_pdf(report)),
    )
    size = {"services": len(found.scores)}
    yield ratio("Vorlage mit allen Leistungen, neben dem Setzer allein", ours=whole, bare=bare, limit=2, **size)
    yield ratio("Folien, neben der Vorlage", ours=slides, bare=whole, limit=1, **size)
    size = {"measures": len(report.measures)}
    yield ratio("Abschlussbericht mit allen Maßnahmen, neben dem Setzer allein", ours=final, bare=bare_final, limit=2, **size)


def _typesetter(module: ModuleType, paper: Callable[[], object]) -> Callable[[], object]:
    """Return what sets the finished data of a paper of a module and does nothing else."""
    finished: list[tuple[Path, dict[str, object], datetime]] = []
    with patch.object(module, "typeset", lambda *what: finished.append(what) or b""):
        paper()
    return partial(typesetting._compiled, *finished[0])  # noqa: SLF001 - the typesetter alone


def evaluated_city(build: Build, home: Path) -> None:
    """Make a city whose lists are back and evaluated."""
    make_city(build, home)
    collect(build, home)
    build.run(home, "evaluate", "--today", EVALUATED_ON)


def data_of(home: Path) -> BoardPaper:
    """Return what the paper of a city says, without writing it."""
    kept: list[BoardPaper] = []
    app = App(home, Settings(recipients=("*",)))
    context = replace(app.context(today=date.fromisoformat(PRESENTED_ON)), preview=True)
    with (
        patch.object(presenting, "board_paper_pdf", lambda paper, _: kept.append(paper) or b"%PDF"),
        patch.object(presenting, "board_paper_pptx", lambda *_: b"PK"),
    ):
        presenting.present(context)
    app.engine.dispose()
    return kept[0]


def begin_implementation(build: Build, home: Path) -> None:
    """Present what was evaluated, let the board accept it, and begin."""
    build.run(home, "present", "--no-deliver", "--today", PRESENTED_ON)
    build.run(home, "board", "release", "--yes", "--no-deliver", "--today", PRESENTED_ON)
    build.run(home, "board", "accept", "--today", PRESENTED_ON)
    build.run(home, "start-implementation", "--no-deliver", "--today", BEGUN_ON)


def report_of(home: Path) -> FinalReport:
    """Return what the final report of a city says, without writing it."""
    kept: list[FinalReport] = []
    app = App(home, Settings(recipients=("*",)))
    context = replace(app.context(today=date.fromisoformat(COMPLETED_ON)), preview=True)
    with patch.object(completing, "final_report_pdf", lambda report: kept.append(report) or b"%PDF"):
        completing.report_completion(context)
    app.engine.dispose()
    return kept[0]


def _in_turns(*actions: Callable[[], object]) -> list[float]:
    """Return the fewest CPU seconds each action took, all of them in turns, each in a process of its own: the typesetter remembers what it has set."""
    best = [float("inf")] * len(actions)
    for _ in range(TIMES):
        for index, action in enumerate(actions):
            best[index] = min(best[index], _alone(action))
    return best


def _alone(action: Callable[[], object]) -> float:
    """Return the CPU seconds of an action in a child that has set nothing yet."""
    child = os.fork()
    if child == 0:
        action()
        os._exit(0)
    _, status, usage = os.wait4(child, 0)
    assert os.waitstatus_to_exitcode(status) == 0
    return usage.ru_utime + usage.ru_stime


def beside(commit: str) -> None:
    """Print the CPU seconds of `ozg present` of both builds, each on a city it made itself, in turns; and of ours without the appendix."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        ours, other = this_build(), build_of(commit, place / "build")
        runs = {"alles": (ours, place / "ours"), "ohne Anlage": (ours, place / "short"), commit: (other, place / "other")}
        for build, home in (runs["alles"], runs[commit]):
            evaluated_city(build, home)
        shutil.copytree(place / "ours", place / "short")
        _leave_out_the_appendix(place / "short")
        least = dict.fromkeys(runs, float("inf"))
        for _ in range(TIMES):
            for name, (build, home) in runs.items():
                least[name] = min(least[name], _presented(build, home, place / "run"))
    for name, seconds in least.items():
        print(f"ozg present ({name}): {seconds:.2f} s, Verhältnis {seconds / least[commit]:.2f}")


def _presented(build: Build, made: Path, home: Path) -> float:
    """Return the CPU seconds of `ozg present` on a copy of a city."""
    shutil.copytree(made, home)
    run = build.run(home, "present", "--no-deliver", "--today", PRESENTED_ON)
    shutil.rmtree(home)
    return run.seconds


def _leave_out_the_appendix(home: Path) -> None:
    """Give a city a text of its own without the list of all services, which older builds do not have."""
    own = home / "templates" / "paper" / PAPER
    own.parent.mkdir(parents=True, exist_ok=True)
    own.write_text((shipped("templates") / "paper" / PAPER).read_text(encoding="utf-8").replace("[[Alle Leistungen]]", ""))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--beside", default="", help="commit of the build to compare with")
    wish = parser.parse_args().beside
    if wish:
        beside(wish)
    for row in rows():
        print(f"{row.name}: {row.figure:.2f} (Grenze {row.limit}), {dict(row.made_of)}")
