"""Claim one message after the other for this worker, each in its own transaction."""

from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import undefer

from ozg_workflow.database.models import Message
from ozg_workflow.domain.post.mail import is_allowed
from ozg_workflow.domain.post.outbox import OPEN_RECIPIENTS, Envelope, MessageState, claim_seconds
from ozg_workflow.usecases.outbox.delivery_journal import DeliveryJournal
from ozg_workflow.usecases.outbox.holding import drop, reason_to_hold, stale
from ozg_workflow.usecases.outbox.message_states import move
from ozg_workflow.usecases.outbox.questions import is_due, something_due
from ozg_workflow.usecases.outbox.relay_gate import RelayGate
from ozg_workflow.usecases.step.context import Context
from ozg_workflow.usecases.step.work import Work


def claims(ctx: Context, gate: RelayGate, journal: DeliveryJournal, copy_to: str) -> Iterator[Envelope]:
    """Yield claimed messages until none is due, or until the relay rests.

    Those with the fewest attempts come first: a message that fails again and again, or kills its worker, keeps nobody waiting.
    """
    while gate.enter():
        gate.wait_for_turn(lambda: _something_due(ctx))
        with ctx.work(lock=False) as work:
            if gate.resting(work.session):
                return
            query = select(Message).where(is_due(work), Message.id.not_in(journal.put_back))
            query = query.order_by(Message.attempts, Message.id).limit(1).options(undefer(Message.content))
            message = work.session.scalar(query.with_for_update(skip_locked=True))
            envelope = _claim(work, message, copy_to) if message else None
        journal.result.absorb(work.result)
        if message is None:
            return
        if envelope:
            yield envelope


def _something_due(ctx: Context) -> bool:
    with ctx.reading() as work:
        return something_due(work)


def _claim(work: Work, message: Message, copy_to: str) -> Envelope | None:
    """Claim a locked message, or drop it where it has become stale or may not be sent any more."""
    reason = reason_to_hold(work, message)
    how = stale(work, message) or ((MessageState.HELD, reason) if reason else None)
    if how:
        drop(work, message, how)
        return None
    recipients = tuple(r.address for r in message.recipients if r.state in OPEN_RECIPIENTS)
    move(message, MessageState.CLAIMED)
    message.claimed_by, message.attempts = work.ctx.worker, message.attempts + 1
    message.lease_until = work.now() + timedelta(seconds=claim_seconds(len(recipients)))
    return Envelope(
        message_id=message.id,
        sender=message.sender,
        recipients=recipients,
        content=message.content,
        title=message.subject,
        copy_to="" if copy_to in recipients else copy_to,
    )


def archive_copy_to(ctx: Context) -> tuple[str, str]:
    """Return the mailbox that gets a copy of every mail, empty where there is none, and why the allow-list forbids it."""
    with ctx.reading() as work:
        own = work.config.contacts.sender.email if work.config.archive_copy else ""
    if own and not is_allowed(own, ctx.allow_list):
        return "", f"Ohne Archivkopie: {own} ist nicht als Empfänger erlaubt (OZG_RECIPIENTS)."
    return own, ""
