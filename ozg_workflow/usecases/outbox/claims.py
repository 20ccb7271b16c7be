"""Claim one message after the other for this worker, each in its own transaction."""

from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session, undefer

from ozg_workflow.database.models import Message, Rollout
from ozg_workflow.domain.post.mail import is_allowed
from ozg_workflow.domain.post.outbox import OPEN_RECIPIENTS, Envelope, MessageState, claim_seconds
from ozg_workflow.usecases.outbox.delivery_journal import DeliveryJournal
from ozg_workflow.usecases.outbox.holding import drop, reason_to_hold, stale
from ozg_workflow.usecases.outbox.message_states import move
from ozg_workflow.usecases.outbox.relay_gate import RelayGate
from ozg_workflow.usecases.step.context import Context, StepResult
from ozg_workflow.usecases.step.rollout_access import config_of, find_rollout

DAY = timedelta(days=1)


def due(ctx: Context, rollout: Rollout) -> tuple[ColumnElement[bool], ...]:
    """A first attempt waits for nothing, and no wait is longer than a day: a later one was planned by a clock set back since (or in a rehearsal)."""
    now = ctx.clock()
    ready = or_(Message.attempts == 0, Message.next_attempt_at <= now, Message.next_attempt_at > now + DAY)
    return (Message.rollout_id == rollout.id, Message.state == MessageState.QUEUED, ready)


def something_due(ctx: Context) -> bool:
    """Tell whether a message could be claimed now."""
    with ctx.sessions() as session:
        rollout = find_rollout(ctx, session)
        return session.scalar(select(Message.id).where(*due(ctx, rollout)).limit(1)) is not None


def claims(ctx: Context, gate: RelayGate, journal: DeliveryJournal, copy_to: str, result: StepResult) -> Iterator[Envelope]:
    """Yield claimed messages until none is due, or until the relay rests.

    Those with the fewest attempts come first: a message that fails again and again, or kills its worker, keeps nobody waiting.
    """
    while gate.enter():
        gate.wait_for_turn(lambda: something_due(ctx))
        with ctx.transaction() as session:
            if gate.resting(session):
                return
            rollout = find_rollout(ctx, session)
            query = select(Message).where(*due(ctx, rollout), Message.id.not_in(journal.put_back))
            query = query.order_by(Message.attempts, Message.id).limit(1).options(undefer(Message.content))
            message = session.scalar(query.with_for_update(skip_locked=True))
            envelope = _claim(ctx, session, rollout, message, copy_to, result) if message else None
        if message is None:
            return
        if envelope:
            yield envelope


def _claim(
    ctx: Context, session: Session, rollout: Rollout, message: Message, copy_to: str, result: StepResult
) -> Envelope | None:
    """Claim a locked message, or drop it where it has become stale or may not be sent any more."""
    reason = reason_to_hold(ctx, message)
    how = stale(ctx, session, message) or ((MessageState.HELD, reason) if reason else None)
    if how:
        drop(ctx, session, rollout, message, how, result)
        return None
    recipients = tuple(r.address for r in message.recipients if r.state in OPEN_RECIPIENTS)
    move(message, MessageState.CLAIMED)
    message.claimed_by, message.attempts = ctx.worker, message.attempts + 1
    message.lease_until = ctx.clock() + timedelta(seconds=claim_seconds(len(recipients)))
    return Envelope(
        message_id=message.id,
        sender=message.sender,
        recipients=recipients,
        content=message.content,
        title=message.subject,
        copy_to="" if copy_to in recipients else copy_to,
    )


def archive_copy_to(ctx: Context, result: StepResult) -> str:
    """Return the mailbox that gets a copy of every mail, empty where the rollout wants none or the allow-list forbids it."""
    with ctx.sessions() as session:
        config = config_of(ctx, find_rollout(ctx, session))
    own = config.contacts.sender.email
    if not config.archive_copy:
        return ""
    if not is_allowed(own, ctx.allow_list):
        result.say(f"Ohne Archivkopie: {own} ist nicht als Empfänger erlaubt (OZG_RECIPIENTS).")
        return ""
    return own
