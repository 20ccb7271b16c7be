"""`ozg serve` as a coordinator starts it: a real process that is asked over its API, stopped, killed and started again."""

import base64
import signal
import socket
import sqlite3
import subprocess
import time
import urllib.error
import urllib.request
from contextlib import closing
from pathlib import Path
from typing import Any

import psutil
import pytest
from sqlalchemy import update

from flows.deployments import CALENDAR_MINUTE, ORDER
from flows.engine.artifacts import TITLES
from flows.engine.server import free_port, port_taken
from flows.engine.serving.ending import RUN_SECONDS
from ozg_workflow.database.models import Message
from ozg_workflow.domain.desk import Desk
from ozg_workflow.workspace.desk_file import read_desk
from tests.cockpit import ENDED, OZG, Api, clean_environment, copy_prefect_database, program, pull_the_plug, wait_for
from tests.usecases.relay import Relay
from tests.usecases.town import Town, new_workspace

SCHEDULED = {"00 Tageslauf": 1, "05 Rückläufe einsammeln": 1}


class Serve:
    """The command to serve a town, and its API. The calendar is half an hour away: the real day does not join in."""

    def __init__(self, town: Town, log: Path, *options: str, **settings: str) -> None:
        new_workspace(town.home)
        town.close()
        self.port, self.reading_port, self.log = free_port(), free_port(), log
        self.api = Api(f"http://127.0.0.1:{self.port}/api", settings.get("OZG_UI_AUTH", ""))
        ports = ("--port", str(self.port), "--reading-port", str(self.reading_port))
        self.command = (*OZG, "--home", str(town.home), "serve", *ports, *options)
        copy_prefect_database(town.home)
        minute = (time.gmtime().tm_min + 30) % 60
        own = {
            "OZG_SECRET_KEY": "geheim",
            "OZG_RECIPIENTS": "*",
            "OZG_SMTP_URL": f"dir:{town.out}",
            CALENDAR_MINUTE: str(minute),
        }
        self.environment = clean_environment(**(own | settings))

        self.room = f"http://127.0.0.1:{self.reading_port}"

    def scheduled(self, deployment: str) -> list[str]:
        """When the calendar is going to run a deployment."""
        chosen = {"id": {"any_": [self.api.deployments()[deployment]["id"]]}}
        runs = self.api.post("/flow_runs/filter", deployments=chosen, flow_runs={"state": {"type": {"any_": ["SCHEDULED"]}}})
        return sorted(run["expected_start_time"] for run in runs)

    def ready(self, times: int = 1) -> None:
        """Wait for the deployments."""
        wait_for(lambda: self.text.count("stehen unter") >= times or None, 300, "the deployments")

    @property
    def text(self) -> str:
        return self.log.read_text(encoding="utf-8")


def kept(town: Town, query: str, *values: str) -> list[Any]:
    """What Prefect's own database holds after the end."""
    with closing(sqlite3.connect(town.home / "var" / "prefect" / "prefect.db")) as connection:
        return connection.execute(query, values).fetchall()


def schedules_in(town: Town) -> dict[str, int]:
    """Which deployments keep an active schedule in Prefect's own database."""
    return dict(
        kept(
            town, "SELECT d.name, s.active FROM deployment_schedule s JOIN deployment d ON d.id = s.deployment_id ORDER BY d.name"
        )
    )


def running(serve: Serve) -> str:
    """Start a run and return it while it goes on; one that was over before anybody looked is followed by another."""
    begun = {"RUNNING", *ENDED}
    for _ in range(10):
        run = serve.api.start("21 Stand anzeigen")
        if wait_for(lambda run=run: begun & {serve.api.state(run)[0]}, 120, "the beginning of a run", pause=0.02) == {"RUNNING"}:
            return run
    raise AssertionError("no run was seen while it went on")


def stop_in_the_middle_of_a_run(serve: Serve, process: subprocess.Popen[bytes], how: signal.Signals) -> str:
    """Start a run, stop the program while it goes on, wait for its end, and return the run."""
    run = running(serve)
    process.send_signal(how)
    wait_for(lambda: process.poll() is not None, RUN_SECONDS + 60, "the end")
    return run


