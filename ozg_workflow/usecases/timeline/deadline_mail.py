"""Tell the Dezernate that a deadline of their lists has changed."""

from collections.abc import Iterable
from datetime import date
from typing import Final

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from ozg_workflow.database.columns import columns
from ozg_workflow.database.models import Message, MessageList, Round, ServiceList
from ozg_workflow.domain import german
from ozg_workflow.domain.plan.moves import MovedList
from ozg_workflow.domain.post.intent import MailIntent
from ozg_workflow.domain.post.mail import MailKind
from ozg_workflow.domain.post.mails.survey import DeadlineChangedMail, MovedLine
from ozg_workflow.domain.survey.service_list import RoundKind, list_file_name
from ozg_workflow.usecases.outbox.queue_mail import queue_mail
from ozg_workflow.usecases.step.directory import Directory
from ozg_workflow.usecases.step.work import Work

TELLING_DEADLINES: Final = (MailKind.DEADLINE_CHANGED, MailKind.LISTS_HANDED_OVER)
_TOLD: Final = (
    select(MessageList.service_list_id, Message.created_at)
    .join(Message, Message.id == MessageList.message_id)
    .where(MessageList.service_list_id.in_(bindparam("lists", expanding=True)), Message.kind.in_(TELLING_DEADLINES))
    .order_by(Message.created_at)
)


def tell_about_deadline(work: Work, moved: Iterable[MovedList], *, note: str = "", own: bool = False) -> None:
    """Tell each Dezernat whose lists are not back that their deadline has changed; `own`: only for one office.

    A list whose office is not in force waits without a mail, like all its reminders.
    """
    groups: dict[str, list[MovedList]] = {}
    for item in moved:
        if not (item.back or work.directory.why_not_in_force(item.office)):
            groups.setdefault(work.directory.department_of(item.office).number, []).append(item)
    for number, lists in sorted(groups.items()):
        queue_mail(work, _mail(work, number, lists, note, own=own))


def _mail(work: Work, number: str, lists: list[MovedList], note: str, *, own: bool) -> MailIntent:
    department = work.directory.departments[number]
    old, new = max(item.old for item in lists), lists[0].new
    told, round_ = _times_told(work, number), _round(work.session, lists[0])
    return MailIntent(
        mail=DeadlineChangedMail(
            department_title=department.title,
            old_on=old,
            new_on=new,
            own=own,
            note=note,
            lists=tuple(_line(work.directory, item, round_) for item in lists),
            return_to=work.config.contacts.sender.email,
            progress=round_.kind is RoundKind.PROGRESS,
        ),
        to=(department.mailbox,),
        recipient=number,
        object_key=round_.key,
        # a deadline may be moved there, back, and there again: each change is told
        occasion=f"{new.isoformat()}#{told + 1}",
        list_ids=tuple(item.list_id for item in lists),
        expires_on=new,
    )


def _line(directory: Directory, item: MovedList, round_: Round) -> MovedLine:
    office = directory.offices[item.office]
    file_name = list_file_name(office.number, office.name, item.version, round_.kind, round_.opened_on)
    return MovedLine(office_title=office.title, file_name=file_name, old_on=item.old)


def _round(session: Session, item: MovedList) -> Round:
    return session.get_one(ServiceList, item.list_id).round


def _times_told(work: Work, number: str) -> int:
    query = select(func.count(Message.id)).where(
        Message.rollout_id == work.rollout.id, Message.kind == MailKind.DEADLINE_CHANGED, Message.recipient == number
    )
    return work.session.scalar(query) or 0


def days_told(session: Session, list_ids: Iterable[int]) -> dict[int, date]:
    """Return list id → day of the newest mail that told its Dezernat the deadline: a changed one, or that of a list it has taken over."""
    lists = list(list_ids)
    found = columns(session, _TOLD, {"lists": lists}) if lists else ()
    return {list_id: german.local_day(moment) for list_id, moment in found}
