"""`ozg status` as a process, beside a Python that only imports sqlalchemy.orm and typer."""

import os
import resource
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from benchmarks.rows import Row, ratio
from benchmarks.world import prepared

RUNS = 9


def _cpu_seconds(command: list[str], environment: dict[str, str]) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def rows() -> Iterable[Row]:
    """Measure both alternately, in CPU seconds; the best of nine runs each counts."""
    with prepared() as app:
        environment = {**os.environ, "OZG_HOME": str(app.home)}
        status = [str(Path(sys.executable).parent / "ozg"), "status", "--json"]
        imports = [sys.executable, "-c", "import sqlalchemy.orm, typer"]
        pairs = [(_cpu_seconds(status, environment), _cpu_seconds(imports, environment)) for _ in range(RUNS)]
    ours, bare = (min(pair[place] for pair in pairs) for place in (0, 1))
    yield ratio("ozg status als Prozess, nackt: sqlalchemy.orm und typer laden", ours=ours, bare=bare, limit=1.3)
