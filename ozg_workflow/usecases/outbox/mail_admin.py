"""What a person does to the outbox: look, retry, cancel, settle."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select

from ozg_workflow.database.models import DeliveryAttempt, Message, MessageRecipient, Rollout
from ozg_workflow.domain import german
from ozg_workflow.domain.errors import InputError
from ozg_workflow.domain.post.mails.registry import KIND_TITLES
from ozg_workflow.domain.post.outbox import MESSAGE_STATE_TITLES, RECIPIENT_STATE_TITLES, MessageState, RecipientState, may_become
from ozg_workflow.usecases.outbox.message_states import give_back, locked_message, move, prove
from ozg_workflow.usecases.outbox.readdress import address_anew, waits_for
from ozg_workflow.usecases.outbox.shown import shown
from ozg_workflow.usecases.step.context import Context
from ozg_workflow.usecases.step.result import StepResult
from ozg_workflow.usecases.step.work import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class RecipientView:
    """What became of a message at one of its addresses, with the last answer of the mail server."""

    address: str
    state: str
    state_title: str
    response: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageView:
    """A message as people see it."""

    id: int
    kind: str
    state: MessageState
    state_title: str
    reason: str
    recipients: tuple[str, ...]
    subject: str
    created_at: datetime
    accepted_at: datetime | None
    attempts: int
    queue_id: str
    outcomes: tuple[RecipientView, ...]


def list_messages(ctx: Context, state: str | None = None) -> tuple[MessageView, ...]:
    """Return the outbox, oldest first; `state` chooses one state."""
    if state is not None and state not in set(MessageState):
        raise InputError(f"Den Zustand „{state}“ gibt es nicht. Möglich sind: {', '.join(MessageState)}.")
    with ctx.reading() as work:
        query = select(Message).where(Message.rollout_id == work.rollout.id).order_by(Message.id)
        return tuple(
            view_of(m, m.recipients)
            for m in work.session.scalars(query.where(Message.state == MessageState(state)) if state else query)
        )


def view_of(message: Message | Row[Any], recipients: Iterable[MessageRecipient | Row[Any]]) -> MessageView:
    """Return a message as people see it, with what became of it at its addresses."""
    outcomes = tuple(
        RecipientView(
            address=r.address,
            state=r.state,
            state_title=RECIPIENT_STATE_TITLES[RecipientState(r.state)],
            response=r.response,
        )
        for r in recipients
    )
    return MessageView(
        id=message.id,
        kind=KIND_TITLES[message.kind],
        state=message.state,
        state_title=MESSAGE_STATE_TITLES[message.state],
        reason=message.state_reason,
        recipients=tuple(outcome.address for outcome in outcomes),
        subject=message.subject,
        created_at=message.created_at,
        accepted_at=message.accepted_at,
        attempts=message.attempts,
        queue_id=message.queue_id,
        outcomes=outcomes,
    )


def show_message(ctx: Context, message_id: int) -> tuple[MessageView, bytes, tuple[str, ...]]:
    """Return a message, its bytes and a line for each attempt to deliver it."""
    with ctx.reading() as work:
        message = _of_rollout(work.session.get(Message, message_id), work.rollout, message_id)
        attempts = work.session.scalars(
            select(DeliveryAttempt).where(DeliveryAttempt.message_id == message.id).order_by(DeliveryAttempt.id)
        )
        lines = tuple(f"{german.local_time(a.ended_at)} {a.stage} {a.outcome} {a.code or ''} {a.text}".strip() for a in attempts)
        return view_of(message, message.recipients), message.content, lines


def _find(work: Work, message_id: int) -> Message:
    return _of_rollout(locked_message(work.session, message_id), work.rollout, message_id)


def _of_rollout(message: Message | None, rollout: Rollout, message_id: int) -> Message:
    if message is None or message.rollout_id != rollout.id:
        raise InputError(f"Die Mail Nr. {message_id} gibt es nicht.")
    return message


def retry(ctx: Context, message_id: int) -> StepResult:
    """Queue a refused or bounced message again, or send a waiting one now; an address that was corrected since gets it.

    An unknown one must be settled instead.
    """
    with ctx.work("Mail erneut senden") as work:
        message = _find(work, message_id)
        if message.erased:
            raise InputError(f"Mail Nr. {message_id} hat keinen Inhalt mehr: Die Daten der Person sind gelöscht.")
        if message.state is MessageState.QUEUED:
            address_anew(work, message)
            message.next_attempt_at = ctx.clock()
            work.did(f"Mail Nr. {message_id} wird beim nächsten Lauf zugestellt.")
            work.result.mails.append(shown(work, message))
            return work.result
        if message.state not in (MessageState.REFUSED, MessageState.BOUNCED):
            raise InputError(
                f"Mail Nr. {message_id} ist {MESSAGE_STATE_TITLES[message.state]} und wird nicht erneut gesendet. "
                f"Eine ungeklärte Mail wird mit „ozg mail settle {message_id}“ entschieden."
            )
        address_anew(work, message)
        for recipient in message.recipients:
            if waits_for(work, recipient):  # who has it already does not get it twice
                recipient.state = RecipientState.PENDING
        _queue_again(work, message)
    return work.result


def _queue_again(work: Work, message: Message) -> None:
    give_back(message)
    message.next_attempt_at = work.now()
    _change(work, message, MessageState.QUEUED, "von Hand erneut eingereiht")
    work.result.mails.append(shown(work, message))


def cancel(ctx: Context, message_id: int) -> StepResult:
    """Cancel a message that has not been sent."""
    with ctx.work("Mail stornieren") as work:
        message = _find(work, message_id)
        if message.state is MessageState.CANCELLED:
            work.say(f"Mail Nr. {message_id} war bereits storniert.")
            return work.result
        if not may_become(message.state, MessageState.CANCELLED):
            raise InputError(f"Mail Nr. {message_id} ist {MESSAGE_STATE_TITLES[message.state]} und kann nicht storniert werden.")
        _change(work, message, MessageState.CANCELLED, "von Hand storniert")
    return work.result


def settle(ctx: Context, message_id: int, *, sent: bool) -> StepResult:
    """Settle an unknown message: it did arrive (`sent`), or it is to be sent again."""
    with ctx.work("Ungeklärte Mail entscheiden") as work:
        message = _find(work, message_id)
        if message.state is not MessageState.UNKNOWN:
            raise InputError(f"Mail Nr. {message_id} ist nicht ungeklärt, sondern {MESSAGE_STATE_TITLES[message.state]}.")
        if sent:
            prove(work, message, "Von Hand als angekommen bestätigt.")
            work.did(
                f"Mail Nr. {message_id} ist jetzt {MESSAGE_STATE_TITLES[message.state]} (von Hand als angekommen bestätigt)."
            )
        else:  # who may have it stays in doubt: if the proof arrives before the mail leaves again, it need not
            _queue_again(work, message)
    return work.result


def send_again(ctx: Context, message_id: int) -> StepResult:
    """Send a message again, whatever stopped it: an unknown one is settled as not sent, any other retried."""
    with ctx.reading() as work:
        unknown = _find(work, message_id).state is MessageState.UNKNOWN
    return settle(ctx, message_id, sent=False) if unknown else retry(ctx, message_id)


def _change(work: Work, message: Message, state: MessageState, why: str) -> None:
    move(message, state)
    work.record(f"message_{state}", ("message", message.id), why)
    work.did(f"Mail Nr. {message.id} ist jetzt {MESSAGE_STATE_TITLES[state]} ({why}).")
