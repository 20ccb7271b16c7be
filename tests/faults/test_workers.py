"""Several processes deliver one round at once: on PostgreSQL, also while one of them is killed every second; and workers that fall asleep."""

import email
import os
import signal
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace

import pytest
from sqlalchemy import func, select

from ozg_workflow.bootstrap import App
from ozg_workflow.database.models import Message
from ozg_workflow.domain.post.intent import MailIntent
from ozg_workflow.domain.post.mails.announcements import InformationStaffCouncilMail
from ozg_workflow.usecases.outbox.queue_mail import queue_mail
from ozg_workflow.workspace.settings import Settings
from tests.faults.fork_server import ForkServer
from tests.faults.scenarios import load
from tests.faults.smtp_server import SmtpServer
from tests.faults.table import note_line
from tests.faults.world import World
from tests.postgres import Postgres
from tests.usecases.relay import Relay

SHORT, FULL = pytest.mark.short, pytest.mark.full
SIZES = [pytest.param(100, 2, marks=SHORT, id="short"), pytest.param(2500, 4, marks=[FULL, pytest.mark.timeout(1800)], id="full")]
NOW, LATER = "2020-03-25 09:00", 60  # minutes until every lease is over


@pytest.fixture
def town(tmp_path_factory: pytest.TempPathFactory, smtp: SmtpServer, forks: ForkServer, postgres: Postgres) -> Iterator[World]:
    """A prepared town on PostgreSQL."""
    world = World(tmp_path_factory.mktemp("welt"), smtp, forks, postgres)
    load(world, "prepared")
    yield world
    world.close()


def queue_round(world: World, count: int) -> None:
    """Put a round of small mails into the outbox with the product's own function."""
    app = App(world.home, Settings(database_url=world.database_url, recipients=("*",)))
    ctx = app.context("bielefeld-2020")
    mail = InformationStaffCouncilMail.sample()
    with ctx.work("Runde") as work:
        for number in range(count):
            address = f"postfach{number}@bielefeld.example"
            intent = MailIntent(
                mail=mail,
                to=(address,),
                recipient=address,
                object_key="runde",
                occasion="1",
            )
            queue_mail(work, intent)
    app.engine.dispose()


def copies(relay: Relay) -> Counter[str]:
    """How often the mail server got each mail."""
    return Counter(str(email.message_from_bytes(content)["Message-ID"]) for _, content in list(relay.received))


def in_state(world: World, state: str) -> dict[str, tuple[str, str]]:
    """Message-ID → (number, worker) of the mails in a state."""
    with world.session() as session:
        found = session.scalars(select(Message).where(Message.state == state))
        return {m.header_id: (str(m.id), m.claimed_by) for m in found}


def waiting(world: World) -> int:
    with world.session() as session:
        return session.scalar(select(func.count()).where(Message.state == "queued")) or 0


def ids(world: World) -> set[str]:
    with world.session() as session:
        return set(session.scalars(select(Message.header_id)))


@pytest.mark.parametrize(("mails", "workers"), SIZES)
def test_several_workers_deliver_every_mail_exactly_once(town: World, relay: Relay, mails: int, workers: int) -> None:
    queue_round(town, mails)
    town.environment |= {"OZG_SMTP_URL": relay.url, "OZG_SMTP_CONNECTIONS": "0"}  # 0: four lines each
    began = time.monotonic()
    with ExitStack() as stack:
        servers = [stack.enter_context(ForkServer()) for _ in range(workers)]
        for n, server in enumerate(servers):
            server.start(replace(town.order("deliver", at=NOW), output=str(town.folder / f"out{n}")))
        assert [server.wait() for server in servers] == [0] * workers
    assert copies(relay) == Counter(ids(town))
    assert len(in_state(town, "accepted")) == mails
    with town.session() as session:
        shares = session.scalars(select(Message.queue_id)).all()
    seconds = time.monotonic() - began
    assert len(shares) == mails
    if workers == 4:
        note_line("1-workers", f"- {workers} workers on PostgreSQL, {mails} mails: each Message-ID once, in {seconds:.0f} s.")


