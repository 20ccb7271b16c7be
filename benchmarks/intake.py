"""The intake beside that of another build, both played in one run: `python -m benchmarks.intake --beside COMMIT`.

A mailbox of foreign mails (those of `../shared/mails`, repeated, none of them the same) and a real city. Both builds take turns on
workspaces of their own; CPU seconds count, so that other work on the machine disturbs the one as much as the other.
"""

import argparse
import re
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median

from rich import box
from rich.console import Console
from rich.table import Table

from benchmarks.builds import HERE, Build, Run, build_of, this_build
from benchmarks.city import SERVICES, collect, figures, make_city, start_rollout

MAILS = HERE.parent / "shared" / "mails"
Make = Callable[[Build, Path], None]


def main() -> None:
    """Print the table."""
    wishes = _wishes()
    if not MAILS.is_dir() or not SERVICES.is_file():
        raise SystemExit(f"Es fehlen die Mails und der Katalog zum Messen: {MAILS}, {SERVICES}")
    table = Table("Was", "Stand", "CPU-s (kleinste)", "CPU-s (mittlere)", "Spitze MB", "Verhältnis", "Ziel", box=box.SIMPLE_HEAD)
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        builds = [this_build(), *([build_of(wishes.beside, place / "build")] if wishes.beside else [])]
        for key, name, make, limit in (
            ("foreign", f"{wishes.mails} fremde Mails verstehen", lambda b, home: make_foreign(b, home, wishes.mails), "≤ 0,6"),
            ("city", "Eine Stadt einsammeln (25 Ämter, 2 378 Zeilen, mit Antworten)", make_city, "≤ 0,5"),
        ):
            if wishes.only in ("", key):
                _add(table, name, limit, measure(builds, make, place / key, wishes.times))
    Console(width=140).print(table)


def _wishes() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--beside", default="", help="commit of the build to compare with")
    parser.add_argument("--mails", type=int, default=6000, help="how many foreign mails")
    parser.add_argument("--times", type=int, default=3, help="runs of each build")
    parser.add_argument("--only", choices=("foreign", "city"), default="")
    return parser.parse_args()


def measure(builds: list[Build], make: Make, place: Path, times: int) -> dict[str, list[Run]]:
    """Make a workspace with each build, then collect copies of it in turns; the folders vanish. Returns the runs by build."""
    place.mkdir()
    for number, build in enumerate(builds):
        make(build, place / f"{number}")
    runs: dict[str, list[Run]] = {build.name: [] for build in builds}
    told = set()
    for _ in range(times):
        for number, build in enumerate(builds):
            home = place / "run"
            shutil.copytree(place / f"{number}", home)
            runs[build.name].append(collect(build, home))
            told.add((build.name, str(figures(home))))
            shutil.rmtree(home)
    for name, found in sorted(told):
        print(f"{name}: {found}")
    shutil.rmtree(place)
    return runs


def make_foreign(build: Build, home: Path, number: int) -> None:
    """Make a workspace whose mailbox holds so many foreign mails, each with a Message-ID and bytes of its own."""
    start_rollout(build, home)
    sources = [path.read_bytes() for path in sorted(MAILS.rglob("*")) if path.is_file() and path.name != "README.md"]
    for place in ("new", "cur", "tmp"):
        (home / "box" / place).mkdir(parents=True)
    for n in range(number):
        content = re.sub(rb"(?im)^(message-id:\s*<)", rb"\g<1>%d." % n, sources[n % len(sources)], count=1)
        (home / "box" / "new" / f"{1587539676 + n}.{n}.benchmark").write_bytes(b"X-Copy: %d\n" % n + content)


def _add(table: Table, name: str, limit: str, runs: dict[str, list[Run]]) -> None:
    least = {build: min(run.seconds for run in found) for build, found in runs.items()}
    ours, *other = least.values()
    for build, found in runs.items():
        first = build == next(iter(runs))
        ratio = f"{ours / other[0]:.2f}" if first and other else ""
        seconds, peak = [run.seconds for run in found], max(run.megabytes for run in found)
        row = (name if first else "", build, f"{min(seconds):.2f}", f"{median(seconds):.2f}", f"{peak:.0f}", ratio)
        table.add_row(*row, limit if first and other else "")


if __name__ == "__main__":
    main()
