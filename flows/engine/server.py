"""Start Prefect: embedded for the demo and the tests, in full with its UI for the coordinator.

Nothing of Prefect is imported at module level: its settings are read from the environment at import.
"""

import asyncio
import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from flows.engine.serving.reading_room import reading_room
from ozg_workflow.bootstrap import open_app
from ozg_workflow.domain.desk import Desk, page_path
from ozg_workflow.domain.errors import InputError, OzgError, UnavailableError
from ozg_workflow.usecases.cockpit.choices import read_choices
from ozg_workflow.usecases.step.rollout_access import rollout_keys
from ozg_workflow.workspace.desk_file import write_desk
from ozg_workflow.workspace.places import make_private
from ozg_workflow.workspace.settings import Settings

HOST = "127.0.0.1"
EVERYWHERE = "0.0.0.0"  # noqa: S104 - compared with, and refused without a login
LAST_PORT = 65_535
START_SECONDS = 180
NO_CALENDAR = {  # what the server does by itself over time is not needed where nothing is scheduled, and costs a tenth of a core
    f"PREFECT_SERVER_SERVICES_{name}_ENABLED": "false"
    for name in ("SCHEDULER", "LATE_RUNS", "FOREMAN", "PAUSE_EXPIRATIONS", "CANCELLATION_CLEANUP", "TRIGGERS")
}
PR_SET_PDEATHSIG = 1  # linux/prctl.h


def prefect_environment(home: Path, port: int, auth: str = "") -> dict[str, str]:
    """Return Prefect's settings: its state below `var/prefect`, no telemetry, no promotion, a login where one is set."""
    url = f"http://{HOST}:{port}/api"
    return {
        "OZG_HOME": str(home),
        "PREFECT_HOME": str(make_private(home / "var" / "prefect")),
        "PREFECT_API_URL": url,
        "PREFECT_SERVER_UI_API_URL": "/api",  # wherever the browser came in: a tunnel, a proxy, another port
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
        "PREFECT_SERVER_UI_V2_ENABLED": "false",  # the look our links lead to; V2 can still be chosen, and leaves a cookie of its analytics
        "DO_NOT_TRACK": "1",
        "PREFECT_RUNNER_POLL_FREQUENCY": "2",  # who presses "Run" does not want to wait for ten seconds
        **({"PREFECT_SERVER_API_AUTH_STRING": auth, "PREFECT_API_AUTH_STRING": auth} if auth else {}),
    }


def free_port() -> int:
    """Return a free port on loopback."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


@contextmanager
def _server(home: Path, port: int, *, ui: bool, host: str = HOST) -> Iterator[subprocess.Popen[bytes]]:
    """Run a Prefect server on loopback until the end of the block. Raises UnavailableError when it does not start."""
    log = home / "var" / "prefect" / "server.log"
    command = [
        sys.executable,
        "-m",
        "flows.engine.prefect_server",
        "server",
        "start",
        "--host",
        host,
        "--port",
        str(port),
        "--log-level",
        "WARNING",
    ]
    command += ["--ui"] if ui else ["--no-ui"]
    with log.open("ab") as output:
        process = subprocess.Popen(  # noqa: S603 - our own interpreter
            command,
            stdout=output,
            stderr=output,
            stdin=subprocess.DEVNULL,
            env=os.environ | {"MALLOC_ARENA_MAX": "2"},  # its many threads would keep much memory to themselves (glibc)
            start_new_session=True,
            preexec_fn=_die_with_parent,  # noqa: PLW1509 - there are no threads yet
        )
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


def _die_with_parent() -> None:
    """Let the kernel end the server when this program is killed: otherwise it would keep the port (Linux only)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


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
    os.environ.update(prefect_environment(home, port) | NO_CALENDAR)
    os.environ.setdefault("PREFECT_LOGGING_LEVEL", "ERROR")
    with _server(home, port, ui=False):
        from prefect.settings import PREFECT_API_URL, PREFECT_FLOWS_HEARTBEAT_FREQUENCY, temporary_settings

        from flows.engine.serving.ending import everything_sent

        changed = {PREFECT_API_URL: os.environ["PREFECT_API_URL"], PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None}
        with everything_sent(), temporary_settings(changed):
            yield


@dataclass(frozen=True, slots=True, kw_only=True)
class Listening:
    """Where cockpit and reading room listen; `reading_port` 0 is the port beside the cockpit's."""

    port: int
    host: str = HOST
    reading_port: int = 0

    @property
    def beside(self) -> int:
        """The port of the reading room."""
        return self.reading_port or (self.port + 1 if self.port < LAST_PORT else self.port - 1)

    @property
    def cockpit(self) -> str:
        """The address of the cockpit, as this machine reaches it."""
        return self._address(self.port)

    @property
    def reading_room(self) -> str:
        """The address of the reading room, as this machine reaches it."""
        return self._address(self.beside)

    def _address(self, port: int) -> str:
        host = HOST if self.host == EVERYWHERE else self.host
        return f"http://{f'[{host}]' if ':' in host else host}:{port}"


