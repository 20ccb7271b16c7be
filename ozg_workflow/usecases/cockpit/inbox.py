"""The incoming mails, page by page, and one of them with what was recorded from it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from sqlalchemy import func, select

from ozg_workflow.database.models import Incoming, Office, Return, ReturnRow, Round, Service, ServiceList, ServiceListRow
from ozg_workflow.database.words import mentions
from ozg_workflow.domain.errors import InputError
from ozg_workflow.domain.paged import Paged
from ozg_workflow.domain.post.mail import IncomingState
from ozg_workflow.mail.read.parse import parse_mail
from ozg_workflow.mail.read.saving import AttachedFile, attached_files
from ozg_workflow.usecases.intake.inbox_admin import WAITING, IncomingMail, mail_of, show_incoming
from ozg_workflow.usecases.step.context import Context
from ozg_workflow.usecases.step.rollout_access import questionnaire_of
from ozg_workflow.usecases.step.work import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class IncomingLine:
    """An incoming mail in a list."""

    id: int
    received_at: datetime
    state: IncomingState
    sender: str
    subject: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IncomingFilter:
    """Which mails are wanted: in one of these states (empty: all), with `text` in sender or subject."""

    states: tuple[IncomingState, ...] = WAITING
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedCell:
    """A cell that could not be accepted: where it stands, its heading, its value as written, why (German)."""

    cell: str
    heading: str
    value: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedRow:
    """One line of a list that a mail answered: `cells` is heading → address (empty where it is not known)."""

    number: int
    ref: str
    service: str
    cells: Mapping[str, str]
    refused: tuple[RefusedCell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedList:
    """One list that a mail brought back, with one page of its lines."""

    office: str
    office_name: str
    round: str
    version: int
    file: str
    nil_return: bool
    issues: int
    rows: Paged[RecordedRow]


@dataclass(frozen=True, slots=True, kw_only=True)
class IncomingDetail:
    """A mail with its text and attachments, and the lists that were recorded from it."""

    mail: IncomingMail
    recorded: tuple[RecordedList, ...]


def incoming_page(ctx: Context, wanted: IncomingFilter, *, page: int, size: int) -> Paged[IncomingLine]:
    """Return one page of the incoming mails, newest first; nothing of their contents is touched."""
    with ctx.reading() as work:
        columns = (Incoming.id, Incoming.received_at, Incoming.state, Incoming.sender, Incoming.subject, Incoming.reason)
        query = select(Incoming.id).where(Incoming.rollout_id == work.rollout.id)
        if wanted.states:
            query = query.where(Incoming.state.in_(wanted.states))
        if wanted.text:
            query = query.where(mentions(wanted.text, Incoming.sender, Incoming.subject))
        total = work.session.scalar(query.with_only_columns(func.count())) or 0
        ids = query.order_by(Incoming.id.desc()).limit(size).offset((page - 1) * size).scalar_subquery()
        rows = work.session.execute(select(*columns).where(Incoming.id.in_(ids)).order_by(Incoming.id.desc())).mappings()
        return Paged(rows=tuple(IncomingLine(**row) for row in rows), total=total, page=page, size=size)


def incoming_detail(ctx: Context, number: int, *, page: int, size: int) -> IncomingDetail:
    """Return a mail with what was recorded from it, its lines page by page. Raises InputError when there is none."""
    with ctx.reading() as work:
        return detail_of(work, number, page=page, size=size)


def detail_of(work: Work, number: int, *, page: int, size: int) -> IncomingDetail:
    """Return the same of a work that has begun."""
    mail = mail_of(work, number)
    return IncomingDetail(mail=mail, recorded=tuple(_recorded(work, found, page, size) for found in _returns(work, number)))


def attachment(ctx: Context, number: int, position: int) -> AttachedFile:
    """Return an attachment of a mail by its place (from 1). Raises InputError when there is none."""
    found = next(islice(attached_files(parse_mail(show_incoming(ctx, number).content)), max(position - 1, 0), None), None)
    if found is None or position < 1:
        raise InputError(f"Die Mail Nr. {number} hat keinen Anhang Nr. {position}.")
    return found


def _returns(work: Work, number: int) -> list[Any]:
    query = (
        select(Return, ServiceList.version, Office.number, Office.name, Round)
        .join(ServiceList, ServiceList.id == Return.service_list_id)
        .join(Office, Office.id == ServiceList.office_id)
        .join(Round, Round.id == ServiceList.round_id)
        .where(Return.incoming_id == number, Round.rollout_id == work.rollout.id)
    )
    return list(work.session.execute(query.order_by(Return.id)))


def _recorded(work: Work, found: Any, page: int, size: int) -> RecordedList:
    returned, version, office, name, round_ = found
    return RecordedList(
        office=office,
        office_name=name,
        round=round_.key,
        version=version,
        file=returned.file_name,
        nil_return=returned.nil_return,
        issues=returned.issue_count,
        rows=_rows(work, returned.id, round_, page, size),
    )


def _rows(work: Work, return_id: int, round_: Round, page: int, size: int) -> Paged[RecordedRow]:
    headings = {question.key: question.heading for question in questionnaire_of(round_).questions}
    query = (
        select(ServiceListRow.number, Service.ref, Service.name, ReturnRow.answers, ReturnRow.cells, ReturnRow.issues)
        .join(ServiceListRow, ServiceListRow.id == ReturnRow.row_id)
        .join(Service, Service.id == ServiceListRow.service_id)
        .where(ReturnRow.return_id == return_id, ~ReturnRow.adopted)
    )
    total = work.session.scalar(select(func.count()).where(ReturnRow.return_id == return_id, ~ReturnRow.adopted)) or 0
    rows = work.session.execute(query.order_by(ServiceListRow.number).limit(size).offset((page - 1) * size))
    return Paged(rows=tuple(_row(row, headings) for row in rows), total=total, page=page, size=size)


def _row(row: Any, headings: Mapping[str, str]) -> RecordedRow:
    return RecordedRow(
        number=row.number,
        ref=row.ref,
        service=row.name,
        cells={headings.get(question, question): row.cells.get(question, "") for question in row.answers},
        refused=tuple(
            RefusedCell(
                cell=row.cells.get(issue["question"], ""),
                heading=issue["heading"],
                value=issue["value"],
                reason=issue["reason"],
            )
            for issue in row.issues
        ),
    )
