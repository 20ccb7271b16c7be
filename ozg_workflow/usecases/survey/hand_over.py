"""An office with open lists belongs to another Dezernat now: it gets them once, and is reminded of them from then on."""

import hashlib
from collections.abc import Iterable
from functools import partial

from sqlalchemy import select

from ozg_workflow.database.models import Message, MessageList, MessageRecipient, ServiceList
from ozg_workflow.domain.post.intent import Attachment, MailIntent
from ozg_workflow.domain.post.mails.registry import LIST_KINDS
from ozg_workflow.domain.post.mails.survey import HandedOverLine, ListsHandedOverMail
from ozg_workflow.domain.survey.service_list import RoundKind, row_figures
from ozg_workflow.usecases.outbox.queue_mail import queue_mail
from ozg_workflow.usecases.step.work import Work
from ozg_workflow.usecases.survey.open_lists import open_lists
from ozg_workflow.usecases.survey.rounds import workbook_of


def hand_over_lists(work: Work) -> None:
    """Queue a mail to each Dezernat that has open lists no mail has brought it yet: one for each round, each list once."""
    for (department, round_key), lists in sorted(lists_to_hand_over(work).items()):
        words = work.directory.departments[department].title
        work.attempt(words, partial(_hand_over, department, round_key, lists))


def lists_to_hand_over(work: Work) -> dict[tuple[str, str], list[ServiceList]]:
    """Return (Dezernat, round) → open lists that were sent to other Dezernate only, of offices that are in force."""
    lists = [item for item in open_lists(work) if not work.directory.why_not_in_force(item.office.number)]
    had = _had(work, [item.id for item in lists])
    found: dict[tuple[str, str], list[ServiceList]] = {}
    for item in lists:
        department = work.directory.find_department(item.office.number)
        places = had.get(item.id, set())
        if department and places and not places & {department.number, department.mailbox.lower()}:
            found.setdefault((department.number, item.round.key), []).append(item)
    return found


def _had(work: Work, list_ids: list[int]) -> dict[int, set[str]]:
    """Return list id → the numbers and addresses its mails went to."""
    query = (
        select(MessageList.service_list_id, Message.recipient, MessageRecipient.address)
        .join(Message, Message.id == MessageList.message_id)
        .join(MessageRecipient, MessageRecipient.message_id == Message.id)
        .where(MessageList.service_list_id.in_(list_ids), Message.kind.in_(LIST_KINDS))
    )
    found: dict[int, set[str]] = {}
    for list_id, *places in work.session.execute(query):
        found.setdefault(list_id, set()).update(places)
    return found


def _hand_over(department: str, round_key: str, lists: list[ServiceList], work: Work) -> None:
    queue_mail(work, _mail(work, department, round_key, [(item, workbook_of(work, item, answered=True)) for item in lists]))


def _mail(work: Work, number: str, round_key: str, lists: list[tuple[ServiceList, Attachment]]) -> MailIntent:
    department = work.directory.departments[number]
    return MailIntent(
        mail=ListsHandedOverMail(
            department_title=department.title,
            head_name=department.head_name,
            lists=tuple(_line(item, book.name) for item, book in lists),
            due_on=min(item.due_on for item, _ in lists),
            return_to=work.config.contacts.sender.email,
            progress=all(item.round.kind is RoundKind.PROGRESS for item, _ in lists),
        ),
        to=(department.mailbox,),
        recipient=number,
        object_key=round_key,
        occasion=_occasion(item.id for item, _ in lists),
        list_ids=tuple(item.id for item, _ in lists),
        attachments=tuple(book for _, book in lists),
    )


def _line(item: ServiceList, file_name: str) -> HandedOverLine:
    figures = row_figures(row.state for row in item.rows)
    return HandedOverLine(
        office_title=item.office.title,
        rows=figures.rows,
        answered=figures.answered,
        due_on=item.due_on,
        file_name=file_name,
    )


def _occasion(list_ids: Iterable[int]) -> str:
    return f"handed-over-{hashlib.sha256('-'.join(map(str, list_ids)).encode()).hexdigest()[:16]}"
