"""Start Prefect: embedded for the demo and the tests, in full with its UI for the coordinator.

Nothing of Prefect is imported at module level: its settings are read from the environment at import.
"""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from ozg_workflow.domain.errors import UnavailableError
from ozg_workflow.workspace.places import make_private

HOST = "127.0.0.1"
START_SECONDS = 90


def prefect_environment(home: Path, port: int) -> dict[str, str]:
    """Return Prefect's settings: its state below `var/prefect`, loopback only, no telemetry, no promotion."""
    url = f"http://{HOST}:{port}/api"
    return {
        "OZG_HOME": str(home),
        "PREFECT_HOME": str(make_private(home / "var" / "prefect")),
        "PREFECT_API_URL": url,
        "PREFECT_SERVER_UI_API_URL": url,
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
        "DO_NOT_TRACK": "1",
    }


def free_port() -> int:
    """Return a free port on loopback."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


@contextmanager
def _server(home: Path, port: int, *, ui: bool) -> Iterator[subprocess.Popen[bytes]]:
    """Run a Prefect server on loopback until the end of the block. Raises UnavailableError when it does not start."""
    log = home / "var" / "prefect" / "server.log"
    command = [sys.executable, "-m", "prefect", "server", "start", "--host", HOST, "--port", str(port), "--log-level", "WARNING"]
    command += ["--ui"] if ui else ["--no-ui"]
    with log.open("ab") as output:
        process = subprocess.Popen(command, stdout=output, stderr=output, stdin=subprocess.DEVNULL, start_new_session=True)  # noqa: S603 - our own interpreter
        try:
            _wait_until_healthy(process, port, log)
            yield process
        finally:
            process.terminate()
            try:
                process.wait(timeout=15)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _wait_until_healthy(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(f"http://{HOST}:{port}/api/health", timeout=2) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise UnavailableError(f"Der Prefect-Server ist nicht gestartet; Näheres steht in {log}.")


@contextmanager
def embedded(home: Path) -> Iterator[None]:
    """Run flows in this process against a server of our own; its runs can be looked at later with `ozg serve`.

    The heartbeat is off: its thread would add about a second to the end of every flow.
    """
    port = free_port()
    os.environ.update(prefect_environment(home, port))
    os.environ.setdefault("PREFECT_LOGGING_LEVEL", "ERROR")
    with _server(home, port, ui=False):
        from prefect.settings import PREFECT_API_URL, PREFECT_FLOWS_HEARTBEAT_FREQUENCY, temporary_settings

        with temporary_settings({PREFECT_API_URL: os.environ["PREFECT_API_URL"], PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None}):
            yield


def serve(home: Path, *, port: int, today: date | None = None) -> None:
    """Run server, UI and all deployments until Ctrl-C; schedules stay active over a stop."""
    if port_taken(port):
        raise UnavailableError(f"Der Port {port} ist belegt. Bitte einen anderen wählen: ozg serve --port {port + 1}")
    os.environ.update(prefect_environment(home, port))
    print(f"Prefect startet … Oberfläche: http://{HOST}:{port}  (Ende mit Strg-C)", flush=True)
    with _server(home, port, ui=True):
        from prefect import serve as serve_deployments

        from flows.deployments import deployments

        found = deployments(today.isoformat() if today else None)
        print(f"{len(found)} Abläufe stehen unter http://{HOST}:{port}/deployments bereit.", flush=True)
        serve_deployments(*found, pause_on_shutdown=False, print_starting_message=False)
    print("Beendet. Der Zeitplan geht beim nächsten Start weiter.", flush=True)


def port_taken(port: int) -> bool:
    """Tell whether something listens on the port already."""
    with socket.socket() as probe:
        return probe.connect_ex((HOST, port)) == 0
