"""The schema itself refuses what must not happen: doubles, naive moments, words nobody knows, loose ends."""

import ast
import inspect
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError, StatementError
from sqlalchemy.orm import Session

from ozg_workflow.database import models
from ozg_workflow.database.models import Base, Incoming, Message, MessageRecipient
from ozg_workflow.domain.post.mail import MailKind
from ozg_workflow.domain.post.outbox import MessageState
from tests.database import rows

DOUBLES = [
    (rows.rollout, {"title": "Anderer Titel"}),
    (rows.department, {"name": "Anderer Name"}),
    (rows.office, {"name": "Anderer Name"}),
    (rows.service, {"name": "Anderer Name"}),
    (rows.round_, {"title": "Andere Runde"}),
    (rows.service_list, {"content_hash": "1" * 64}),
    (rows.list_row, {"number": 2}),
    (rows.message, {"header_id": "<ozg.2@stadt.example>"}),
    (rows.message, {"occasion": "eskalation@2020-05-15"}),
    (rows.incoming, {"uid": "2"}),
    (rows.incoming, {"sha256": "2" * 64}),
]
SINGLES = [
    (rows.rollout, {"key": "stadt-2021"}),
    (rows.department, {"number": "3"}),
    (rows.office, {"number": "34"}),
    (rows.service, {"ref": "L2"}),
    (rows.round_, {"key": "progress"}),
    (rows.service_list, {"version": 2}),
    (rows.message, {"header_id": "<ozg.2@stadt.example>", "kind": MailKind.ESCALATION}),
    (rows.message, {"header_id": "<ozg.2@stadt.example>", "recipient": "3"}),
    (rows.message, {"header_id": "<ozg.2@stadt.example>", "object_key": "progress"}),
    (rows.message, {"header_id": "<ozg.2@stadt.example>", "occasion": "eskalation@2020-05-15"}),
    (rows.incoming, {"sha256": "2" * 64, "uid": "2"}),
    (rows.incoming, {"sha256": "2" * 64, "uidvalidity": 2}),
]


def _name(value: Any) -> str:
    return value.__name__ if callable(value) else "+".join(value)


@pytest.mark.parametrize(("make", "change"), DOUBLES, ids=_name)
def test_the_same_thing_cannot_be_stored_twice(any_session: Session, make: Any, change: dict[str, Any]) -> None:
    rows.fill(any_session)
    any_session.add(make(**change))
    with pytest.raises(IntegrityError, match=r"(?i)unique constraint"):
        any_session.flush()


@pytest.mark.parametrize(("make", "change"), SINGLES, ids=_name)
def test_what_differs_in_one_part_of_its_key_can_be_stored(any_session: Session, make: Any, change: dict[str, Any]) -> None:
    rows.fill(any_session)
    any_session.add(make(**change))
    any_session.flush()


def test_a_message_has_each_address_once(any_session: Session) -> None:
    rows.fill(any_session)
    any_session.add_all(MessageRecipient(message_id=1, address="a@stadt.example", role=role) for role in ("to", "cc"))
    with pytest.raises(IntegrityError):
        any_session.flush()


def test_a_reference_must_lead_somewhere(any_session: Session) -> None:
    any_session.add(rows.message(rollout_id=99))
    with pytest.raises(IntegrityError, match=r"(?i)foreign key"):
        any_session.flush()


def test_a_naive_moment_is_refused(any_session: Session) -> None:
    any_session.add(rows.rollout(created_at=datetime(2020, 3, 25, 7, 0)))  # noqa: DTZ001 - this is what is refused
    with pytest.raises(StatementError, match="naive datetime"):
        any_session.flush()


