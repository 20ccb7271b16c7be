"""The one answer to a mail with lists: to whom it goes, and the copies with marked cells it carries."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Final

from sqlalchemy import bindparam, func, select

from ozg_workflow.database.columns import value
from ozg_workflow.database.models import Message, ServiceList
from ozg_workflow.domain import german
from ozg_workflow.domain.errors import InputError
from ozg_workflow.domain.post.intent import Attachment, MailIntent
from ozg_workflow.domain.post.mails.registry import ANSWER_KINDS
from ozg_workflow.domain.survey.answers import cells_of
from ozg_workflow.domain.survey.cells import Cell
from ozg_workflow.domain.survey.service_list import RowState
from ozg_workflow.mail.read.answering import is_read, may_be_answered
from ozg_workflow.mail.read.parse import ParsedMail
from ozg_workflow.usecases.answers.corrected_cells import copy_cells
from ozg_workflow.usecases.intake.reply_content import Beside, Recorded, answer_mail
from ozg_workflow.usecases.intake.trust import is_trusted
from ozg_workflow.usecases.outbox.queue_mail import queue_mail
from ozg_workflow.usecases.step.rollout_access import questionnaire_of, scale_of
from ozg_workflow.usecases.step.work import Work
from ozg_workflow.usecases.survey.rounds import XLSX, document_of
from ozg_workflow.workbook.write.edition import Edition
from ozg_workflow.workbook.write.writer import write_list

_ANSWERS: Final = select(func.count(Message.id)).where(  # asked for every return: put together once
    Message.kind.in_(ANSWER_KINDS), Message.recipient == bindparam("address"), Message.created_at > bindparam("since")
)


def queue_reply(work: Work, mail: ParsedMail, items: Sequence[Recorded], beside: Beside) -> None:
    """Queue one answer about all lists of a mail, under it, with a copy to the Dezernate; at most N an hour per address.

    It goes to a Reply-To that is trusted, else to the sender; where nobody reads there, to the Dezernate.
    """
    places = _mailboxes(work, items)
    to = _answered_at(work, mail, places)
    current = [item for item in items if not _withheld(work, mail, item, to)]
    if not current:
        return
    copies = [None if item.complete else _annotated(work, item) for item in current]
    one = current[0] if len(current) == 1 else None
    intent = MailIntent(
        mail=answer_mail(work, current, beside, [copy.name if copy else "" for copy in copies]),
        to=to,
        cc=tuple(place for place in places if place.lower() not in to),
        recipient=to[0],
        object_key=f"list-{one.service_list.id}" if one else "lists",
        occasion=f"return-{current[0].return_id}",
        attachments=tuple(copy for copy in copies if copy),
        in_reply_to=mail.message_id,
        references=" ".join((*mail.references, mail.message_id)).strip(),
        offices=tuple(dict.fromkeys(item.service_list.office.number for item in current)),
    )
    try:
        queue_mail(work, intent)
    except InputError as error:
        # the answers count all the same; an address that cannot be written to must not keep them out
        _withhold(work, mail, current[0], str(error))


def _mailboxes(work: Work, items: Sequence[Recorded]) -> tuple[str, ...]:
    """Return the mailboxes of the Dezernate of the lists."""
    offices = dict.fromkeys(item.service_list.office.number for item in items)
    return tuple(dict.fromkeys(work.directory.department_of(number).mailbox for number in offices))


def _answered_at(work: Work, mail: ParsedMail, places: tuple[str, ...]) -> tuple[str, ...]:
    """Return whom the answer goes to: where a machine wrote the mail or nobody reads its address, the Dezernate."""
    own = work.config.contacts.sender.email
    wished = [address for address in mail.reply_to if is_trusted(work, address)]
    person = next((a for a in (*wished, mail.from_address) if may_be_answered(mail, a, own_address=own)), "")
    return (person,) if person else tuple(p.lower() for p in places if is_read(p, own_address=own))


def _withheld(work: Work, mail: ParsedMail, item: Recorded, to: tuple[str, ...]) -> bool:
    """Tell whether a return is recorded but not answered, and say why."""
    reason = _reason_to_be_silent(work, mail, item, to)
    if reason:
        _withhold(work, mail, item, reason)
    return bool(reason)


def _withhold(work: Work, mail: ParsedMail, item: Recorded, reason: str) -> None:
    work.record("reply_withheld", ("return", item.return_id), reason)
    work.did(f"Keine Antwort an {mail.from_address}: {reason}")


def _reason_to_be_silent(work: Work, mail: ParsedMail, item: Recorded, to: tuple[str, ...]) -> str:
    """Return why: an old mail that comes again, nobody who could be answered, or too many from one address."""
    opened_on = item.service_list.round.opened_on
    written_on = german.local_day(mail.date) if mail.date else None
    if written_on and written_on < opened_on - timedelta(days=1):  # a day for clocks and time zones
        written, opened = german.short_date(written_on), german.short_date(opened_on)
        return f"Die Mail ist vom {written}, die Runde begann am {opened}."
    if not to:
        return "Weder die Adresse noch ein Postfach des Dezernats liest jemand."
    if _answers_of_last_hour(work, to[0]) >= work.config.answers_per_hour:
        return f"Mehr als {work.config.answers_per_hour} Antworten an diese Adresse in einer Stunde."
    return ""


def _answers_of_last_hour(work: Work, address: str) -> int:
    return value(work.session, _ANSWERS, {"address": address, "since": work.now() - timedelta(hours=1)}) or 0


def _annotated(work: Work, item: Recorded) -> Attachment:
    """Print the sender's own answers with the wrong cells marked: a fresh file, never their own one edited."""
    document = replace(document_of(work, item.service_list), responsibility_due_on=None)  # what is asked again is about cells
    asked = {(issue.row_id, issue.issue.question) for issue in item.issues}
    copy = copy_cells(work, item.service_list, item.cells, asked)
    edition = Edition(
        created=item.service_list.prepared_at,
        cells=dict(copy.cells) | _offered(work, item.service_list),
        issues=item.issues,
        corrected=copy.corrected,
        nil_return=item.nil_return,
    )
    questionnaire = questionnaire_of(item.service_list.round)
    content = write_list(document, questionnaire, scale_of(work, questionnaire), edition)
    return Attachment(name=document.file_name, content=content, content_type=XLSX)


def _offered(work: Work, service_list: ServiceList) -> dict[int, Mapping[str, Cell]]:
    """Return what other offices have said about the rows that are still open, or the portals show, as cells to be confirmed."""
    open_ = [row for row in service_list.rows if row.state is RowState.OPEN]
    rows = [row for row in open_ if row.prefill_row_id or (row.portal_prefill and not row.prefill)]
    questionnaire = questionnaire_of(service_list.round)
    return {row.id: cells_of(questionnaire, scale_of(work, questionnaire), row.filled_in) for row in rows}
