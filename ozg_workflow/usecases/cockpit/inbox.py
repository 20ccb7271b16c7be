"""The incoming mails, page by page, and one of them with what was recorded from it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from itertools import islice
from typing import Any, Final

from sqlalchemy import Integer, Select, Text, bindparam, cast, func, select

from ozg_workflow.database.columns import columns, value
from ozg_workflow.database.models import Incoming, Office, Return, ReturnRow, Round, Service, ServiceList, ServiceListRow
from ozg_workflow.database.words import mentions
from ozg_workflow.domain.errors import InputError
from ozg_workflow.domain.paged import Paged
from ozg_workflow.domain.post.mail import IncomingState
from ozg_workflow.mail.read.parse import parse_mail
from ozg_workflow.mail.read.saving import AttachedFile, attached_files
from ozg_workflow.usecases.intake.inbox_admin import WAITING, IncomingMail, content_of, mail_of
from ozg_workflow.usecases.step.context import Context
from ozg_workflow.usecases.step.rollout_access import read_questionnaire
from ozg_workflow.usecases.step.work import Work

_RETURNS: Final = (
    select(
        Return.id,
        Return.file_name,
        Return.nil_return,
        Return.issue_count,
        ServiceList.version,
        Office.number.label("office"),
        Office.name.label("office_name"),
        Round.key.label("round"),
        cast(Round.questionnaire, Text).label("questionnaire"),
        select(func.count()).where(ReturnRow.return_id == Return.id, ~ReturnRow.adopted).scalar_subquery().label("lines"),
    )
    .join(ServiceList, ServiceList.id == Return.service_list_id)
    .join(Office, Office.id == ServiceList.office_id)
    .join(Round, Round.id == ServiceList.round_id)
    .where(Return.incoming_id == bindparam("mail"), Round.rollout_id == bindparam("rollout"))
    .order_by(Return.id)
)
_NUMBERED: Final = (
    select(
        ReturnRow.id,
        ServiceListRow.number,
        ServiceListRow.service_id,
        func.row_number().over(partition_by=ReturnRow.return_id, order_by=ServiceListRow.number).label("place"),
    )
    .join(ServiceListRow, ServiceListRow.id == ReturnRow.row_id)
    .where(ReturnRow.return_id.in_(bindparam("returns", expanding=True)), ~ReturnRow.adopted)
    .subquery()
)
_PAGES: Final = (
    select(ReturnRow.return_id, _NUMBERED.c.number, Service.ref, Service.name)
    .add_columns(ReturnRow.answers, ReturnRow.cells, ReturnRow.issues)
    .join(_NUMBERED, _NUMBERED.c.id == ReturnRow.id)
    .join(Service, Service.id == _NUMBERED.c.service_id)
    .where(_NUMBERED.c.place > bindparam("after"), _NUMBERED.c.place <= bindparam("upto"))
    .order_by(ReturnRow.return_id, _NUMBERED.c.place)
)


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
        asked = {"rollout": work.rollout.id, "size": size, "first": (page - 1) * size}
        total = value(work.session, _count(wanted), asked) or 0
        rows = columns(work.session, _page(wanted), asked)
        return Paged(rows=tuple(IncomingLine(**row._asdict()) for row in rows), total=total, page=page, size=size)


def _ids(wanted: IncomingFilter) -> Select[Any]:
    query = select(Incoming.id).where(Incoming.rollout_id == bindparam("rollout"))
    if wanted.states:
        query = query.where(Incoming.state.in_(wanted.states))
    if wanted.text:
        query = query.where(mentions(wanted.text, Incoming.sender, Incoming.subject))
    return query


@lru_cache(maxsize=64)
def _count(wanted: IncomingFilter) -> Select[Any]:
    return _ids(wanted).with_only_columns(func.count())


@lru_cache(maxsize=64)
def _page(wanted: IncomingFilter) -> Any:
    """Ask for the ids first: what stands behind the bytes of a mail is read of the shown ones only."""
    size, first = bindparam("size", type_=Integer), bindparam("first", type_=Integer)
    ids = _ids(wanted).order_by(Incoming.id.desc()).limit(size).offset(first).scalar_subquery()
    shown = (Incoming.id, Incoming.received_at, Incoming.state, Incoming.sender, Incoming.subject, Incoming.reason)
    return select(*shown).where(Incoming.id.in_(ids)).order_by(Incoming.id.desc())


def incoming_detail(ctx: Context, number: int, *, page: int, size: int) -> IncomingDetail:
    """Return a mail with what was recorded from it, its lines page by page. Raises InputError when there is none."""
    with ctx.reading() as work:
        return detail_of(work, number, page=page, size=size)


def detail_of(work: Work, number: int, *, page: int, size: int) -> IncomingDetail:
    """Return the same of a work that has begun."""
    mail = mail_of(work, number)
    return IncomingDetail(mail=mail, recorded=tuple(_recorded(work, number, page, size)))


def attachment(ctx: Context, number: int, position: int) -> AttachedFile:
    """Return an attachment of a mail by its place (from 1). Raises InputError when there is none."""
    found = next(islice(attached_files(parse_mail(content_of(ctx, number))), max(position - 1, 0), None), None)
    if found is None or position < 1:
        raise InputError(f"Die Mail Nr. {number} hat keinen Anhang Nr. {position}.")
    return found


def _recorded(work: Work, number: int, page: int, size: int) -> Iterator[RecordedList]:
    """Yield the lists that came with a mail, each with the same page of its lines; read in two questions however many there are."""
    found = columns(work.session, _RETURNS, {"mail": number, "rollout": work.rollout.id})
    rows = _rows(work, [returned.id for returned in found], page, size) if found else {}
    for one in found:
        headings = {question.key: question.heading for question in read_questionnaire(one.questionnaire).questions}
        lines = tuple(_row(row, headings) for row in rows.get(one.id, ()))
        yield RecordedList(
            office=one.office,
            office_name=one.office_name,
            round=one.round,
            version=one.version,
            file=one.file_name,
            nil_return=one.nil_return,
            issues=one.issue_count,
            rows=Paged(rows=lines, total=one.lines, page=page, size=size),
        )


def _rows(work: Work, returns: list[int], page: int, size: int) -> dict[int, list[Any]]:
    """Return the lines of one page of each return."""
    found: dict[int, list[Any]] = {}
    for row in columns(work.session, _PAGES, {"returns": returns, "after": (page - 1) * size, "upto": page * size}):
        found.setdefault(row.return_id, []).append(row)
    return found


def _row(row: Any, headings: Mapping[str, str]) -> RecordedRow:
    cells = row.cells  # looked up once: a page has hundreds of cells
    return RecordedRow(
        number=row.number,
        ref=row.ref,
        service=row.name,
        cells={headings.get(question, question): cells.get(question, "") for question in row.answers},
        refused=tuple(
            RefusedCell(
                cell=cells.get(issue["question"], ""), heading=issue["heading"], value=issue["value"], reason=issue["reason"]
            )
            for issue in row.issues
        ),
    )