def the_reading_room_is_beside_it_and_comes_back(serve: Serve, town: Town, process: subprocess.Popen[bytes]) -> None:
    """Its link stands first, it shows the rollout, the desk is written down; killed, it is told and started again."""
    first, second = serve.text.splitlines()[:2]
    assert first == f"Lesesaal: {serve.room}/bielefeld-2020/"
    assert second.startswith(f"Prefect startet … Oberfläche: http://127.0.0.1:{serve.port}")
    assert "Wohnsitz" not in opened(f"{serve.room}/")
    found = {name: d["id"] for name, d in serve.api.deployments().items()}
    assert read_desk(town.home) == Desk(cockpit=f"http://127.0.0.1:{serve.port}", reading_room=serve.room, deployments=found)
    (room,) = [c for c in psutil.Process(process.pid).children() if "ozg_workflow.web" in c.cmdline()]
    assert room.memory_full_info().pss < 150e6
    room.kill()
    assert "Überblick" in wait_for(lambda: opened(f"{serve.room}/bielefeld-2020/"), 60, "the reading room once more")
    assert "Der Lesesaal ist unerwartet beendet (Status -9) und wird neu gestartet" in serve.text


def opened(address: str, login: str = "") -> str:
    """The page at an address, empty while nobody answers."""
    request = urllib.request.Request(address)
    if login:
        request.add_header("Authorization", "Basic " + base64.b64encode(login.encode()).decode())
    try:
        with urllib.request.urlopen(request, timeout=10) as page:
            return str(page.read().decode())
    except urllib.error.HTTPError:
        raise
    except OSError:
        return ""


def assert_a_quiet_end(serve: Serve, process: subprocess.Popen[bytes], town: Town, run: str) -> None:
    """The program ended with its sentence and nothing else, and the run that was going on lost neither its end nor a line."""
    assert process.returncode == 0, serve.text
    assert serve.text.rstrip().endswith("Beendet. Der Zeitplan geht beim nächsten Start weiter.")
    assert not [words for words in ("Traceback", "Warning", "Error logging", "pending items") if words in serve.text], serve.text
    assert kept(town, "SELECT state_type FROM flow_run WHERE id = ?", run) == [("COMPLETED",)], "it had the time to end"
    said = [line for (line,) in kept(town, "SELECT message FROM log WHERE flow_run_id = ? ORDER BY timestamp", run)]
    assert said[0].startswith("Beginning flow run")
    assert said[-1].startswith("Finished in state Completed"), "what it said last is not lost"


def test_serve_offers_all_deployments_runs_one_and_ends_cleanly(town: Town, tmp_path: Path) -> None:
    serve = Serve(town, tmp_path / "serve.log")
    with program(serve.command, serve.environment, serve.log) as process:
        serve.ready()
        assert f"Übersicht: http://127.0.0.1:{serve.port}/artifacts/key/bielefeld-2020-stand\n" in serve.text
        wait_for(
            lambda: len(serve.api.post("/artifacts/latest/filter")) == len(TITLES), 60, "the artifacts, renewed at the start"
        )
        found = serve.api.deployments()
        assert len(found) == len(ORDER)
        assert found["00 Tageslauf"]["schedules"][0]["active"]
        fields = found["02 Meilenstein abhaken"]["parameter_openapi_schema"]["properties"]
        form, people = fields["milestone"], fields["by"]["enum"]
        assert people == ["Frau Kerstin Lindner – Koordination", "Herr Tarik Yıldız – Vertretung"]
        assert "today" not in fields, "that belongs to a rehearsal"
        assert form["enum"][0].startswith("konzept – 17.03.2020 · ")
        assert serve.api.run("02 Meilenstein abhaken", milestone=form["enum"][0], by=people[0]) == (
            "COMPLETED",
            "„Abstimmung des Konzeptes in der Verwaltungsvorstands-Klausurtagung“ ist erledigt.",
        )
        later = serve.api.deployments()["02 Meilenstein abhaken"]["parameter_openapi_schema"]["properties"]["milestone"]
        assert form["enum"][0] not in later["enum"], "what is done is not offered any more"
        with urllib.request.urlopen(f"http://127.0.0.1:{serve.port}/", timeout=10) as page:
            assert b"<title>" in page.read()
        scheduled = wait_for(lambda: serve.scheduled("00 Tageslauf"), 60, "the runs of the calendar")
        assert scheduled[0].endswith("Z")
        assert len(serve.scheduled("05 Rückläufe einsammeln")) >= 3
        the_reading_room_is_beside_it_and_comes_back(serve, town, process)
        run = stop_in_the_middle_of_a_run(serve, process, signal.SIGTERM)
    assert_a_quiet_end(serve, process, town, run)
    assert not port_taken(serve.reading_port), "the reading room has ended with it"
    assert f"{len(ORDER)} Abläufe stehen unter" in serve.text
    assert town.milestone("konzept") == "done"
    assert schedules_in(town) == SCHEDULED


