"""Change the state of a message, and settle by proof what an interrupted transfer left open."""

from collections.abc import Collection
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from typing import Final

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from ozg_workflow.database.models import Incoming, Message, MessageList, ServiceList, ServiceListRow
from ozg_workflow.domain.post.mail import IncomingKind
from ozg_workflow.domain.post.mails.registry import LIST_KINDS
from ozg_workflow.domain.post.outbox import PROVABLE, MessageState, RecipientState, may_become
from ozg_workflow.domain.post.reasons import StateReason
from ozg_workflow.domain.survey.service_list import ListState, RowState, state_after_return
from ozg_workflow.usecases.step.work import Work

COPY_ARRIVED = "Durch die eingegangene Kopie belegt."
_QUEUED_LISTS: Final = (
    select(ServiceList.id, ServiceListRow.state)
    .join(MessageList, MessageList.service_list_id == ServiceList.id)
    .outerjoin(ServiceListRow, ServiceListRow.service_list_id == ServiceList.id)
    .where(MessageList.message_id.in_(bindparam("mails", expanding=True)), ServiceList.state == ListState.QUEUED)
    .order_by(ServiceList.id)
    .distinct()
)


def move(message: Message, state: MessageState, reason: str = "") -> None:
    """Change the state of a message and say why; a transition the table does not know is a programming error."""
    if not may_become(message.state, state):
        raise ValueError(f"message {message.id}: {message.state} -> {state}")
    message.state = state
    explain(message, reason)


def explain(message: Message, reason: str, code: StateReason = StateReason.OTHER) -> None:
    """Say why a message is in its state: the sentence for people, the code for whoever decides by it."""
    message.state_reason, message.state_reason_code = reason, code


def locked_message(session: Session, message_id: int) -> Message | None:
    """Return a message as it is now; nobody else changes it until this transaction ends."""
    return session.get(Message, message_id, with_for_update=True, populate_existing=True)


def give_back(message: Message) -> None:
    """End the claim of a worker."""
    message.claimed_by, message.lease_until = "", None


def prove(work: Work, message: Message, proof: str) -> bool:
    """Settle a message whose earlier transfer turns out to have arrived; False when there was nothing to settle.

    Recipients the transfer did not go to (put off before it) keep waiting. A worker that has just claimed the message loses it.
    """
    doubtful = [r for r in message.recipients if r.state == RecipientState.UNKNOWN]
    if message.state not in PROVABLE or not (doubtful or message.state is MessageState.UNKNOWN):
        return False
    for recipient in doubtful:
        recipient.state, recipient.response = RecipientState.ACCEPTED, proof
    message.accepted_at, message.queue_id = work.now(), proof
    waits = any(r.state == RecipientState.PENDING for r in message.recipients)
    state = MessageState.QUEUED if waits else MessageState.ACCEPTED
    if message.state is not state:
        move(message, state)
    give_back(message)
    if message.kind in LIST_KINDS:
        mark_lists_sent(work.session, [message.id], work.now())
    work.record("settled", ("message", message.id), proof)
    return True


def copy_arrived(session: Session, message: Message, since: datetime) -> bool:
    """Tell whether our own copy of a message has come in since a moment."""
    query = select(Incoming.id).where(
        Incoming.header_id == message.header_id, Incoming.kind == IncomingKind.OWN_COPY, Incoming.received_at >= since
    )
    return session.scalar(query.limit(1)) is not None


def mark_lists_sent(session: Session, message_ids: Collection[int], now: datetime) -> None:
    """Lists are sent when the mail that carries them was accepted; one that asks nothing by then, because all was adopted, is back."""
    session.flush()
    found = session.execute(_QUEUED_LISTS, {"mails": sorted(message_ids)})
    lists = {number: frozenset(state for _, state in rows) for number, rows in groupby(found, itemgetter(0))}
    for settled in (False, True):
        ids = [number for number, states in lists.items() if _asks_nothing(states) is settled]
        if ids:
            state = ListState.RETURNED if settled else ListState.SENT
            session.execute(
                update(ServiceList)
                .where(ServiceList.id.in_(ids), ServiceList.state == ListState.QUEUED)
                .values(state=state, sent_at=now)
            )


def _asks_nothing(states: Collection[RowState | None]) -> bool:
    """Tell whether rows with these states ask for nothing; None stands for no row at all."""
    return state_after_return((state for state in states if state), nil_return=False) is ListState.RETURNED
