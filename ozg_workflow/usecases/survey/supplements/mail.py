"""The mail with the Nachträge of a Dezernat: which services come, and why each of them."""

import hashlib
from collections.abc import Collection, Mapping
from operator import attrgetter

from sqlalchemy import func, select

from ozg_workflow.database.models import Assignment, MessageList, Office, Round, ServiceList, ServiceListRow
from ozg_workflow.domain import german
from ozg_workflow.domain.post.intent import Attachment, MailIntent
from ozg_workflow.domain.post.mails.cases import ArrivedLine, ReplacedList, ResponsibilityTakenOverMail, SupplementLine
from ozg_workflow.domain.survey.arrival import Why, by_catalogue
from ozg_workflow.domain.survey.service_list import GONE, list_file_name
from ozg_workflow.usecases.step.work import Work
from ozg_workflow.usecases.survey.rounds import NewList

Printed = tuple[NewList, Attachment]  # a list with its workbook


def occasion_of(lists: list[Printed], times: int = 0) -> str:
    """Return what makes the mail with these lists one of its own; `times` is how many have carried them before."""
    ids = "-".join([*(str(item.service_list.id) for item, _ in lists), *([f"again{times}"] if times else [])])
    return f"lists-{hashlib.sha256(ids.encode()).hexdigest()[:16]}"


def supplement_mail(work: Work, round_: Round, number: str, lists: list[Printed]) -> MailIntent:
    """Return the mail with the Nachträge of a Dezernat."""
    department = work.directory.departments[number]
    return MailIntent(
        mail=ResponsibilityTakenOverMail(
            department_title=department.title,
            head_name=department.head_name,
            lists=tuple(_line(work, item, book.name) for item, book in lists),
            due_on=max(item.service_list.due_on for item, _ in lists),
        ),
        to=(department.mailbox,),
        recipient=number,
        object_key=round_.key,
        occasion=occasion_of(lists, _times_carried(work, lists)),
        list_ids=tuple(item.service_list.id for item, _ in lists),
        attachments=tuple(book for _, book in lists),
    )


def _times_carried(work: Work, lists: list[Printed]) -> int:
    ids = [item.service_list.id for item, _ in lists]
    return work.session.scalar(select(func.count()).where(MessageList.service_list_id.in_(ids))) or 0


def _line(work: Work, item: NewList, file_name: str) -> SupplementLine:
    rows = [row for row in item.service_list.rows if row.state not in GONE]
    names = {service.id: service.name for service in item.services}
    why = reasons(work, item.service_list, [row.service_id for row in rows])
    arrived = tuple(
        ArrivedLine(
            name=names[row.service_id],
            code=why[row.service_id].code,
            reason=why[row.service_id].reason,
            waiting=bool(row.printed),
        )
        for row in rows
    )
    return SupplementLine(
        office_title=item.office.title,
        rows=len(rows),
        file_name=file_name,
        services=tuple(line.name for line in arrived),
        reasons=tuple(line.reason for line in arrived),
        arrived=arrived,
        replaces=_replaced(work, item.service_list, rows),
    )


def reasons(work: Work, service_list: ServiceList, services: Collection[int]) -> dict[int, Why]:
    """Return service id → why it is on the list of its office: as the case says that brought it, else as the catalogue does."""
    query = select(Assignment.service_id, Assignment.arrival, Assignment.reason).where(
        Assignment.office_id == service_list.office_id, Assignment.service_id.in_(services)
    )
    cases = {s: Why(code=code, reason=reason) for s, code, reason in work.session.execute(query) if code}
    asked = _asked_before(work, service_list, [s for s in services if s not in cases])
    return {s: cases.get(s) or by_catalogue(asked.get(s, ())) for s in services}


def _asked_before(work: Work, service_list: ServiceList, services: Collection[int]) -> Mapping[int, tuple[str, ...]]:
    """Return service id → the numbers of the other offices that were asked about it in this round."""
    query = (
        select(ServiceListRow.service_id, Office.number)
        .join(ServiceList, ServiceList.id == ServiceListRow.service_list_id)
        .join(Office, Office.id == ServiceList.office_id)
        .where(ServiceList.round_id == service_list.round_id, ServiceList.office_id != service_list.office_id)
        .where(ServiceListRow.service_id.in_(services))
        .order_by(ServiceListRow.id)
    )
    found: dict[int, dict[str, None]] = {}
    for service_id, number in work.session.execute(query):
        found.setdefault(service_id, {})[number] = None
    return {service_id: tuple(numbers) for service_id, numbers in found.items()}


def _replaced(work: Work, item: ServiceList, rows: Collection[ServiceListRow]) -> tuple[ReplacedList, ...]:
    """Return the Nachträge that the office has, whose open rows are in this one now."""
    ids = {row.printed[-1]["list"] for row in rows if row.printed}
    lists = work.session.scalars(select(ServiceList).where(ServiceList.id.in_(ids))) if ids else ()
    return tuple(
        ReplacedList(
            file_name=list_file_name(item.office.number, item.office.name, old.version, old.round.kind, old.round.opened_on),
            sent_on=german.local_day(old.sent_at or old.prepared_at),
        )
        for old in sorted(lists, key=attrgetter("version"))
    )