def test_a_moment_is_stored_in_utc_and_comes_back_aware(any_session: Session) -> None:
    summer = timezone(timedelta(hours=2))
    any_session.add(rows.rollout(created_at=datetime(2020, 6, 2, 8, 0, tzinfo=summer)))
    any_session.commit()
    if any_session.get_bind().dialect.name == "sqlite":
        assert any_session.execute(text("SELECT created_at FROM rollout")).scalar_one().startswith("2020-06-02 06:00:00")
    else:
        any_session.execute(text("SET TIME ZONE 'America/New_York'"))
    any_session.expire_all()
    found = any_session.get_one(rows.Rollout, 1).created_at
    assert (found, found.tzinfo) == (datetime(2020, 6, 2, 6, 0, tzinfo=UTC), UTC)


def test_an_enum_is_stored_as_its_value_and_comes_back_as_member(any_session: Session) -> None:
    rows.fill(any_session)
    assert any_session.execute(text("SELECT kind, state FROM message")).one() == ("reminder", "queued")
    any_session.expire_all()
    found = any_session.scalars(select(Message)).one()
    assert (found.kind, found.state) == (MailKind.REMINDER, MessageState.QUEUED)
    assert type(found.state) is MessageState


def test_a_word_that_is_no_member_is_refused(any_session: Session) -> None:
    any_session.add(rows.message(state="gesendet"))
    with pytest.raises(StatementError, match="gesendet"):
        any_session.flush()


def test_nothing_is_known_about_an_incoming_mail_before_it_is_understood(any_session: Session) -> None:
    rows.fill(any_session)
    found = any_session.scalars(select(Incoming)).one()
    assert (found.kind, str(found.state), found.filed, found.reason) == (None, "stored", False, "")


PLACES = sorted(set(models.TABLES.values()))
# each file of tables in a process that knows no other: are its keys and relationships whole?
ALONE = f"""
import os, sqlalchemy.orm
from importlib import import_module
for place in {PLACES!r}:
    if not os.fork():
        import_module("ozg_workflow.database.models." + place)
        from ozg_workflow.database.models.base import Base
        sqlalchemy.orm.configure_mappers()
        print(place, len(Base.metadata.sorted_tables))
        os._exit(not all(key.column is not None for table in Base.metadata.tables.values() for key in table.foreign_keys))
    if os.wait()[1]:
        print(place, "fails")
"""


def test_each_file_of_tables_brings_those_it_refers_to() -> None:
    done = subprocess.run([sys.executable, "-uc", ALONE], env=dict(os.environ), capture_output=True, text=True, check=True)
    found = dict(line.split(" ") for line in done.stdout.splitlines())
    assert list(found) == PLACES, done.stderr
    assert found["rollouts"] == "2"
    assert "fails" not in found.values(), done.stderr


def test_who_asks_for_the_base_gets_every_table() -> None:
    assert {mapper.class_.__name__ for mapper in Base.registry.mappers} == set(models.TABLES)


def test_what_mypy_is_told_is_where_the_tables_are() -> None:
    imports = [node for node in ast.walk(ast.parse(inspect.getsource(models))) if isinstance(node, ast.ImportFrom)]
    told = {name.name: str(node.module).rpartition(".")[2] for node in imports for name in node.names}
    assert {name: place for name, place in told.items() if name in models.TABLES} == models.TABLES


def test_what_is_no_table_is_no_attribute() -> None:
    with pytest.raises(AttributeError, match="Quatsch"):
        _ = models.Quatsch


# whoever has threads maps every table before they begin; those of a delivery and of a flow need them all anyway
THREADED = ("flows.engine.step", "flows.deployments", "ozg_workflow.usecases.outbox.delivery.outgoing")
ALL_LOADED = f"""
import os
from importlib import import_module
for name in {THREADED!r}:
    if not os.fork():
        import_module(name)
        from ozg_workflow.database.models.base import Base
        print(name, len(Base.metadata.tables))
        os._exit(0)
    os.wait()
"""


def test_what_runs_in_threads_has_every_table_from_the_start() -> None:
    done = subprocess.run([sys.executable, "-uc", ALL_LOADED], env=dict(os.environ), capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == [f"{name} {len(models.TABLES)}" for name in THREADED], done.stderr
