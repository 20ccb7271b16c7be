"""Rows that satisfy every rule of the schema, for tests that then break one."""

import hashlib
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy.orm import Session

from ozg_workflow.database.models import (
    Assignment,
    BoardDecision,
    BoardPaper,
    DeliveryAttempt,
    Department,
    Evaluation,
    Event,
    EventReply,
    Incoming,
    IncomingNote,
    MaturityReading,
    Measure,
    Message,
    MessageList,
    MessageMeasure,
    MessageRecipient,
    Milestone,
    Office,
    OfficeMembership,
    PastMeasure,
    PortalEntry,
    PrioritisationVersion,
    ResponsibilityCase,
    Return,
    ReturnRow,
    Rollout,
    Round,
    Score,
    Service,
    ServiceList,
    ServiceListRow,
)
from ozg_workflow.domain.plan.milestones import Action
from ozg_workflow.domain.post.mail import MailKind
from ozg_workflow.domain.post.outbox import MessageState, Outcome
from ozg_workflow.domain.post.to_read import ToReadKind
from ozg_workflow.domain.results.board.verdicts import Verdict
from ozg_workflow.domain.results.implementation import MeasureState
from ozg_workflow.domain.survey.service_list import AssignmentState, RoundKind

SHA256_OF_X = hashlib.sha256(b"x").hexdigest()
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
        "about_on": date(2020, 5, 15),
        "step": "vorab",
        "header_id": "<ozg.1@stadt.example>",
        "subject": "Erinnerung",
        "sender": "ozg@stadt.example",
        "content": b"x",
        "size": 1,
        "sha256": SHA256_OF_X,
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
        "sha256": SHA256_OF_X,
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


def fill_all(session: Session) -> None:
    """Store one row in every table, with every reference that leads to another row."""
    fill(session)
    day = date(2020, 5, 15)
    planned = {"planned": "2020-05-15", "planned_label": "15.05.2020", "acts_on": day, "last_day": day}
    for row in (
        OfficeMembership(office_id=1, department_id=1, valid_from=day),
        Assignment(service_id=1, office_id=1, state=AssignmentState.PROPOSED, changed_at=NOW),
        Milestone(rollout_id=1, position=0, key="frist", title="Frist", action=Action.RETURN_DEADLINE, **planned),
        EventReply(milestone_id=1, attendee="a@stadt.example", answer="accepted", replied_at=NOW),
        MessageRecipient(message_id=1, address="a@stadt.example", role="to"),
        MessageList(message_id=1, service_list_id=1),
        DeliveryAttempt(message_id=1, ended_at=NOW, worker="w", stage="connect", outcome=Outcome.RETRY, text="später"),
        Return(
            service_list_id=1,
            incoming_id=1,
            file_name="liste.xlsx",
            file_sha256="2" * 64,
            sender="a@stadt.example",
            received_at=NOW,
            nil_return=False,
            issue_count=0,
        ),
        IncomingNote(incoming_id=1, service_list_id=1, kind=ToReadKind.COVER_TEXT, text="Bitte um Aufschub."),
        ReturnRow(return_id=1, row_id=1, answers={"stufe": 2}, issues=[]),
        ResponsibilityCase(rollout_id=1, row_id=1, named="Amt 34", reason="", opened_at=NOW),
        PrioritisationVersion(rollout_id=1, version="1.0", content={}, loaded_at=NOW),
        Evaluation(rollout_id=1, evaluated_at=NOW, input_hash="3" * 64, version="1.0", ranked=1, blocked=0, incomplete=0),
        Score(evaluation_id=1, service_id=1, position=1, result={"rank": 1}),
        BoardPaper(rollout_id=1, input_hash="3" * 64, version="1.0", draft_at=NOW),
        BoardDecision(paper_id=1, service_id=1, rank=1, proposed_wave="A", verdict=Verdict.ACCEPT, wave="A"),
        Measure(
            rollout_id=1,
            service_id=1,
            office_id=1,
            rank=1,
            wave="A",
            starts_on=day,
            target_level=4,
            target_on=day,
            state=MeasureState.PLANNED,
        ),
        PastMeasure(
            rollout_id=1,
            round_key="erhebung-1",
            service_id=1,
            office_id=1,
            rank=1,
            wave="A",
            starts_on=day,
            target_level=4,
            target_on=day,
            state=MeasureState.STARTED,
        ),
        MessageMeasure(message_id=1, measure_id=1, due_on=date(2020, 12, 30)),
        MaturityReading(service_id=1, return_id=1, scale="ozg", level=2, read_on=day),
        PortalEntry(rollout_id=1, key="99102010012000", shown=True, online=True, urls=["https://portal.example"], as_of=day),
        Event(rollout_id=1, at=NOW, actor="test", verb="prepared", object_type="rollout", object_id="1", text="Ämter: 1 neu"),
    ):
        session.add(row)
        session.flush()
    session.commit()
