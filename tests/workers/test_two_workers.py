"""A round through two workers on a pool, everything on PostgreSQL; twice a worker dies in the middle. `make test-workers`"""

import email
import itertools
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import Any

import psutil
import pytest
from sqlalchemy import func, select, update

from flows.deployments import ORDER
from flows.engine.prefect_yaml import POOL
from flows.engine.server import free_port
from ozg_workflow.database.models import Message, Return
from ozg_workflow.domain.post.outbox import LINES_AT_ONCE
from tests.cockpit import MENDED, PREFECT, Api, clean_environment, program, pull_the_plug, wait_for
from tests.postgres import Postgres
from tests.usecases.relay import Relay
from tests.usecases.town import Town, fill, keep_on_postgres, new_home, new_workspace, read_letter, shared_templates

LINDNER = "Frau Kerstin Lindner"
ROOT = Path(__file__).resolve().parents[2]
DEPARTMENTS = range(1, 11)
OFFICES = [f"{d}{n}" for d in DEPARTMENTS for n in (1, 2)]


class Centre:
    """The server, its pool and its workers."""

    def __init__(self, stack: ExitStack, town: Town, relay: Relay, postgres: Postgres, folder: Path, url: str) -> None:
        self._stack, self._folder, self._numbers = stack, folder, itertools.count(1)
        self.town, self.relay = town, relay
        port = free_port()
        self.api = Api(f"http://127.0.0.1:{port}/api")
        self.environment = clean_environment(
            PYTHONPATH=str(ROOT),
            PREFECT_HOME=str(folder / "prefect"),
            PREFECT_API_URL=self.api.url,
            PREFECT_SERVER_ANALYTICS_ENABLED="false",
            DO_NOT_TRACK="1",
            PREFECT_SERVER_CONCURRENCY_LEASE_STORAGE="prefect.server.concurrency.lease_storage.filesystem",
            PREFECT_SERVER_DATABASE_CONNECTION_URL=postgres.new_database().replace("+psycopg", "+asyncpg"),
            PREFECT_WORKER_QUERY_SECONDS="2",
            OZG_HOME=str(town.home),
            OZG_DATABASE_URL=url,
            OZG_SMTP_URL=relay.url,
            OZG_INBOX_URL=f"maildir:{town.box}",
            OZG_RECIPIENTS="*",
            OZG_TODAY="2020-03-25",
            OZG_SECRET_KEY="geheim",
        )
        self._start("server", "server", "start", "--host", "127.0.0.1", "--port", str(port), "--no-ui")
        wait_for(lambda: self.api.get("/health"), 280, "the server")  # its migrations take a while

    def _start(self, log: str, *command: str) -> Any:
        return self._stack.enter_context(program((*MENDED, *command), self.environment, self._folder / f"{log}.log"))

    def do(self, *command: str) -> None:
        """Run a command of Prefect to its end."""
        self._run(*PREFECT, *command)

    def deploy(self) -> str:
        """Register all deployments as an administrator does; return what that says."""
        return self._run(sys.executable, "-m", "flows.engine.prefect_yaml", "--deploy")

    def _run(self, *command: str) -> str:
        done = subprocess.run(command, check=False, env=self.environment, cwd=ROOT, capture_output=True, text=True, timeout=280)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def worker(self) -> Any:
        name = f"arbeiter-{next(self._numbers)}"
        return self._start(name, "worker", "start", "--pool", POOL, "--name", name)

    def busy(self, workers: list[Any]) -> Any:
        """The worker that runs something."""
        return next(worker for worker in workers if psutil.Process(worker.pid).children(recursive=True))


@pytest.fixture
def centre(tmp_path: Path, postgres: Postgres, relay: Relay) -> Iterator[Centre]:
    keep_on_postgres(tmp_path, postgres)
    town = Town(new_home(tmp_path, "stadt"), date(2020, 3, 25), templates=shared_templates())
    new_workspace(town.home)
    config = town.home / "config" / "bielefeld-2020"
    (config / "organisation.csv").write_text(organisation(), encoding="utf-8")
    (config / "catalogue.csv").write_text(catalogue(), encoding="utf-8")
    url = town.app.engine.url.render_as_string(hide_password=False)
    town.close()
    with ExitStack() as stack:
        yield Centre(stack, town, relay, postgres, tmp_path, url)
    town.close()


def organisation() -> str:
    lines = ["art;nummer;name;dezernat;postfach;leitung;leitung_mail;gueltig_ab;gueltig_bis"]
    mail = "@bielefeld.example"
    lines += [f"Dezernat;{d};Bereich {d};;dez{d}{mail};Frau Anders;leitung{d}{mail};2019-01-01;" for d in DEPARTMENTS]
    lines += [f"Amt;{o};Amt Nr. {o};{o[:-1]};amt{o}{mail};Herr Brandes;chef{o}{mail};2019-01-01;" for o in OFFICES]
    return "\n".join(lines) + "\n"


def catalogue() -> str:
    lines = ["id;leika_schluessel;bezeichnung;leika_typ;ozg_id;ozg_leistung;themenfeld;rechtsgrundlage;amt"]
    lines += [f"L{o}{n};;Leistung {n} des Amtes {o};5;10201;Bündel;Feld;§ {n};{o}" for o in OFFICES for n in (1, 2)]
    return "\n".join(lines) + "\n"


