"""What the lines of one run share: batches, what they leave, and what a mail costs."""

import sqlite3
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, event
from sqlalchemy.exc import StatementError

from ozg_workflow.database.models import Message, MessageContent
from ozg_workflow.domain.errors import InputError
from ozg_workflow.domain.post.envelope import DeliveryResult
from ozg_workflow.domain.post.intent import MailIntent
from ozg_workflow.domain.post.mails.announcements import InformationStaffCouncilMail
from ozg_workflow.domain.post.outbox import Outcome
from ozg_workflow.usecases.outbox.delivery import writer
from ozg_workflow.usecases.outbox.queue_mail import queue_mail
from tests.usecases.outbox.sleeper import Sleeper
from tests.usecases.relay import Relay
from tests.usecases.town import Town

pytestmark = pytest.mark.both_databases

TAKEN = DeliveryResult(outcome=Outcome.ACCEPTED, stage="content", code=250, text="2.0.0 Ok: queued as ABC")
MOST_STATEMENTS = 16  # of one mail on one line: stage, answer, begin and commit; its part of a claim and of what follows
MOST_READINGS = 3  # of the bytes of forty mails


def queue(town: Town, count: int) -> None:
    with town.ctx().work("Probe") as work:
        for number in range(count):
            address = f"amt{number}@bielefeld.example"
            mail = InformationStaffCouncilMail.sample()
            queue_mail(work, MailIntent(mail=mail, to=(address,), recipient=address, object_key="probe", occasion="1"))


def states(town: Town) -> list[str]:
    return [str(message.state) for message in town.messages()]


def test_a_run_claims_ahead_and_gives_back_what_it_does_not_come_to_as_if_it_had_not_been(waiting: Town) -> None:
    with Sleeper(waiting) as worker:
        worker.claim()
        assert states(waiting) == ["claimed", "claimed"]
    assert states(waiting) == ["queued", "queued"]
    assert {(m.attempts, m.claimed_by, m.lease_until) for m in waiting.messages()} == {(0, "", None)}


def test_what_was_tried_before_is_claimed_alone(waiting: Town) -> None:
    waiting.change(Message, Message.id > 0, attempts=1)
    Sleeper(waiting).claim()
    assert states(waiting) == ["claimed", "queued"]


def test_what_is_claimed_at_once_is_no_more_than_memory_should_hold(waiting: Town) -> None:
    waiting.change(Message, Message.id > 0, size=3_000_000)
    with Sleeper(waiting) as worker:
        worker.claim()
        assert states(waiting) == ["claimed", "queued"]
    waiting.change(Message, Message.id > 0, size=30_000_000)
    with Sleeper(waiting) as worker:
        assert worker.claim().message_id == 1, "a large one comes alone"


def test_the_bytes_of_a_batch_are_read_together_and_handed_out_without_waiting(waiting: Town) -> None:
    with Sleeper(waiting) as worker:
        assert worker.at_hand() is None
        first, second = worker.claim(), worker.at_hand()
        assert second is not None
        assert (first.content, second.content) == (waiting.content(1), waiting.content(2))
        assert worker.at_hand() is None


def test_nothing_is_at_hand_where_only_so_many_may_go_in_a_minute(waiting: Town) -> None:
    with Sleeper(waiting, ctx=replace(waiting.ctx(), smtp_per_minute=60)) as worker:
        worker.claim()
        assert worker.at_hand() is None


def test_a_sign_of_life_renews_the_leases_of_what_waits(waiting: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writer, "REST_SECONDS", 0.05)
    worker = Sleeper(waiting)
    envelope = worker.claim()
    waiting.clock.wait(minutes=15)
    worker.start(envelope)
    worker.finish(envelope, TAKEN)
    while (lease := waiting.messages()[1].lease_until) is None or lease - waiting.clock.moment < timedelta(minutes=10):
        pass
    assert states(waiting) == ["accepted", "claimed"]


def test_a_mail_without_content_is_not_sent_and_named(waiting: Town) -> None:
    waiting.change(MessageContent, MessageContent.message_id == 1, content=b"")
    with pytest.raises(InputError, match=r"Der Inhalt der Mail Nr\. 1 fehlt"):
        Sleeper(waiting).claim()


def test_when_the_writer_dies_everybody_who_waits_fails_and_so_does_everybody_who_comes_later(waiting: Town) -> None:
    worker = Sleeper(waiting)
    first, second = worker.claim(), worker.claim()
    worker.start(second)
    unheard_of = replace(TAKEN, outcome="gone")  # type: ignore[arg-type]
    with pytest.raises(StatementError):
        worker.finish(second, unheard_of)
    with pytest.raises(StatementError):
        worker.start(first)
    assert states(waiting) == ["claimed", "data_started"], "nothing of the broken transaction is stored"


def test_several_lines_deliver_each_mail_once(town: Town, relay: Relay) -> None:
    town.settings(smtp_url=relay.url)
    queue(town, 80)
    town.do("deliver", smtp_connections=4)
    assert sorted(relay.reached) == sorted(f"amt{number}@bielefeld.example" for number in range(80))
    assert set(states(town)) == {"accepted"}


def test_a_mail_costs_few_statements(town: Town, relay: Relay) -> None:
    """Those past SQLAlchemy count as well (on SQLite the driver tells them); the bytes are written by none of them."""
    town.settings(smtp_url=relay.url)
    queue(town, 40)
    seen: list[str] = []

    def look_into(connection: Any, *_: object) -> None:
        if isinstance(connection, sqlite3.Connection):
            connection.set_trace_callback(seen.append)

    def note(connection: Connection, _cursor: object, statement: str, *_: object) -> None:
        if connection.dialect.name != "sqlite":
            seen.append(statement)

    event.listen(town.app.engine, "checkout", look_into)
    event.listen(town.app.engine, "before_cursor_execute", note)
    town.do("deliver")
    event.remove(town.app.engine, "before_cursor_execute", note)
    event.remove(town.app.engine, "checkout", look_into)
    assert len(seen) > 40 * 4, "the look is at the right place"
    assert len(seen) / 40 <= MOST_STATEMENTS, sorted(seen)
    of_bytes = [s for s in seen if "message_content" in s]
    assert 0 < len(of_bytes) <= MOST_READINGS
    assert all(s.startswith("SELECT") for s in of_bytes)
