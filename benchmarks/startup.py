"""`ozg --help` and `ozg status` as processes, beside a Python that only imports what they stand on."""

import os
import resource
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from benchmarks.builds import HERE, compile_modules
from benchmarks.rows import Row, ratio
from benchmarks.world import prepared

RUNS = 9


def cpu_seconds(command: list[str], environment: dict[str, str]) -> float:
    """Return the CPU seconds a command takes, its start included."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def rows() -> Iterable[Row]:
    """Measure all in turns, in CPU seconds; the best of nine runs each counts."""
    ozg = str(Path(sys.executable).parent / "ozg")
    commands = {
        "typer": [sys.executable, "-c", "import typer"],
        "orm": [sys.executable, "-c", "import sqlalchemy.orm, typer"],
        "help": [ozg, "--help"],
        "status": [ozg, "status", "--json"],
    }
    best = dict.fromkeys(commands, float("inf"))
    compile_modules(HERE)
    with prepared() as app:
        environment = {**os.environ, "OZG_HOME": str(app.home)}
        for _ in range(RUNS):
            for name, command in commands.items():
                best[name] = min(best[name], cpu_seconds(command, environment))
    yield ratio("ozg --help, nackt: typer laden", ours=best["help"], bare=best["typer"], limit=3)
    yield ratio("ozg status, nackt: sqlalchemy.orm und typer laden", ours=best["status"], bare=best["orm"], limit=1.3)
