"""Take back what a dead worker had claimed: before the final dot it is queued again, after it nobody knows."""

from collections.abc import Sequence

from sqlalchemy import select

from ozg_workflow.database.models import Message
from ozg_workflow.domain.post.outbox import MessageState, RecipientState, transfer_began
from ozg_workflow.usecases.outbox.delivery.answers import Ended, on_file
from ozg_workflow.usecases.outbox.delivery.claims import as_claimed
from ozg_workflow.usecases.outbox.delivery.outcomes import settle
from ozg_workflow.usecases.outbox.message_states import COPY_ARRIVED, copy_arrived, give_back, move, prove
from ozg_workflow.usecases.outbox.questions import lease_is_over
from ozg_workflow.usecases.step.work import Work

BEFORE = "Die Zustellung wurde vor der Übertragung unterbrochen."
DURING = "Die Zustellung wurde während der Übertragung unterbrochen."


def settle_leases(work: Work) -> None:
    """Settle every message whose lease has run out. A worker that is alive after all finds out before it transfers anything."""
    over = list(work.session.scalars(select(Message).where(lease_is_over(work)).with_for_update(skip_locked=True)))
    answered = _answered(work, [message for message in over if message.state is MessageState.DATA_STARTED])
    for message in over:
        if message.state is MessageState.CLAIMED:
            _back_into_the_queue(work, message)
        elif message.id not in answered:
            _in_doubt(work, message)


def _answered(work: Work, messages: Sequence[Message]) -> set[int]:
    """Store what follows from the answers that the dead worker had put on file, and return their mails. After a bounce a person decides."""
    answers = on_file(work.session, [m.id for m in messages if all(r.state != RecipientState.BOUNCED for r in m.recipients)])
    found = {message.id: message for message in messages if message.id in answers}
    ended = [Ended(mail=as_claimed(m), result=answers[m.id][0], at=answers[m.id][1]) for m in found.values()]
    if ended:
        settle(work, ended, found)
    for message in found.values():
        work.did(f"Nr. {message.id} „{message.subject}“ wurde zugestellt; die Antwort des Mailservers war schon festgehalten.")
        work.session.expire(message)
    return set(found)


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
