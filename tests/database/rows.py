"""Rows that satisfy every rule of the schema, for tests that then break one."""

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy.orm import Session

from ozg_workflow.database.models import (
    Department,
    Incoming,
    Message,
    Office,
    Rollout,
    Round,
    Service,
    ServiceList,
    ServiceListRow,
)
from ozg_workflow.domain.mail import MailKind
from ozg_workflow.domain.outbox import MessageState
from ozg_workflow.domain.service_list import RoundKind

NOW = datetime(2020, 3, 25, 6, 0, tzinfo=UTC)
PERSON = {"mailbox": "postfach@stadt.example", "head_name": "Frau Krüger", "head_email": "krueger@stadt.example"}


def rollout(**changes: Any) -> Rollout:
    values: dict[str, Any] = {
        "key": "stadt-2020",
        "title": "Umsetzung",
        "city": "Stadt",
        "config": {},
        "config_hash": "0" * 64,
        "target_level": 4,
        "target_on": date(2022, 12, 31),
        "created_at": NOW,
    }
    return Rollout(**(values | changes))


def office(**changes: Any) -> Office:
    return Office(**({"rollout_id": 1, "number": "33", "name": "Meldeamt", **PERSON} | changes))


def department(**changes: Any) -> Department:
    return Department(**({"rollout_id": 1, "number": "2", "name": "Bürger", **PERSON} | changes))


def service(**changes: Any) -> Service:
    texts = dict.fromkeys(("key", "service_type", "ozg_id", "ozg_name", "topic", "legal_basis"), "")
    return Service(**({"rollout_id": 1, "ref": "L1", "name": "Ausweis", "proposed_office": "33", **texts} | changes))


def round_(**changes: Any) -> Round:
    values: dict[str, Any] = {
        "rollout_id": 1,
        "key": "survey",
        "kind": RoundKind.SURVEY,
        "title": "Erhebung",
        "opened_on": date(2020, 3, 25),
        "due_on": date(2020, 5, 15),
        "questionnaire": {},
    }
    return Round(**(values | changes))


def service_list(**changes: Any) -> ServiceList:
    values: dict[str, Any] = {
        "round_id": 1,
        "office_id": 1,
        "version": 1,
        "due_on": date(2020, 5, 15),
        "content_hash": "0" * 64,
        "prepared_at": NOW,
    }
    return ServiceList(**(values | changes))


def list_row(**changes: Any) -> ServiceListRow:
    return ServiceListRow(**({"service_list_id": 1, "service_id": 1, "number": 1} | changes))


def message(**changes: Any) -> Message:
    values: dict[str, Any] = {
        "rollout_id": 1,
        "kind": MailKind.REMINDER,
        "recipient": "2",
        "object_key": "survey",
        "occasion": "vorab@2020-05-15",
        "header_id": "<ozg.1@stadt.example>",
        "subject": "Erinnerung",
        "sender": "ozg@stadt.example",
        "content": b"x",
        "sha256": "0" * 64,
        "state": MessageState.QUEUED,
        "created_at": NOW,
        "next_attempt_at": NOW,
    }
    return Message(**(values | changes))


def incoming(**changes: Any) -> Incoming:
    values: dict[str, Any] = {
        "rollout_id": 1,
        "mailbox": "INBOX",
        "uidvalidity": 1,
        "uid": "1",
        "sha256": "1" * 64,
        "content": b"x",
        "received_at": NOW,
    }
    return Incoming(**(values | changes))


def fill(session: Session) -> None:
    """Store one of everything."""
    for row in (rollout(), department(), office(), service(), round_(), service_list(), list_row(), message(), incoming()):
        session.add(row)
        session.flush()
    session.commit()
