"""Tell the Dezernate what has become of services their offices were asked about: one mail for each."""

from collections.abc import Sequence

from sqlalchemy import func, select

from ozg_workflow.database.models import Message
from ozg_workflow.domain.post.intent import MailIntent
from ozg_workflow.domain.post.mail import MailKind
from ozg_workflow.domain.post.mails.cases import ResponsibilitySettledMail, SettledLine, SettledOffice
from ozg_workflow.domain.survey.told import news_words
from ozg_workflow.usecases.outbox.queue_mail import queue_mail
from ozg_workflow.usecases.step.work import Work
from ozg_workflow.usecases.survey.deciding.rows_of_service import Told


def tell_offices(work: Work, told: Sequence[Told]) -> None:
    """Queue one mail for each Dezernat whose offices are to be told something."""
    groups: dict[str, list[Told]] = {}
    for item in told:
        department = work.department_of(item.row.service_list.office)
        if department:
            groups.setdefault(department.number, []).append(item)
    for number, items in sorted(groups.items()):
        queue_mail(work, _mail(work, number, items))


def _mail(work: Work, number: str, items: Sequence[Told]) -> MailIntent:
    department = work.directory.departments[number]
    offices: dict[str, list[SettledLine]] = {}
    for item in items:
        offices.setdefault(item.row.service_list.office.title, []).append(_line(item))
    return MailIntent(
        mail=ResponsibilitySettledMail(
            department_title=department.title,
            head_name=department.head_name,
            offices=tuple(SettledOffice(office_title=title, lines=tuple(lines)) for title, lines in sorted(offices.items())),
        ),
        to=(department.mailbox,),
        recipient=number,
        object_key=items[0].row.service_list.round.key,
        occasion=f"cases-{_told_before(work, number) + 1}",
    )


def _line(item: Told) -> SettledLine:
    return SettledLine(
        number=item.row.number,
        version=item.row.service_list.version,
        service=item.row.service.name,
        news=item.news,
        text=news_words(item.news, holder=item.holder, body=item.body),
    )


def _told_before(work: Work, number: str) -> int:
    """Return how many such mails a Dezernat has got: a case may be opened and decided more than once, and each time it is told."""
    query = select(func.count(Message.id)).where(
        Message.rollout_id == work.rollout.id,
        Message.kind == MailKind.RESPONSIBILITY_SETTLED,
        Message.recipient == number,
    )
    return work.session.scalar(query) or 0
