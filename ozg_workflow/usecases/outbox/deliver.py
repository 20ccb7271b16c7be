"""Deliver the outbox: settle what was left, let go what may go, send what is due, tell how it went."""

from sqlalchemy import func, select

from ozg_workflow.database.models import Message
from ozg_workflow.domain import german
from ozg_workflow.domain.post.outbox import MessageState, Outcome
from ozg_workflow.domain.steps import Step, title
from ozg_workflow.usecases.outbox.delivery.claims import archive_copy_to
from ozg_workflow.usecases.outbox.delivery.outgoing import OutgoingMails
from ozg_workflow.usecases.outbox.holding import review_held
from ozg_workflow.usecases.outbox.leases import settle_leases
from ozg_workflow.usecases.outbox.questions import is_due, something_due
from ozg_workflow.usecases.outbox.relay_gate import RelayGate
from ozg_workflow.usecases.outbox.shown import shown
from ozg_workflow.usecases.step.context import Context
from ozg_workflow.usecases.step.result import StepResult

UNFINISHED = (MessageState.QUEUED, MessageState.HELD, MessageState.CLAIMED, MessageState.DATA_STARTED)


def deliver(ctx: Context) -> StepResult:
    """Send everything that is due. Raises UnavailableError when the relay cannot be reached or rests (nothing is lost), InputError on a pretended day."""
    ctx.require_mail()
    with ctx.work(title(Step.DELIVER), lock=False) as work:
        settle_leases(work)
        review_held(work)
        waiting = something_due(work)
        if ctx.preview:
            due = select(Message).where(is_due(work)).order_by(Message.id)
            work.result.mails += [shown(work, message) for message in work.session.scalars(due)]
    result = work.result
    if waiting and not ctx.preview:
        result.absorb(_send(ctx))
    result.lines += _summary(ctx, result.figures.get(Outcome.ACCEPTED, 0))
    return result


def _send(ctx: Context) -> StepResult:
    transport = ctx.open_transport()
    gate = RelayGate(ctx, transport.name)
    gate.require_open()
    result = StepResult(title=title(Step.DELIVER))
    if not (lines := gate.enter(transport.most_lines)):
        result.say("Alle erlaubten Verbindungen zum Mailserver sind belegt; die anderen Läufe stellen zu.")
        return result
    copy_to, why_not = archive_copy_to(ctx) if transport.sends_copies else ("", "")
    result.lines += filter(None, (why_not,))
    try:
        with OutgoingMails(ctx, gate, copy_to) as outgoing:
            transport.deliver(outgoing, lines)
    finally:
        gate.leave()
    gate.require_open()
    result.absorb(outgoing.result)
    return result


def something_to_deliver(ctx: Context) -> bool:
    """Tell whether a message waits to be sent, is held, or was left by a worker."""
    with ctx.reading() as work:
        query = select(Message.id).where(Message.rollout_id == work.rollout.id, Message.state.in_(UNFINISHED))
        return work.session.scalar(query.limit(1)) is not None


def _summary(ctx: Context, accepted: int) -> list[str]:
    """Return how many mails were delivered now, and how many are in a state that is worth a line."""
    with ctx.reading() as work:
        query = select(Message.state, func.count()).where(Message.rollout_id == work.rollout.id)
        numbers = {state: number for state, number in work.session.execute(query.group_by(Message.state))}
    words = {
        "zugestellt": accepted,
        "angehalten": numbers.get(MessageState.HELD),
        "im Postausgang": numbers.get(MessageState.QUEUED),
        "ungeklärt": numbers.get(MessageState.UNKNOWN),
    }
    return [f"{german.count(number, 'Mail', 'Mails')} {text}." for text, number in words.items() if number]
