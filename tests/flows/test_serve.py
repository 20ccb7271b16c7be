"""`ozg serve` as a coordinator starts it: a real process that is asked over its API and stopped with Ctrl-C."""

import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

from flows.deployments import ORDER
from flows.server import free_port
from tests.usecases.town import Town, new_workspace


def wait_for(condition: Callable[[], Any], seconds: float, what: str) -> Any:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            if found := condition():
                return found
        except (urllib.error.URLError, OSError):
            pass
        time.sleep(0.2)
    raise AssertionError(f"{what} not within {seconds} s")


def test_serve_offers_all_deployments_runs_one_and_leaves_the_schedules_active(town: Town, tmp_path: Path) -> None:
    new_workspace(town.home)
    town.close()
    port = free_port()
    api = f"http://127.0.0.1:{port}/api"
    log = tmp_path / "serve.log"

    def ask(path: str, **body: Any) -> Any:
        request = urllib.request.Request(f"{api}{path}", json.dumps(body).encode(), {"Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=10) as answer:
            return json.load(answer)

    def get(path: str) -> Any:
        with urllib.request.urlopen(f"{api}{path}", timeout=10) as answer:
            return json.load(answer)

    names = ("PREFECT_", "OZG_")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(names)}
    environment |= {"OZG_SECRET_KEY": "geheim", "OZG_RECIPIENTS": "*", "OZG_SMTP_URL": f"dir:{town.out}"}
    command = [
        sys.executable,
        "-c",
        "from ozg_workflow.cli.main import main; main()",
        "--home",
        str(town.home),
        "serve",
        "--port",
        str(port),
    ]
    with log.open("wb") as output:
        process = subprocess.Popen(command, stdout=output, stderr=output, env=environment, start_new_session=True)
        try:

            def listed() -> Any:
                assert process.poll() is None, log.read_text(encoding="utf-8")
                found = ask("/deployments/filter")
                return found if len(found) == len(ORDER) else None

            found = {d["name"]: d for d in wait_for(listed, 120, "all deployments")}
            assert found["00 Tageslauf"]["schedules"][0]["active"]
            run = ask(
                f"/deployments/{found['02 Meilenstein abhaken']['id']}/create_flow_run", parameters={"milestone": "konzept"}
            )

            def finished() -> Any:
                state = get(f"/flow_runs/{run['id']}")["state"]
                return state if state["type"] in ("COMPLETED", "FAILED", "CRASHED") else None

            state = wait_for(finished, 90, "the run")
            assert (state["type"], state["message"]) == (
                "COMPLETED",
                "„Abstimmung des Konzeptes in der Verwaltungsvorstands-Klausurtagung“ ist erledigt.",
            )
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=10) as page:
                assert b"<title>" in page.read()
            process.send_signal(signal.SIGINT)
            wait_for(lambda: process.poll() is not None, 30, "the end")
        finally:
            if process.poll() is None:
                process.kill()
            process.wait()
    text = log.read_text(encoding="utf-8")
    assert process.returncode == 0, text
    assert f"{len(ORDER)} Abläufe stehen unter" in text
    assert text.rstrip().endswith("Beendet. Der Zeitplan geht beim nächsten Start weiter.")
    assert "Traceback" not in text
    assert town.milestone("konzept") == "done"
    assert schedules_in(town.home / "var" / "prefect" / "prefect.db") == {"00 Tageslauf": 1, "05 Rückläufe einsammeln": 1}


def schedules_in(database: Path) -> dict[str, int]:
    """Which deployments keep an active schedule in Prefect's own database."""
    import sqlite3
    from contextlib import closing

    with closing(sqlite3.connect(database)) as connection:
        rows = connection.execute(
            "SELECT d.name, s.active FROM deployment_schedule s JOIN deployment d ON d.id = s.deployment_id ORDER BY d.name"
        )
        return {name: active for name, active in rows}
