"""Erase personal data of senders when the rollout has been over for long enough; shown before it is done."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import ColumnElement, bindparam, or_, select, update
from sqlalchemy.orm import Session

from ozg_workflow.database.models import (
    Base,
    Correction,
    DeliveryAttempt,
    EventReply,
    Incoming,
    Measure,
    Message,
    Milestone,
    Return,
    Round,
    ServiceList,
    ServiceListRow,
)
from ozg_workflow.domain import german
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

    Answers, lists, figures and the audit log stay: the log never holds an address (see `record`). Functional mailboxes and heads
    of the directory are no senders' data.
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

    @property
    def figures(self) -> dict[str, int]:
        return {
            "incoming": len(self.mails),
            "returns": len(self.returns),
            "messages": len(self.answers),
            "event_replies": len(self.replies),
            "corrections": len(self.corrections),
            "measures": len(self.measures),
        }

    @property
    def text(self) -> str:
        parts = [
            german.count(len(self.mails), "eingegangene Mail", "eingegangene Mails"),
            f"Absender von {german.count(len(self.returns), 'Rücklauf', 'Rückläufen')}",
            f"{german.count(len(self.answers), 'Antwort', 'Antworten')} an Personen mit ihren Zustellversuchen",
            german.count(len(self.replies), "Terminantwort", "Terminantworten"),
            f"die Quelle von {german.count(len(self.corrections), 'Berichtigung', 'Berichtigungen')}",
            f"Ansprechperson und Notiz von {german.count(len(self.measures), 'Maßnahme', 'Maßnahmen')}",
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
    work.result.figures = found.figures
    work.record("purged", ("rollout", work.rollout.key), found.text)
    work.did(f"Gelöscht: {found.text}.")


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
    return _Personal(
        mails=list(
            work.session.scalars(select(Incoming).where(Incoming.rollout_id == work.rollout.id, Incoming.erased.is_(False)))
        ),
        returns=list(work.session.scalars(returns)),
        answers=[m for m in work.session.scalars(answers) if not work.directory.knows(m.recipient)],
        replies=[r for r in work.session.scalars(replies) if not work.directory.knows(r.attendee)],
        corrections=list(work.session.scalars(corrections)),
        measures=list(work.session.scalars(select(Measure).where(*_with_people(work)))),
    )


def _with_people(work: Work) -> tuple[ColumnElement[bool], ...]:
    """Return what tells the measures whose texts may name somebody."""
    return Measure.rollout_id == work.rollout.id, or_(Measure.contact != "", Measure.note != "")


def _erase_message(session: Session, message: Message) -> None:
    """Erase a mail to a person: its bytes, its address, and what servers answered, because they repeat the address."""
    message.content, message.queue_id = b"", ""
    explain(message, "")
    for recipient in message.recipients:
        if recipient.address == message.recipient:
            recipient.address, recipient.response = ERASED, ""
    session.execute(update(DeliveryAttempt).where(DeliveryAttempt.message_id == message.id).values(text=ERASED))
    message.occasion, message.recipient, message.erased = f"{message.occasion}/{message.id}", ERASED, True
