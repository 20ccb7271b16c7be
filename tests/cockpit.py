"""Programs of the cockpit as real processes, for tests: start them, ask the server, kill them, look at what is left."""

import fcntl
import json
import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import psutil

from ozg_workflow.workspace.places import make_private

KEPT = Path(__file__).parents[1] / ".pytest_cache" / "prefect"
OZG = (sys.executable, "-c", "from ozg_workflow.cli.main import main; main()")
PREFECT = (sys.executable, "-m", "prefect")
MENDED = (sys.executable, "-m", "flows.engine.prefect_server")
ENDED = ("COMPLETED", "FAILED", "CRASHED", "CANCELLED")


class Api:
    """The API of a Prefect server."""

    def __init__(self, url: str, auth: str = "") -> None:
        self.url, self._auth = url, auth

    def post(self, path: str, **body: Any) -> Any:
        return self._open(path, json.dumps(body).encode())

    def get(self, path: str) -> Any:
        return self._open(path, None)

    def patch(self, path: str, **body: Any) -> Any:
        return self._open(path, json.dumps(body).encode(), "PATCH")

    def _open(self, path: str, body: bytes | None, method: str | None = None) -> Any:
        import base64

        headers = {"Content-Type": "application/json"}
        if self._auth:
            headers["Authorization"] = "Basic " + base64.b64encode(self._auth.encode()).decode()
        request = urllib.request.Request(f"{self.url}{path}", body, headers, method=method)
        for patience in range(20, -1, -1):
            try:
                with urllib.request.urlopen(request, timeout=20) as answer:
                    return json.loads(answer.read() or "null")
            except urllib.error.HTTPError as error:  # the server's own database is busy for a moment
                if error.code != 503 or not patience:
                    raise
                time.sleep(0.5)
        raise AssertionError

    def deployments(self) -> dict[str, Any]:
        """All deployments by name."""
        return {d["name"]: d for d in self.post("/deployments/filter")}

    def start(self, deployment: str, **parameters: Any) -> str:
        """Create a run and return its id."""
        return str(self.post(f"/deployments/{self.deployments()[deployment]['id']}/create_flow_run", parameters=parameters)["id"])

    def state(self, run: str) -> tuple[str, str]:
        """Type and message of the state of a run."""
        found = self.get(f"/flow_runs/{run}")["state"]
        return found["type"], found["message"] or ""

    def ended(self, run: str, seconds: float = 120) -> tuple[str, str]:
        """Wait for the end of a run."""
        return wait_for(lambda: self.state(run) if self.state(run)[0] in ENDED else None, seconds, f"end of run {run}")

    def run(self, deployment: str, **parameters: Any) -> tuple[str, str]:
        """Run a deployment to its end."""
        return self.ended(self.start(deployment, **parameters))


def wait_for(condition: Callable[[], Any], seconds: float, what: str, *, pause: float = 0.3) -> Any:
    """Wait until the condition gives something, asking after each `pause` (seconds)."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            if found := condition():
                return found
        except (urllib.error.URLError, OSError):
            pass
        time.sleep(pause)
    raise AssertionError(f"{what} not within {seconds} s")


def clean_environment(**settings: str) -> dict[str, str]:
    """The environment without what other tests or the user have set."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PREFECT_", "OZG_"))}
    return kept | settings


def copy_prefect_database(home: Path) -> None:
    """Give a town the migrated database of a new Prefect server, unless it has one: the server starts in half the time.

    It is made once per version of Prefect and kept until `make clean`. `test_ending.py` starts a server without it.
    """
    made = KEPT / f"prefect-{version('prefect')}.db"
    KEPT.mkdir(parents=True, exist_ok=True)
    with (KEPT / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # several test processes want it at once
        if not made.exists():
            _make_prefect_database(made)
    target = make_private(home / "var" / "prefect") / "prefect.db"
    if not target.exists():
        shutil.copyfile(made, target)


def _make_prefect_database(path: Path) -> None:
    with TemporaryDirectory() as folder:
        environment = clean_environment(PREFECT_HOME=folder, DO_NOT_TRACK="1")
        command = [*PREFECT, "server", "database", "upgrade", "--yes"]
        subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL, timeout=200)
        shutil.copyfile(Path(folder) / "prefect.db", path.with_suffix(".new"))
    path.with_suffix(".new").replace(path)


@contextmanager
def program(command: tuple[str, ...], environment: Mapping[str, str], log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Run a program until the end of the block; whatever it started ends with it."""
    with log.open("ab") as output:
        process = subprocess.Popen(command, stdout=output, stderr=output, env=dict(environment), start_new_session=True)
        try:
            yield process
        finally:
            if process.poll() is None:
                process.send_signal(signal.SIGINT)
                try:
                    process.wait(20)
                except subprocess.TimeoutExpired:
                    pull_the_plug(process)
            process.wait()


def pull_the_plug(process: subprocess.Popen[bytes]) -> None:
    """Kill a program and everything it started, at once: what a power failure leaves."""
    try:
        family = psutil.Process(process.pid).children(recursive=True)
    except psutil.NoSuchProcess:
        family = []
    process.kill()
    for child in family:
        if child.is_running():
            child.kill()
    psutil.wait_procs(family, timeout=10)
    process.wait()
