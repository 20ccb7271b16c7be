"""A delivery over four lines, killed at any moment, again and again: no mail is lost, none doubled, and few need a person."""

import os
import random
import signal
import time
from collections import Counter
from contextlib import suppress
from typing import Final

import pytest
from sqlalchemy import select

from ozg_workflow.bootstrap.app import App
from ozg_workflow.database.models import Message
from ozg_workflow.domain.post.intent import MailIntent
from ozg_workflow.domain.post.mails.announcements import InformationStaffCouncilMail
from ozg_workflow.usecases.outbox.queue_mail import queue_mail
from ozg_workflow.workspace.settings.model import Settings
from tests.faults.scenarios import load
from tests.faults.table import note_line
from tests.faults.world import World

NOW: Final = "2020-03-25 09:00"
ROUND, MORE_BELOW = 60, 20  # mails that are queued when fewer wait
PADDING: Final = b"\r\n" + (b"QUJD" * 19 + b"\r\n") * 400  # after the last part: about 30 kB
LONGEST_LIFE: Final = 0.3  # seconds
AN_HOUR: Final = 60  # every lease is over
KILLS = [
    pytest.param(4, 6, marks=pytest.mark.short, id="short"),
    *(pytest.param(lines, 300, marks=[pytest.mark.full, pytest.mark.timeout(3600)], id=f"full-{lines}") for lines in (1, 4)),
]


def queue_round(world: World, occasion: int) -> None:
    """Put mails of the usual size into the outbox."""
    app = App(world.home, Settings(database_url=world.database_url, recipients=("*",)))
    with app.context("bielefeld-2020").work("Runde") as work:
        for number in range(ROUND):
            address = f"postfach{number}@bielefeld.example"
            mail = InformationStaffCouncilMail.sample()
            message = queue_mail(
                work, MailIntent(mail=mail, to=(address,), recipient=address, object_key="runde", occasion=str(occasion))
            )
            assert message
            message.content += PADDING
    app.engine.dispose()


def in_state(world: World, *states: str) -> dict[str, int]:
    """Message-ID → number of the mails in one of these states."""
    with world.session() as session:
        return {m.header_id: m.id for m in session.scalars(select(Message).where(Message.state.in_(states)))}


def killed_delivery(world: World, minutes: int, seconds: float) -> bool:
    """Start a delivery and end it with SIGKILL so many seconds after its first word to the server; tell whether it was still alive."""
    said = len(world.smtp.commands)
    pid = world.forks.start(world.order("deliver", at=NOW, minutes=minutes))
    until = time.monotonic() + 10
    while len(world.smtp.commands) == said and time.monotonic() < until:
        time.sleep(0.002)
    time.sleep(seconds)
    with suppress(ProcessLookupError):  # it had nothing left to do
        os.kill(pid, signal.SIGKILL)
    status = world.forks.wait()
    world.smtp.wait_until_idle()
    return bool(status == -signal.SIGKILL)


@pytest.mark.parametrize(("lines", "kills"), KILLS)
def test_a_delivery_killed_at_any_moment_loses_nothing_and_doubles_nothing(world: World, lines: int, kills: int) -> None:
    load(world, "prepared")
    world.environment["OZG_SMTP_CONNECTIONS"] = str(lines)
    moments = random.Random(f"{world.database} {lines}")
    killed = rounds = minutes = 0
    alive = 0.0
    while killed < kills:
        if len(in_state(world, "queued")) < MORE_BELOW:
            queue_round(world, rounds)
            rounds += 1
        seconds = moments.uniform(0, LONGEST_LIFE)
        if killed_delivery(world, minutes, seconds):
            killed, alive = killed + 1, alive + seconds
        minutes += AN_HOUR
    delivered = len(in_state(world, "accepted"))
    world.run("deliver", at=NOW, minutes=minutes)
    found, unknown = world.smtp.copies(), in_state(world, "unknown")
    everything = Counter(in_state(world, "accepted", "unknown").keys())
    assert len(everything) == rounds * ROUND, "no other state is left"
    assert not [name for name, count in found.items() if count > 1], "nobody gets a mail twice"
    arrived = sum(found[name] for name in unknown)
    for name, number in unknown.items():
        world.run("mail", "settle", str(number), "--sent" if found[name] else "--resend", at=NOW, minutes=minutes + AN_HOUR)
    world.run("deliver", at=NOW, minutes=minutes + 2 * AN_HOUR)
    assert world.smtp.copies() == everything, "after a person has settled the unknown ones every mail is there once"
    doubt = (
        1000 * alive / killed * len(unknown) / delivered
    )  # by Little's law: how many are in doubt, by how many leave in a second
    said = (
        f"over {lines} line{'s' * (lines > 1)} on {world.database}, killed {killed} times at any moment within {LONGEST_LIFE} s "
        f"({alive:.0f} s in all, {delivered} mails delivered): none lost, none doubled; {len(unknown)} unknown "
        f"({len(unknown) / killed:.2f} for each kill, {doubt:.1f} ms of doubt for each mail), of which the server's log showed {arrived} as arrived."
    )
    note_line(f"3-delivery-{world.database}-{lines}", f"- a delivery {said}")
    print(said)
