"""Stop `ozg serve` many times in the middle of a run while both cores are busy, and count what is not quiet about it.

`nice python -m tests.faults.stops [STOPS]`; not part of any test run: one stop takes about half a minute under load. Each stop is one
SIGTERM, as `systemctl stop` sends it. What is counted: docs/faults.md.
"""

import json
import multiprocessing
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import psutil

from flows.deployments import CALENDAR_MINUTE
from flows.engine.server import free_port
from tests.cockpit import ENDED, OZG, Api, clean_environment, program, wait_for

NOISE = ("Error logging to API", "Traceback", "Warning", "pending items")
FAREWELL = "Beendet. Der Zeitplan geht beim nächsten Start weiter."
DEPLOYMENT = "21 Stand anzeigen"
PATIENCE = 600  # seconds
BUSY_LOOPS = 2


@dataclass(frozen=True, kw_only=True)
class Stop:
    """What one stop was like; `lines` are those the interrupted run left in Prefect's log, `left` the processes that outlived the program."""

    status: int
    noise: tuple[str, ...]
    farewell: bool
    state: str
    lines: int
    whole: bool
    left: int
    seconds: float

    @property
    def quiet(self) -> bool:
        """Nothing was said but the farewell, nothing lost, nothing left."""
        return not self.noise and self.farewell and self.whole and (self.status, self.left, self.state) == (0, 0, "COMPLETED")


def spin() -> None:
    """Keep one core busy, and stand back for whatever else the machine does."""
    os.nice(9)
    while True:
        pass


@contextmanager
def busy(loops: int) -> Iterator[None]:
    """Keep the cores busy until the end of the block."""
    processes = [multiprocessing.Process(target=spin, daemon=True) for _ in range(loops)]
    for process in processes:
        process.start()
    try:
        yield
    finally:
        for process in processes:
            process.kill()


def one_stop(home: Path, log: Path) -> Stop:
    """Start the service, begin a run, stop the service in its middle."""
    port, reading_port = free_port(), free_port()
    command = (*OZG, "--home", str(home), "serve", "--port", str(port), "--reading-port", str(reading_port))
    log.write_bytes(b"")
    with program(command, surroundings(), log) as process:
        wait_for(lambda: "stehen unter" in log.read_text(encoding="utf-8"), PATIENCE, "the deployments")
        run = running(Api(f"http://127.0.0.1:{port}/api"))
        family = psutil.Process(process.pid).children(recursive=True)
        began = time.monotonic()
        process.send_signal(signal.SIGTERM)
        process.wait(PATIENCE)
        seconds = time.monotonic() - began
        left = sum(child.is_running() and child.status() != psutil.STATUS_ZOMBIE for child in family)
    return judged(home, run, process.returncode, log.read_text(encoding="utf-8"), left, seconds)


def surroundings() -> dict[str, str]:
    """The environment; the calendar is half an hour away and does not join in."""
    minute = (time.gmtime().tm_min + 30) % 60
    return clean_environment(OZG_SECRET_KEY="geheim", **{CALENDAR_MINUTE: str(minute)})


def running(api: Api) -> str:
    """Start a run and return it while it goes on."""
    for _ in range(20):
        run = api.start(DEPLOYMENT)
        state = wait_for(lambda run=run: {api.state(run)[0]} & {"RUNNING", *ENDED}, PATIENCE, "a run", pause=0.02)
        if state == {"RUNNING"}:
            return run
    raise AssertionError("no run was seen while it went on")


def judged(home: Path, run: str, status: int, text: str, left: int, seconds: float) -> Stop:
    """Look at what the program said and what Prefect keeps of the run."""
    said = [line for (line,) in kept(home, "SELECT message FROM log WHERE flow_run_id = ? ORDER BY timestamp", run)]
    return Stop(
        status=status,
        noise=tuple(words for words in NOISE if words in text),
        farewell=text.rstrip().endswith(FAREWELL),
        state=kept(home, "SELECT state_type FROM flow_run WHERE id = ?", run)[0][0],
        lines=len(said),
        whole=bool(said) and said[0].startswith("Beginning flow run") and said[-1].startswith("Finished in state Completed"),
        left=left,
        seconds=round(seconds, 1),
    )


def kept(home: Path, query: str, value: str) -> list[Any]:
    """What Prefect's own database holds after the end; its ids have no hyphens there."""
    with closing(sqlite3.connect(home / "var" / "prefect" / "prefect.db")) as connection:
        return connection.execute(query, (value,)).fetchall()


def main(stops: int) -> int:
    """Print one line per stop and the figures of all; exit status 1 where one was not quiet."""
    found = []
    with TemporaryDirectory(prefix="stops-") as folder, busy(BUSY_LOOPS):
        home = Path(folder, "stadt")
        subprocess.run((*OZG, "init", str(home)), env=surroundings(), check=True)
        subprocess.run((*OZG, "--home", str(home), "prepare"), env=surroundings(), check=True)
        for number in range(1, stops + 1):
            stop = one_stop(home, Path(folder, "serve.log"))
            found.append(stop)
            print(number, json.dumps(asdict(stop)), flush=True)
    most = max(stop.lines for stop in found)
    print(
        f"{len(found)} stops: {sum(stop.quiet and stop.lines == most for stop in found)} quiet with all {most} lines of their run"
    )
    return int(not all(stop.quiet and stop.lines == most for stop in found))


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 50))
