"""Take back what a dead worker had claimed: before the final dot it is queued again, after it nobody knows."""

from datetime import datetime, timedelta

from sqlalchemy import select

from ozg_workflow.database.models import Message
from ozg_workflow.domain.post.outbox import MessageState, transfer_seconds
from ozg_workflow.usecases.outbox.message_states import COPY_ARRIVED, copy_arrived, give_back, move, prove
from ozg_workflow.usecases.outbox.questions import lease_is_over
from ozg_workflow.usecases.step.work import Work

BEFORE = "Die Zustellung wurde vor der Übertragung unterbrochen."
DURING = "Die Zustellung wurde während der Übertragung unterbrochen."


def settle_leases(work: Work) -> None:
    """Settle every message whose lease has run out. A worker that is alive after all finds out before it transfers anything."""
    for message in work.session.scalars(select(Message).where(lease_is_over(work)).with_for_update(skip_locked=True)):
        if message.state is MessageState.CLAIMED:
            _back_into_the_queue(work, message)
        else:
            _in_doubt(work, message)


def _back_into_the_queue(work: Work, message: Message) -> None:
    move(message, MessageState.QUEUED, BEFORE)
    give_back(message)
    work.did(f"Nr. {message.id} „{message.subject}“ wird erneut zugestellt (Unterbrechung vor der Übertragung).")
    work.record(message.state, ("message", message.id), BEFORE)


def _in_doubt(work: Work, message: Message) -> None:
    """Leave the worker's name on the message: its late answer is a proof."""
    began = transfer_began(message.lease_until, message.copied_at, message.size)
    move(message, MessageState.UNKNOWN, DURING)
    message.lease_until = None
    work.record(message.state, ("message", message.id), DURING)
    if began and copy_arrived(work.session, message, began):
        prove(work, message, COPY_ARRIVED)
        work.did(f"Nr. {message.id} „{message.subject}“ wurde trotz einer Unterbrechung zugestellt: Die Kopie ist eingegangen.")
    else:
        how = f"bitte mit „ozg mail settle {message.id}“ entscheiden"
        work.did(f"Nr. {message.id} „{message.subject}“ ist ungeklärt; {how}.")


def transfer_began(lease_until: datetime | None, copied_at: datetime | None, size: int) -> datetime | None:
    """Return when the dot of a mail may have left: its lease was given then."""
    return copied_at if lease_until is None else lease_until - timedelta(seconds=transfer_seconds(size))
