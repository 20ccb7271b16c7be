"""`ozg status` as a process, beside a Python that only imports sqlalchemy.orm and typer."""

import os
import resource
import subprocess
import sys
from pathlib import Path

from benchmarks.world import Measured, prepared

RUNS = 9


def _cpu_seconds(command: list[str], environment: dict[str, str]) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def measure() -> Measured:
    """Measure both alternately, in CPU seconds; the best of nine runs each counts."""
    with prepared() as app:
        environment = {**os.environ, "OZG_HOME": str(app.home)}
        status = [str(Path(sys.executable).parent / "ozg"), "status", "--json"]
        imports = [sys.executable, "-c", "import sqlalchemy.orm, typer"]
        pairs = [(_cpu_seconds(status, environment), _cpu_seconds(imports, environment)) for _ in range(RUNS)]
    return Measured(
        name="ozg status als Prozess", ours=1 / min(p[0] for p in pairs), bare=1 / min(p[1] for p in pairs), wanted="≤ 1,6"
    )
