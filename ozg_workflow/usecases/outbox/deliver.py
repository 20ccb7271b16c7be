"""Deliver the outbox: settle what was left, claim, commit the stage before DATA, store the outcome."""

from sqlalchemy import func, select

from ozg_workflow.database.models import Message
from ozg_workflow.domain import german
from ozg_workflow.domain.post.outbox import MessageState, Outcome
from ozg_workflow.usecases.outbox.claims import archive_copy_to, claims, due
from ozg_workflow.usecases.outbox.delivery_journal import DeliveryJournal
from ozg_workflow.usecases.outbox.holding import review_held
from ozg_workflow.usecases.outbox.leases import settle_leases
from ozg_workflow.usecases.outbox.relay_gate import RelayGate
from ozg_workflow.usecases.step.context import Context, StepResult
from ozg_workflow.usecases.step.rollout_access import find_rollout

UNFINISHED = (MessageState.QUEUED, MessageState.HELD, MessageState.CLAIMED, MessageState.DATA_STARTED)


def deliver(ctx: Context) -> StepResult:
    """Send everything that is due. Raises UnavailableError when the relay cannot be reached or rests (nothing is lost)."""
    result = StepResult(title="Zustellung")
    with ctx.transaction() as session:
        rollout = find_rollout(ctx, session)
        settle_leases(ctx, session, rollout, result)
        review_held(ctx, session, rollout, result)
        waiting = session.scalar(select(Message.id).where(*due(ctx, rollout)).limit(1))
    if waiting is not None and not ctx.preview:
        _send(ctx, result)
    _summary(ctx, result)
    return result


def _send(ctx: Context, result: StepResult) -> None:
    transport = ctx.open_transport()
    gate = RelayGate(ctx, transport.name)
    gate.require_open()
    if not gate.enter():
        result.say("Alle erlaubten Verbindungen zum Mailserver sind belegt; die anderen Läufe stellen zu.")
        return
    journal = DeliveryJournal(ctx, gate, result)
    copy_to = archive_copy_to(ctx, result) if transport.sends_copies else ""
    try:
        transport.deliver(claims(ctx, gate, journal, copy_to, result), journal)
    finally:
        gate.leave()
    gate.require_open()


def something_to_deliver(ctx: Context) -> bool:
    """Tell whether a message waits to be sent, is held, or was left by a worker."""
    with ctx.sessions() as session:
        query = select(Message.id).where(Message.rollout_id == find_rollout(ctx, session).id, Message.state.in_(UNFINISHED))
        return session.scalar(query.limit(1)) is not None


def _summary(ctx: Context, result: StepResult) -> None:
    with ctx.sessions() as session:
        query = select(Message.state, func.count()).where(Message.rollout_id == find_rollout(ctx, session).id)
        numbers = {state: number for state, number in session.execute(query.group_by(Message.state))}
    if accepted := result.figures.get(Outcome.ACCEPTED, 0):
        result.say(f"{german.count(accepted, 'Mail', 'Mails')} zugestellt.")
    for state, text in (
        (MessageState.HELD, "angehalten"),
        (MessageState.QUEUED, "im Postausgang"),
        (MessageState.UNKNOWN, "ungeklärt"),
    ):
        if number := numbers.get(state):
            result.say(f"{german.count(number, 'Mail', 'Mails')} {text}.")
