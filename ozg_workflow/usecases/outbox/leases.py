"""Take back what a dead worker had claimed: before DATA it is queued again, after it nobody knows."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from ozg_workflow.database.models import Message, Rollout
from ozg_workflow.domain.post.outbox import LONGEST_LEASE, MessageState, transfer_seconds
from ozg_workflow.usecases.outbox.message_states import COPY_ARRIVED, copy_arrived, give_back, move, prove
from ozg_workflow.usecases.step.context import Context, StepResult, record

BEFORE = "Die Zustellung wurde vor der Übertragung unterbrochen."
DURING = "Die Zustellung wurde während der Übertragung unterbrochen."


def settle_leases(ctx: Context, session: Session, rollout: Rollout, result: StepResult) -> None:
    """Settle every message whose lease has run out. A worker that is alive after all finds out before it transfers anything."""
    states = (MessageState.CLAIMED, MessageState.DATA_STARTED)
    query = select(Message).where(Message.rollout_id == rollout.id, Message.state.in_(states), _expired(ctx.clock()))
    for message in session.scalars(query.with_for_update(skip_locked=True)):
        if message.state is MessageState.CLAIMED:
            _back_into_the_queue(ctx, session, rollout, message, result)
        else:
            _in_doubt(ctx, session, rollout, message, result)


def _expired(now: datetime) -> ColumnElement[bool]:
    """No lease is longer than LONGEST_LEASE: one that ends later was given by a clock that has been set back since."""
    beyond = now + timedelta(seconds=LONGEST_LEASE)
    return or_(Message.lease_until.is_(None), Message.lease_until < now, Message.lease_until > beyond)


def _back_into_the_queue(ctx: Context, session: Session, rollout: Rollout, message: Message, result: StepResult) -> None:
    move(message, MessageState.QUEUED, BEFORE)
    give_back(message)
    result.did(f"Nr. {message.id} „{message.subject}“ wird erneut zugestellt (Unterbrechung vor der Übertragung).")
    record(ctx, session, rollout, message.state, ("message", message.id), BEFORE)


def _in_doubt(ctx: Context, session: Session, rollout: Rollout, message: Message, result: StepResult) -> None:
    """Leave the worker's name on the message: its late answer is a proof."""
    began = transfer_began(message)
    move(message, MessageState.UNKNOWN, DURING)
    message.lease_until = None
    record(ctx, session, rollout, message.state, ("message", message.id), DURING)
    if began and copy_arrived(session, message, began):
        prove(ctx, session, rollout, message, COPY_ARRIVED)
        result.did(f"Nr. {message.id} „{message.subject}“ wurde trotz einer Unterbrechung zugestellt: Die Kopie ist eingegangen.")
    else:
        how = f"bitte mit „ozg mail settle {message.id}“ entscheiden"
        result.did(f"Nr. {message.id} „{message.subject}“ ist ungeklärt; {how}.")


def transfer_began(message: Message) -> datetime | None:
    """Return when the running transfer began: its lease was given then."""
    if message.lease_until is None:
        return message.copied_at
    return message.lease_until - timedelta(seconds=transfer_seconds(len(message.content)))