@pytest.mark.parametrize(("mails", "workers"), SIZES)
def test_a_worker_killed_every_second_loses_no_mail_and_doubles_none(town: World, relay: Relay, mails: int, workers: int) -> None:
    """Every mail is there once, or it is unknown because its worker was killed between DATA and the answer."""
    queue_round(town, mails)
    town.environment |= {"OZG_SMTP_URL": relay.url, "OZG_SMTP_CONNECTIONS": "0"}  # 0: four lines each
    killed: set[int] = set()
    most = 10_000 if workers == 4 else 5
    with ExitStack() as stack:
        servers = [stack.enter_context(ForkServer()) for _ in range(workers)]
        orders = [replace(town.order("deliver", at=NOW), output=str(town.folder / f"out{n}")) for n in range(workers)]
        for server, order in zip(servers, orders, strict=True):
            server.start(order)
        turn = 0
        while waiting(town) and turn < most:
            time.sleep(1)
            victim, order = servers[turn % workers], orders[turn % workers]
            killed.add(victim.pid)
            victim.kill()
            if victim.wait() != -signal.SIGKILL:
                killed.discard(victim.pid)
            victim.start(order)
            turn += 1
        assert [server.wait() for server in servers] == [0] * workers
    town.run("deliver", at=NOW, minutes=LATER)
    found, unknown, accepted = copies(relay), in_state(town, "unknown"), in_state(town, "accepted")
    assert set(accepted) | set(unknown) == ids(town), "no other state is left"
    assert not [name for name, count in found.items() if count > 1], "nobody gets a mail twice"
    assert all(found[name] == 1 for name in accepted)
    assert all(int(worker.split(":")[-2]) in killed for _, worker in unknown.values()), "only those of killed workers"
    arrived = sum(found[name] for name in unknown)
    for name, (number, _) in unknown.items():
        town.run("mail", "settle", number, "--sent" if found[name] else "--resend", at=NOW, minutes=LATER)
    town.run("deliver", at=NOW, minutes=2 * LATER)
    assert copies(relay) == Counter(ids(town)), "after a person has settled the unknown ones every mail is there once"
    if workers == 4:
        note_line(
            "2-killed-workers",
            f"- {workers} workers on PostgreSQL, {mails} mails, one worker killed every second ({len(killed)} kills): none lost, none doubled; "
            f"{len(unknown)} unknown, of which the server's log showed {arrived} as arrived. After settling them each Message-ID once.",
        )


ASLEEP = [
    "smtp:EHLO/answer-read",
    "smtp:RCPT/answer-read",
    "smtp:content/half-sent",
    "smtp:content/sent",
    "smtp:dot/before-sending",
    "smtp:dot/sent",
]


@pytest.mark.parametrize("boundary", ASLEEP)
def test_a_worker_that_sleeps_through_its_lease_doubles_no_mail(sqlite_world: World, boundary: str) -> None:
    """It is stopped, another worker delivers an hour later, then it goes on."""
    world = sqlite_world
    load(world, "waiting")
    world.log.unlink(missing_ok=True)
    world.run("deliver", at=NOW)
    everything = set(world.smtp.copies())
    number = world.passed().index(boundary) + 1
    load(world, "waiting")
    world.log.unlink()
    order = replace(world.order("deliver", at=NOW), log=str(world.log), stop_at=number)
    with ForkServer() as other:
        pid = world.forks.start(order)
        while len(world.passed() if world.log.exists() else []) < number:
            time.sleep(0.01)
        assert other.run(replace(world.order("deliver", at=NOW, minutes=LATER), output=str(world.folder / "out2"))) == 0
    os.kill(pid, signal.SIGCONT)
    assert world.forks.wait() == 0, world.said()
    world.smtp.wait_until_idle()
    assert world.smtp.copies() == Counter(everything)
    with world.session() as session:
        assert set(session.scalars(select(Message.state))) == {"accepted"}
