"""The one reply to a return: thanks with a summary, or the cells to mend with an annotated copy."""

from dataclasses import dataclass, replace
from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ozg_workflow.database.models import Message, ResponsibilityCase, ServiceList, ServiceListRow
from ozg_workflow.domain import german
from ozg_workflow.domain.errors import InputError
from ozg_workflow.domain.post.mail import Attachment, MailIntent
from ozg_workflow.domain.post.mails.answers import AcknowledgementMail, DisputedLine, IssueLine, ReturnWithErrorsMail, RowLine
from ozg_workflow.domain.post.mails.registry import ANSWER_KINDS
from ozg_workflow.domain.survey.cells import Cell
from ozg_workflow.domain.survey.hints import Hint, folded
from ozg_workflow.domain.survey.returns import CellIssue
from ozg_workflow.domain.survey.service_list import BACK, RowState, row_figures
from ozg_workflow.mail.read.parse import ParsedMail
from ozg_workflow.usecases.outbox.queue_mail import queue_mail
from ozg_workflow.usecases.step.rollout_access import questionnaire_of
from ozg_workflow.usecases.step.work import Work
from ozg_workflow.usecases.survey.rounds import XLSX, document_of
from ozg_workflow.usecases.survey.rows import services_of
from ozg_workflow.workbook.write.edition import Edition
from ozg_workflow.workbook.write.writer import write_list

LISTED_HINTS = 25


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """What was recorded from one file, as far as the reply needs it."""

    service_list: ServiceList
    return_id: int
    issues: tuple[CellIssue, ...]
    remarks: tuple[str, ...]
    asks_again: bool
    nil_return: bool
    cells: dict[int, dict[str, Cell]]


def queue_reply(work: Work, mail: ParsedMail, item: Recorded) -> None:
    """Queue the reply to the sender and the Dezernat's mailbox, under the sender's mail; at most N an hour per address."""
    if reason := _reason_to_be_silent(work, mail, item.service_list):
        work.record("reply_withheld", ("return", item.return_id), reason)
        work.did(f"Keine Antwort an {mail.from_address}: {reason}")
        return
    complete = not item.issues and not item.asks_again and item.service_list.state in BACK
    department = work.directory.department_of(item.service_list.office.number)
    copy = () if complete else (_annotated(work, item),)
    intent = MailIntent(
        mail=_acknowledgement(work.session, item) if complete else _return_with_errors(work.session, item),
        to=(mail.from_address,),
        cc=tuple(a for a in (department.mailbox,) if a.lower() != mail.from_address),
        recipient=mail.from_address,
        object_key=f"list-{item.service_list.id}",
        occasion=f"return-{item.return_id}",
        attachments=copy,
        in_reply_to=mail.message_id,
        references=" ".join((*mail.references, mail.message_id)).strip(),
    )
    try:
        queue_mail(work, intent)
    except InputError as error:
        # the answers count all the same; an address that cannot be written to must not keep them out
        work.record("reply_withheld", ("return", item.return_id), str(error))
        work.did(f"Keine Antwort an {mail.from_address}: {error}")


def _reason_to_be_silent(work: Work, mail: ParsedMail, service_list: ServiceList) -> str:
    """Return why a return is recorded but not answered: an old mail that comes again, or too many from one address."""
    opened_on = service_list.round.opened_on
    written_on = german.local_day(mail.date) if mail.date else None
    if written_on and written_on < opened_on - timedelta(days=1):  # a day for clocks and time zones
        written, opened = german.short_date(written_on), german.short_date(opened_on)
        return f"Die Mail ist vom {written}, die Runde begann am {opened}."
    if _answers_of_last_hour(work, mail.from_address) >= work.config.answers_per_hour:
        return f"Mehr als {work.config.answers_per_hour} Antworten an diese Adresse in einer Stunde."
    return ""


def _answers_of_last_hour(work: Work, address: str) -> int:
    since = work.now() - timedelta(hours=1)
    query = select(func.count(Message.id)).where(
        Message.kind.in_(ANSWER_KINDS), Message.recipient == address, Message.created_at > since
    )
    return work.session.scalar(query) or 0


def _acknowledgement(session: Session, item: Recorded) -> AcknowledgementMail:
    rows = item.service_list.rows
    figures = row_figures(row.state for row in rows)
    disputed = [row for row in rows if row.state in (RowState.DISPUTED, RowState.MOVED)]
    offices = _next_offices(session, disputed)
    services = services_of(session, item.service_list) if disputed else {}
    return AcknowledgementMail(
        office_title=item.service_list.office.title,
        version=item.service_list.version,
        rows=figures.rows,
        answered=figures.answered,
        nil_return=item.nil_return,
        remarks=item.remarks,
        disputed=tuple(
            DisputedLine(number=row.number, name=services[row.id].name, office=offices.get(row.id) or "") for row in disputed
        ),
    )


def _next_offices(session: Session, rows: list[ServiceListRow]) -> dict[int, str | None]:
    """Return row id → the office its case was settled with, None while it is open."""
    cases = select(ResponsibilityCase.row_id, ResponsibilityCase.settled_office)
    found = session.execute(cases.where(ResponsibilityCase.row_id.in_([row.id for row in rows]))) if rows else ()
    return {row_id: office for row_id, office in found}


def _return_with_errors(session: Session, item: Recorded) -> ReturnWithErrorsMail:
    figures = row_figures(row.state for row in item.service_list.rows)
    hints = folded(item.issues)
    missing = [row for row in item.service_list.rows if row.state is RowState.OPEN]
    services = services_of(session, item.service_list) if missing else {}
    return ReturnWithErrorsMail(
        office_title=item.service_list.office.title,
        version=item.service_list.version,
        rows=figures.rows,
        answered=figures.answered,
        issues=tuple(_issue_line(hint) for hint in hints[:LISTED_HINTS]),
        more_issues=sum(len(hint.issues) for hint in hints[LISTED_HINTS:]),
        missing_rows=tuple(RowLine(number=row.number, name=services[row.id].name) for row in missing),
        remarks=item.remarks,
        due_on=item.service_list.due_on,
        annotated=True,
    )


def _issue_line(hint: Hint) -> IssueLine:
    first = hint.issues[0]
    return IssueLine(
        number=first.number,
        service=first.service,
        cell=hint.cells,
        heading=first.issue.heading,
        value=first.issue.value,
        reason=first.issue.reason,
        remedy=first.issue.remedy,
        count=len(hint.issues),
        texts=hint.texts,
    )


def _annotated(work: Work, item: Recorded) -> Attachment:
    """Print the sender's own answers with the wrong cells marked: a fresh file, never their own one edited."""
    document = replace(document_of(work, item.service_list), responsibility_due_on=None)  # what is asked again is about cells
    edition = Edition(created=item.service_list.prepared_at, cells=item.cells, issues=item.issues, nil_return=item.nil_return)
    content = write_list(document, questionnaire_of(item.service_list.round), work.config.scale, edition)
    return Attachment(name=document.file_name, content=content, content_type=XLSX)