def serve(home: Path, listening: Listening, *, today: date | None = None, auth: str = "") -> None:
    """Run server, UI, all deployments and the reading room until Ctrl-C or SIGTERM; schedules stay active over a stop.

    `auth` is `user:password` of the login. Raises InputError when the UI would be open to other machines without one,
    UnavailableError when a port is taken.
    """
    _require_login(listening.host, auth)
    _require_ports(listening)
    pretended = {"OZG_TODAY": today.isoformat()} if today else {}  # for all its runs
    os.environ.update(prefect_environment(home, listening.port, auth) | pretended)
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell that starts us in the background has it ignored
    signal.signal(signal.SIGTERM, _as_interrupt)
    print(f"Lesesaal: {listening.reading_room}{_first_page(home)}", flush=True)
    print(f"Prefect startet … Oberfläche: {listening.cockpit}  (Ende mit Strg-C)", flush=True)
    try:
        with _read(home, listening, today), _server(home, listening.port, ui=True, host=listening.host):
            _run_deployments(home, listening, today)
    except KeyboardInterrupt:
        pass  # the wish to stop is not an error
    print("Beendet. Der Zeitplan geht beim nächsten Start weiter.", flush=True)


def _read(home: Path, listening: Listening, today: date | None) -> AbstractContextManager[None]:
    """Return the reading room that runs beside the cockpit."""
    numbers = ("--port", str(listening.beside), "--cockpit-port", str(listening.port))
    pretended = ("--today", today.isoformat()) if today else ()
    return reading_room(home, "--host", listening.host, *numbers, *pretended)


def _require_ports(listening: Listening) -> None:
    if port_taken(listening.port):
        raise UnavailableError(
            f"Der Port {listening.port} ist belegt. Bitte einen anderen wählen: ozg serve --port {listening.port + 1}"
        )
    if listening.beside == listening.port:
        raise InputError("Cockpit und Lesesaal brauchen zwei verschiedene Ports.")
    if port_taken(listening.beside):
        raise UnavailableError(
            f"Der Port {listening.beside} des Lesesaals ist belegt. Bitte einen anderen wählen: "
            f"ozg serve --reading-port {listening.beside + 1}"
        )


def _first_page(home: Path) -> str:
    """Return the path of the reading room to begin with: the overview of the only rollout, else the list of them."""
    app = open_app(home)
    try:
        app.require_schema()
        keys = rollout_keys(app.readers)
    except OzgError:
        keys = ()  # the pages say what is missing
    return page_path(keys[0]) if len(keys) == 1 else "/"


def _run_deployments(home: Path, listening: Listening, today: date | None) -> None:
    """Register all deployments and run what is due until the end."""
    from prefect.client.orchestration import get_client

    from flows.deployments import deployments
    from flows.engine.pauses import paused_deployments
    from flows.engine.serving.ending import PatientRunner, everything_sent
    from flows.engine.serving.leftovers import end_interrupted_runs, free_all_turns, skip_late_runs
    from flows.engine.serving.refresh_at_start import overview_addresses, refresh_in_background

    app = open_app(home)
    with app.sessions() as session:
        choices = read_choices(session)
    runner = PatientRunner(pause_on_shutdown=False)
    with get_client(sync_client=True) as client:
        paused = paused_deployments(client)
    found = deployments(today.isoformat() if today else None, choices, paused)
    numbers = {str(deployment.name): str(runner.add_deployment(deployment)) for deployment in found}
    write_desk(home, desk_of(listening, app.settings, numbers))
    if paused and not today:
        print(f"In der Oberfläche angehalten, läuft nicht von selbst: {', '.join(sorted(paused))}.", flush=True)
    with get_client(sync_client=True) as client:
        interrupted, late = end_interrupted_runs(client), skip_late_runs(client, keep=0 if today else 1)
        free_all_turns(client)
    if interrupted or late:
        print(f"Seit dem letzten Mal: {interrupted} unterbrochene Läufe beendet, {late} versäumte übersprungen.", flush=True)
    for overview in overview_addresses(app, listening.cockpit):
        print(f"Übersicht: {overview}", flush=True)
    print(f"{len(found)} Abläufe stehen unter {listening.cockpit}/deployments bereit.", flush=True)
    refresh_in_background(home)
    with everything_sent():
        asyncio.run(runner.start())


def desk_of(listening: Listening, settings: Settings, deployments: Mapping[str, str]) -> Desk:
    """Return where the desk stands: under the addresses of the settings, otherwise where we listen."""
    return Desk(
        cockpit=settings.ui_url or listening.cockpit,
        reading_room=settings.reading_url or listening.reading_room,
        deployments=deployments,
    )


def _require_login(host: str, auth: str) -> None:
    if host not in (HOST, "localhost", "::1") and not auth:
        raise InputError(
            f"Mit --host {host} wäre die Oberfläche für andere Rechner ohne Anmeldung offen. "
            "Bitte OZG_UI_AUTH=benutzer:kennwort setzen (oder OZG_UI_AUTH_FILE) und einen Reverse-Proxy mit TLS davorstellen."
        )


def _as_interrupt(*_: object) -> None:
    """Take SIGTERM like Ctrl-C: the event loop knows how to end on that one."""
    signal.raise_signal(signal.SIGINT)


def port_taken(port: int) -> bool:
    """Tell whether something listens on the port already."""
    with socket.socket() as probe:
        return probe.connect_ex((HOST, port)) == 0
