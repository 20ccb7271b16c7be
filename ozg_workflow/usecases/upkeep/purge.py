"""Erase personal data of senders when the rollout has been over for long enough; shown before it is done."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import ColumnElement, bindparam, or_, select, update
from sqlalchemy.orm import Session

from ozg_workflow.database.models import (
    Base,
    Correction,
    DeliveryAttempt,
    Department,
    EventReply,
    Incoming,
    Measure,
    Message,
    Milestone,
    Office,
    Return,
    Round,
    ServiceList,
    ServiceListRow,
)
from ozg_workflow.domain import german
from ozg_workflow.domain.organisation import AddressKind
from ozg_workflow.domain.plan.timeline import Action, MilestoneState
from ozg_workflow.domain.post.mails.registry import ANSWER_KINDS
from ozg_workflow.usecases.outbox.message_states import explain
from ozg_workflow.usecases.step.context import Context
from ozg_workflow.usecases.step.result import StepResult
from ozg_workflow.usecases.step.work import Work

ERASED = "gelöscht"
_NOTES = Base.metadata.tables["incoming_note"]
_ERASE_NOTES = (
    update(_NOTES).where(_NOTES.c.incoming_id == bindparam("mail")).values(text=ERASED, data={}, remark="", erased=True)
)


def purge(ctx: Context, *, confirmed: bool) -> StepResult:
    """Erase mails and senders once `retention_days` have passed since the end; without `confirmed` only tell what would go.

    Answers, lists, figures and the audit log stay: the log never holds an address (see `record`). Functional mailboxes and the heads
    of today are no senders' data; former heads and those of offices that are no more are erased, too.
    """
    with ctx.work("Personenbezogene Daten löschen") as work:
        done = work.session.scalar(
            select(Milestone).where(Milestone.rollout_id == work.rollout.id, Milestone.action == Action.COMPLETE)
        )
        if done is None or done.state is not MilestoneState.DONE or done.done_at is None:
            work.say("Der Rollout ist noch nicht abgeschlossen; es wird nichts gelöscht.")
            return work.result
        ends_on = german.local_day(done.done_at) + timedelta(days=work.config.retention_days)
        if ctx.today <= ends_on:
            work.say(f"Die Aufbewahrungsfrist läuft bis {german.short_date(ends_on)}; es wird nichts gelöscht.")
            return work.result
        _erase(work, confirmed=confirmed)
    return work.result


@dataclass(frozen=True, slots=True, kw_only=True)
class _Personal:
    """Everything that names a sender and is not erased yet."""

    mails: list[Incoming]
    returns: list[Return]
    answers: list[Message]
    replies: list[EventReply]
    corrections: list[Correction]
    measures: list[Measure]
    headed: list[Department | Office]  # they keep the address of a head they have no more

    @property
    def figures(self) -> dict[str, int]:
        return {
            "incoming": len(self.mails),
            "returns": len(self.returns),
            "messages": len(self.answers),
            "event_replies": len(self.replies),
            "corrections": len(self.corrections),
            "measures": len(self.measures),
            "former_heads": len(self.former_heads),
        }

    @property
    def former_heads(self) -> set[str]:
        """The addresses of former heads, in lower case."""
        return {address for person in self.headed for address in _former_heads(person)}

    @property
    def text(self) -> str:
        parts = [
            german.count(len(self.mails), "eingegangene Mail", "eingegangene Mails"),
            f"Absender von {german.count(len(self.returns), 'Rücklauf', 'Rückläufen')}",
            f"{german.count(len(self.answers), 'Antwort', 'Antworten')} an Personen mit ihren Zustellversuchen",
            german.count(len(self.replies), "Terminantwort", "Terminantworten"),
            f"die Quelle von {german.count(len(self.corrections), 'Berichtigung', 'Berichtigungen')}",
            f"Ansprechperson und Notiz von {german.count(len(self.measures), 'Maßnahme', 'Maßnahmen')}",
            german.count(len(self.former_heads), "Adresse einer früheren Leitung", "Adressen früherer Leitungen"),
        ]
        return ", ".join(parts)


def _erase(work: Work, *, confirmed: bool) -> None:
    found = _find(work)
    if not any(found.figures.values()):
        work.say("Es ist nichts mehr zu löschen.")
        return
    if not confirmed:
        work.say(
            f"Gelöscht würden: {found.text}. Mit „ozg db purge --yes“ wird es ausgeführt; das lässt sich nicht rückgängig machen."
        )
        return
    figures, text = found.figures, found.text
    for mail in found.mails:
        mail.content, mail.sender, mail.subject, mail.reason, mail.header_id = b"", ERASED, ERASED, ERASED, ""
        mail.erased = True
        work.session.execute(_ERASE_NOTES, {"mail": mail.id})
    for returned in found.returns:
        returned.sender, returned.file_name, returned.erased = ERASED, ERASED, True
    for message in found.answers:
        _erase_message(work.session, message)
    for reply in found.replies:
        reply.attendee, reply.erased = f"{ERASED}-{reply.id}", True
    for correction in found.corrections:
        correction.source, correction.erased = ERASED, True
    for measure in found.measures:
        measure.contact, measure.note = "", ""
    for person in found.headed:
        _forget_heads(person)
    work.result.figures = figures
    work.record("purged", ("rollout", work.rollout.key), text)
    work.did(f"Gelöscht: {text}.")


def _find(work: Work) -> _Personal:
    answers = select(Message).where(
        Message.rollout_id == work.rollout.id, Message.kind.in_(ANSWER_KINDS), Message.erased.is_(False)
    )
    returns = (
        select(Return)
        .join(ServiceList, ServiceList.id == Return.service_list_id)
        .join(Round, Round.id == ServiceList.round_id)
        .where(Round.rollout_id == work.rollout.id, Return.erased.is_(False))
    )
    replies = (
        select(EventReply)
        .join(Milestone, Milestone.id == EventReply.milestone_id)
        .where(Milestone.rollout_id == work.rollout.id, EventReply.erased.is_(False))
    )
    corrections = (
        select(Correction)
        .join(ServiceListRow, ServiceListRow.id == Correction.row_id)
        .join(ServiceList, ServiceList.id == ServiceListRow.service_list_id)
        .join(Round, Round.id == ServiceList.round_id)
        .where(Round.rollout_id == work.rollout.id, Correction.erased.is_(False))
    )
    people = _people(work)
    officials = _officials(people)
    return _Personal(
        mails=list(
            work.session.scalars(select(Incoming).where(Incoming.rollout_id == work.rollout.id, Incoming.erased.is_(False)))
        ),
        returns=list(work.session.scalars(returns)),
        answers=[m for m in work.session.scalars(answers) if m.recipient not in officials],
        replies=[r for r in work.session.scalars(replies) if r.attendee not in officials],
        corrections=list(work.session.scalars(corrections)),
        measures=list(work.session.scalars(select(Measure).where(*_with_people(work)))),
        headed=[person for person in people if _former_heads(person)],
    )


def _with_people(work: Work) -> tuple[ColumnElement[bool], ...]:
    """Return what tells the measures whose texts may name somebody."""
    return Measure.rollout_id == work.rollout.id, or_(Measure.contact != "", Measure.note != "")


def _people(work: Work) -> list[Department | Office]:
    departments = work.session.scalars(select(Department).where(Department.rollout_id == work.rollout.id))
    offices = work.session.scalars(select(Office).where(Office.rollout_id == work.rollout.id))
    return [*departments, *offices]


def _is_present(person: Department | Office) -> bool:
    return person.active and not (isinstance(person, Office) and person.successor)


def _officials(people: Iterable[Department | Office]) -> set[str]:
    """Return the addresses of offices and Dezernate, past and present, and of those who head them today, in lower case."""
    mailboxes = {p.mailbox for p in people} | {
        address for p in people for address, kind in p.former_addresses.items() if kind != AddressKind.HEAD
    }
    return {address.lower() for address in mailboxes | {p.head_email for p in people if _is_present(p)}}


def _former_heads(person: Department | Office) -> set[str]:
    """Return the addresses of those who head an office or a Dezernat no more, also because it is no more itself."""
    former = {address for address, kind in person.former_addresses.items() if kind == AddressKind.HEAD}
    return former if _is_present(person) or not person.head_email else former | {person.head_email.lower()}


def _forget_heads(person: Department | Office) -> None:
    person.former_addresses = {a: kind for a, kind in person.former_addresses.items() if kind != AddressKind.HEAD}
    if not _is_present(person):
        person.head_name, person.head_email = "", ""


def _erase_message(session: Session, message: Message) -> None:
    """Erase a mail to a person: its bytes, its address, and what servers answered, because they repeat the address."""
    message.content, message.queue_id = b"", ""
    explain(message, "")
    for recipient in message.recipients:
        if recipient.address == message.recipient:
            recipient.address, recipient.response = ERASED, ""
    session.execute(update(DeliveryAttempt).where(DeliveryAttempt.message_id == message.id).values(text=ERASED))
    message.occasion, message.recipient, message.erased = f"{message.occasion}/{message.id}", ERASED, True
