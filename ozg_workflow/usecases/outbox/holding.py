"""Which mails are held, why, and when they may go."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from ozg_workflow.database.models import Message, MessageList, Rollout, ServiceList
from ozg_workflow.domain import german
from ozg_workflow.domain.post.mail import REMINDER_KINDS, is_allowed
from ozg_workflow.domain.post.outbox import MessageState
from ozg_workflow.domain.survey.service_list import FINAL_STATES
from ozg_workflow.usecases.outbox.message_states import move
from ozg_workflow.usecases.step.context import Context, StepResult, record

SINCE_BACKUP = "Seit der Sicherung vom "  # how the reason of a restored mail begins
WAITS_FOR_RELEASE = "Wartet auf die Freigabe („ozg mail release“)."


def holding_reason(ctx: Context, addresses: tuple[str, ...], *, needs_release: bool = False) -> str:
    """Return why a mail to these addresses must be held, empty when it may go: a person's release, the allow-list, or both."""
    release = WAITS_FOR_RELEASE if needs_release else ""
    return f"{release} {_not_allowed(ctx, addresses)}".strip()


def _not_allowed(ctx: Context, addresses: tuple[str, ...]) -> str:
    blocked = [a for a in addresses if not is_allowed(a, ctx.allow_list)]
    if not blocked:
        return ""
    if not ctx.allow_list:
        return "Die Liste der erlaubten Empfänger (OZG_RECIPIENTS) ist leer."
    return f"Nicht als Empfänger erlaubt (OZG_RECIPIENTS): {', '.join(blocked)}."


def reason_to_hold(ctx: Context, message: Message) -> str:
    """Return why a stored message must be held today, empty when it may go."""
    if message.needs_release and message.state_reason.startswith(SINCE_BACKUP):
        return message.state_reason
    return holding_reason(ctx, tuple(r.address for r in message.recipients), needs_release=message.needs_release)


def stale(ctx: Context, session: Session, message: Message) -> tuple[MessageState, str] | None:
    """Return how a message ends that has lost its sense: past its last day, or a reminder of lists that are all back."""
    if message.expires_on and message.expires_on < ctx.today:
        return MessageState.EXPIRED, f"Der letzte Tag dafür war der {german.short_date(message.expires_on)}."
    if message.kind in REMINDER_KINDS:
        lists = list(session.scalars(select(ServiceList).join(MessageList).where(MessageList.message_id == message.id)))
        if lists and all(item.state in FINAL_STATES for item in lists):
            return MessageState.CANCELLED, "Die Listen sind inzwischen zurück."
    return None


def drop(
    ctx: Context, session: Session, rollout: Rollout, message: Message, how: tuple[MessageState, str], result: StepResult
) -> None:
    """End or hold a message that is not to be sent, and say why."""
    move(message, *how)
    record(ctx, session, rollout, message.state, ("message", message.id), message.state_reason)
    result.did(f"Nr. {message.id} „{message.subject}“ nicht versandt: {message.state_reason}")


def review_held(ctx: Context, session: Session, rollout: Rollout, result: StepResult) -> None:
    """Let go what the allow-list lets pass meanwhile; what needs a person's release, or is stale, never goes by itself."""
    query = select(Message).where(Message.rollout_id == rollout.id, Message.state == MessageState.HELD).order_by(Message.id)
    for message in session.scalars(query.with_for_update(skip_locked=True)):
        reason = reason_to_hold(ctx, message)
        if how := stale(ctx, session, message):
            drop(ctx, session, rollout, message, how, result)
        elif not reason:
            move(message, MessageState.QUEUED)
            record(ctx, session, rollout, "released", ("message", message.id), "Empfänger jetzt erlaubt")
            result.count("released")
        elif reason != message.state_reason:
            message.state_reason = reason
    if released := result.figures.get("released"):
        result.did(f"{german.count(released, 'Mail', 'Mails')} freigegeben, die Empfänger sind jetzt erlaubt.")