def test_killed_in_the_middle_of_a_run_the_next_start_finishes_the_work_and_doubles_nothing(
    town: Town, tmp_path: Path, relay: Relay
) -> None:
    relay.seconds = 3
    serve = Serve(town, tmp_path / "serve.log", "--today", "2020-03-25", OZG_SMTP_URL=relay.url)
    with program(serve.command, serve.environment, serve.log) as process:
        serve.ready()
        run = serve.api.start("04 Amtslisten versenden", preview=False)
        wait_for(lambda: relay.received or None, 60, "the first mail")
        pull_the_plug(process)
    relay.seconds = 0
    with town.session() as session:  # ten minutes later
        session.execute(update(Message).values(lease_until=None))
        session.commit()
    town.close()
    with program(serve.command, serve.environment, serve.log):
        serve.ready(times=2)
        assert serve.api.state(run)[0] == "CRASHED"
        assert "unterbrochene Läufe beendet" in serve.text
        assert serve.api.run("04 Amtslisten versenden", preview=False)[0] == "COMPLETED"
        assert serve.api.run("20 Postausgang zustellen", preview=False)[0] == "COMPLETED"
    lists = town.messages("service_lists")
    assert len(lists) == 2
    assert sorted(relay.reached) == ["dez1@bielefeld.example", "dez2@bielefeld.example"]
    states = sorted(str(m.state) for m in lists)
    assert set(states) <= {"accepted", "unknown"}, "unknown: the plug was pulled before the answer was stored"
    assert schedules_in(town) == {}, "nothing runs by itself on a pretended day"


def test_another_address_needs_a_login(town: Town, tmp_path: Path) -> None:
    serve = Serve(town, tmp_path / "serve.log", "--host", "0.0.0.0")
    with program(serve.command, serve.environment, serve.log) as process:
        wait_for(lambda: process.poll() is not None, 30, "the refusal")
    assert process.returncode == 1
    assert "Bitte OZG_UI_AUTH=benutzer:kennwort setzen" in serve.text
    assert "Traceback" not in serve.text


@pytest.mark.parametrize("option", ["--port", "--reading-port"])
def test_a_port_that_is_taken_is_told_before_anything_starts(town: Town, tmp_path: Path, option: str) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        serve = Serve(town, tmp_path / "serve.log", option, str(port))
        with program(serve.command, serve.environment, serve.log) as process:
            wait_for(lambda: process.poll() is not None, 30, "the refusal")
    assert process.returncode == 3
    assert serve.text.strip().startswith(f"Der Port {port} ")
    assert f"ozg serve {option} {port + 1}" in serve.text


def test_with_a_login_nobody_else_gets_in_the_flows_run_and_ctrl_c_ends_it_quietly(town: Town, tmp_path: Path) -> None:
    serve = Serve(town, tmp_path / "serve.log", "--host", "0.0.0.0", OZG_UI_AUTH="ozg:geheim")
    with program(serve.command, serve.environment, serve.log) as process:
        serve.ready()
        with pytest.raises(urllib.error.HTTPError, match="401"):
            Api(serve.api.url).deployments()
        with pytest.raises(urllib.error.HTTPError, match="401"):
            opened(f"{serve.room}/")
        assert "bielefeld-2020" in opened(f"{serve.room}/", "ozg:geheim")
        assert serve.api.run("21 Stand anzeigen") == ("COMPLETED", "Der Stand ist erneuert.")
        run = stop_in_the_middle_of_a_run(serve, process, signal.SIGINT)
    assert_a_quiet_end(serve, process, town, run)
