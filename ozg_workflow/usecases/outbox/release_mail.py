"""Release held mails: a person has seen whom they go to."""

from sqlalchemy import select

from ozg_workflow.database.models import Message
from ozg_workflow.domain import german
from ozg_workflow.domain.errors import InputError
from ozg_workflow.domain.post.mails.registry import KIND_TITLES
from ozg_workflow.domain.post.outbox import MESSAGE_STATE_TITLES, MessageState
from ozg_workflow.report.outbox import WaitingMail
from ozg_workflow.usecases.outbox.holding import drop, reason_to_hold, stale
from ozg_workflow.usecases.outbox.message_states import explain, locked_message, move
from ozg_workflow.usecases.outbox.shown import shown
from ozg_workflow.usecases.step.context import Context
from ozg_workflow.usecases.step.result import StepResult
from ozg_workflow.usecases.step.work import Work


def release(ctx: Context, *numbers: int) -> StepResult:
    """Release the held mails with these numbers; without numbers all that wait for a person's release.

    The allow-list still applies: what it forbids stays held, with its reason. Raises InputError for an unknown number, and for a
    single mail that only the allow-list holds.
    """
    with ctx.work("Versand freigeben") as work:
        chosen = [_find(work, number) for number in numbers] if numbers else _waiting_for_release(work)
        if not numbers and work.rollout.restored_at:
            work.rollout.restored_at = None  # the person who releases everything knows what the backup did not
            work.did("Neue Mails warten nach der Wiederherstellung nicht mehr.")
        for message in chosen:
            _release(work, message)
        if len(numbers) == 1 and not work.result.changed and chosen[0].state is MessageState.HELD:
            raise InputError(f"Mail Nr. {numbers[0]} kann nicht freigegeben werden. {chosen[0].state_reason}")
    if not chosen:
        work.say("Keine Mail wartet auf die Freigabe.")
    elif released := work.result.figures.get("released"):
        would = ("würde " if released == 1 else "würden ") if ctx.preview else ""
        work.say(f"{german.count(released, 'Mail', 'Mails')} {would}freigegeben.")
    return work.result


def waiting(ctx: Context, *numbers: int) -> tuple[WaitingMail, ...]:
    """Return the held mails with these numbers, without numbers all that wait for a person's release, to be shown."""
    with ctx.reading() as work:
        held = select(Message).where(Message.rollout_id == work.rollout.id, Message.state == MessageState.HELD)
        query = held.where(Message.id.in_(numbers) if numbers else Message.needs_release.is_(True))
        return tuple(
            WaitingMail(
                number=m.id,
                kind=KIND_TITLES[m.kind],
                subject=m.subject,
                recipients=tuple(r.address for r in m.recipients),
                reason=m.state_reason,
            )
            for m in work.session.scalars(query.order_by(Message.id))
        )


def _waiting_for_release(work: Work) -> list[Message]:
    query = select(Message).where(
        Message.rollout_id == work.rollout.id, Message.state == MessageState.HELD, Message.needs_release.is_(True)
    )
    return list(work.session.scalars(query.order_by(Message.id).with_for_update()))


def _find(work: Work, number: int) -> Message:
    message = locked_message(work.session, number)
    if message is None or message.rollout_id != work.rollout.id:
        raise InputError(f"Die Mail Nr. {number} gibt es nicht.")
    return message


def _release(work: Work, message: Message) -> None:
    title = _describe(message)
    if message.state is not MessageState.HELD:
        work.say(f"Mail Nr. {message.id} ist nicht angehalten, sondern {MESSAGE_STATE_TITLES[message.state]}.")
        return
    if how := stale(work, [message]).get(message.id):
        drop(work, message, how)
        return
    asked, message.needs_release = message.needs_release, False
    if reason := reason_to_hold(work, message):
        explain(message, reason)
        work.say(f"{title}: bleibt angehalten. {reason}")
    else:
        move(message, MessageState.QUEUED)
        work.say(f"{title}: {'würde freigegeben' if work.ctx.preview else 'freigegeben'}.")
    if asked or not reason:
        work.result.changed = True
        work.count("released")
        work.record("released", ("message", message.id), "von Hand freigegeben")
    work.result.mails.append(shown(work, message))


def _describe(message: Message) -> str:
    return (
        f"Nr. {message.id} {KIND_TITLES[message.kind]} „{message.subject}“ an {', '.join(r.address for r in message.recipients)}"
    )