def copies(relay: Relay) -> Counter[str]:
    """How often each mail, by its Message-ID, was taken over by the mail server."""
    return Counter(str(email.message_from_bytes(content)["Message-ID"]) for _, content in relay.received)


def ten_minutes_later(town: Town) -> None:
    """Let the leases of the dead worker run out."""
    with town.session() as session:
        session.execute(update(Message).values(lease_until=None))
        session.commit()


def send_all_back(town: Town, relay: Relay) -> None:
    """Let every office fill in the list it got and send it back."""
    mails = [read_letter(content) for _, content in relay.received]
    for name, content in {name: book for mail in mails for name, book in mail.attachments.items()}.items():
        if name.endswith(".xlsx"):
            office = name.split("_")[1]
            town.drop(town.letter({name: fill(content)}, sender=f"amt{office}@bielefeld.example", subject=f"Liste {office}"))


def count_returns(town: Town) -> int:
    with town.session() as session:
        return session.scalar(select(func.count(Return.id))) or 0


@pytest.mark.timeout(900)
def test_a_round_through_two_workers_survives_the_death_of_one_in_the_middle(centre: Centre) -> None:
    town, relay, api = centre.town, centre.relay, centre.api
    centre.do("work-pool", "create", POOL, "--type", "process")
    centre.deploy()
    centre.do("deployment", "schedule", "pause", "--all")  # the calendar of the real day would join in
    assert "Angehalten geblieben: " in centre.deploy(), "an update sets nothing going again"
    found = api.deployments()
    assert set(found) == {name for name, *_ in ORDER}
    schedules = [schedule["active"] for deployment in found.values() for schedule in deployment["schedules"]]
    assert schedules
    assert not any(schedules)
    workers = [centre.worker(), centre.worker()]
    assert api.run("01 Rollout vorbereiten", today="2020-03-16", by=LINDNER, preview=False)[0] == "COMPLETED"
    form = api.deployments()["06 Zuständigkeit entscheiden"]["parameter_openapi_schema"]
    offered = [choice.partition(" ")[0] for choice in form["properties"]["office"]["enum"]]
    assert set(OFFICES) <= set(offered), "the forms are filled by the first run"

    relay.seconds = 1
    api.start("04 Amtslisten versenden", today="2020-03-25", preview=False)
    wait_for(lambda: len(relay.received) >= 3, 120, "three mails")
    dead = centre.busy(workers)
    pull_the_plug(dead)
    at_the_kill = len(relay.received)
    relay.seconds = 0
    ten_minutes_later(town)
    workers = [worker for worker in workers if worker is not dead] + [centre.worker()]
    together = [
        api.start("20 Postausgang zustellen", today="2020-03-25", preview=False),
        api.start("00 Tageslauf", today="2020-03-25", preview=False),
    ]
    ends = [api.ended(run, 240) for run in together]
    assert {state for state, _ in ends} == {"COMPLETED"}, ends
    lists = town.messages("service_lists")
    states = Counter(str(m.state) for m in lists)
    sent = {m.header_id: copies(relay)[m.header_id] for m in lists}
    print(
        f"\nVersand: {len(lists)} Mails an {len(DEPARTMENTS)} Dezernate, Arbeiter getötet nach {at_the_kill}; danach {dict(states)}; "
        f"beim Mailserver angekommen: {sum(sent.values())}, doppelt: {sum(n > 1 for n in sent.values())}, fehlend: {sum(n == 0 for n in sent.values())}"
    )
    assert len(lists) == len(DEPARTMENTS)
    assert set(sent.values()) == {1}, "nothing lost, nothing doubled"
    assert states["accepted"] + states["unknown"] == len(lists)
    assert states["unknown"] <= LINES_AT_ONCE, (
        "at most the mails whose answers the dead worker did not live to store, one on each line"
    )

    town.clock.set(date(2020, 4, 6))
    send_all_back(town, relay)
    api.start("00 Tageslauf", today="2020-04-06", preview=False)
    wait_for(lambda: count_returns(town) >= 4, 120, "four returns")
    dead = centre.busy(workers)
    pull_the_plug(dead)
    at_the_kill = count_returns(town)
    ten_minutes_later(town)
    centre.worker()
    end = api.ended(api.start("05 Rückläufe einsammeln", today="2020-04-06", preview=False), 300)
    assert end[0] == "COMPLETED", end
    figures = town.status()
    answers = town.messages("acknowledgement")
    confirmed = {m.header_id: copies(relay)[m.header_id] for m in answers}
    print(
        f"Rücklauf: {len(OFFICES)} Listen, Arbeiter getötet nach {at_the_kill}; danach {count_returns(town)} Rückläufe, "
        f"{Counter(item['state'] for item in figures['lists'])}; Bestätigungen: {len(answers)}, doppelt: {sum(n > 1 for n in confirmed.values())}, "
        f"fehlend: {sum(n == 0 for n in confirmed.values())}"
    )
    assert {item["state"] for item in figures["lists"]} == {"returned"}
    assert count_returns(town) == len(OFFICES)
    assert len(answers) == len(OFFICES)
    assert set(confirmed.values()) == {1}, "nothing lost, nothing doubled"
