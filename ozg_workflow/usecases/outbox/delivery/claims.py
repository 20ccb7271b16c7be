"""Claim the next mails for this run, and give back those it does not come to."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import accumulate
from typing import Final

from sqlalchemy import Select, bindparam, select, update
from sqlalchemy.orm import selectinload

from ozg_workflow.database.changes import note_change
from ozg_workflow.database.columns import column, columns
from ozg_workflow.database.models import Base, Message, MessageContent
from ozg_workflow.domain.post.claimed import Addressee, Claimed
from ozg_workflow.domain.post.mail import is_allowed
from ozg_workflow.domain.post.outbox import OPEN_RECIPIENTS, MessageState, claim_seconds
from ozg_workflow.domain.post.reasons import StateReason
from ozg_workflow.usecases.outbox.holding import drop, reason_to_hold, stale
from ozg_workflow.usecases.outbox.questions import is_due
from ozg_workflow.usecases.step.context import Context
from ozg_workflow.usecases.step.work import Work

BATCH: Final = 32
BATCH_BYTES: Final = 4_000_000  # they wait in memory
_MESSAGES: Final = Base.metadata.tables["message"]
_OURS: Final = (_MESSAGES.c.state == MessageState.CLAIMED, _MESSAGES.c.claimed_by == bindparam("worker"))
_RENEW: Final = update(_MESSAGES).where(*_OURS).values(lease_until=bindparam("until"))
_STILL_OURS: Final = select(_MESSAGES.c.id).where(*_OURS).with_for_update()
_GIVE_BACK: Final = (
    update(_MESSAGES)
    .where(*_OURS)
    .values(state=MessageState.QUEUED, claimed_by="", lease_until=None, attempts=_MESSAGES.c.attempts - 1)
)
_CLAIM: Final = (
    update(_MESSAGES)
    .where(_MESSAGES.c.id.in_(bindparam("mails", expanding=True)))
    .values(
        state=MessageState.CLAIMED,
        state_reason="",
        state_reason_code=StateReason.OTHER,
        claimed_by=bindparam("worker"),
        lease_until=bindparam("until"),
        attempts=_MESSAGES.c.attempts + 1,
    )
)
_CONTENTS: Final = select(MessageContent.message_id, MessageContent.content).where(
    MessageContent.message_id.in_(bindparam("mails", expanding=True))
)


def claim(work: Work, copy_to: str, put_back: Collection[int], most: int) -> list[Claimed]:
    """Claim up to `most` mails of up to BATCH_BYTES together, empty when none is due; those that have become stale or may not go any more are dropped instead.

    Those with the fewest attempts come first, and one that was tried before comes alone: a mail that fails again and again, or kills
    its worker, keeps nobody waiting.
    """
    while found := list(work.session.scalars(_next(work, put_back, most))):
        fresh = [message for message in found if message.attempts == 0] or found[:1]
        if going := _still_going(work, _what_fits(fresh)):
            return _claimed(work, [as_claimed(message, copy_to) for message in going])
    return []


def with_bytes(work: Work, mails: Sequence[Claimed]) -> list[tuple[Claimed, bytes]]:
    """Return mails with their bytes, none where they are missing."""
    found = dict(columns(work.session, _CONTENTS, {"mails": [mail.message_id for mail in mails]})) if mails else {}
    return [(mail, found.get(mail.message_id, b"")) for mail in mails]


def _what_fits(messages: Sequence[Message]) -> list[Message]:
    """Return the first of some mails, and those that follow as long as they fit into a batch."""
    together = accumulate(message.size for message in messages)
    return [message for message, so_far in zip(messages, together, strict=True) if so_far <= BATCH_BYTES] or [messages[0]]


def _next(work: Work, put_back: Collection[int], most: int) -> Select[Message]:
    query = select(Message).where(is_due(work), Message.id.not_in(put_back)).order_by(Message.attempts, Message.id).limit(most)
    query = query.options(selectinload(Message.recipients)).with_for_update(skip_locked=True)
    return query.execution_options(populate_existing=True)


def _still_going(work: Work, messages: Sequence[Message]) -> list[Message]:
    """Return locked messages without those that have become stale or may not be sent any more, which are dropped."""
    ends = stale(work, messages)
    for message in messages:
        if message.id not in ends and (reason := reason_to_hold(work, message)):
            ends[message.id] = MessageState.HELD, reason
        if how := ends.get(message.id):
            drop(work, message, how)
    return [message for message in messages if message.id not in ends]


def _claimed(work: Work, mails: Sequence[Claimed]) -> list[Claimed]:
    """Store that these mails are ours, for as long as the longest of them may take."""
    until = work.now() + timedelta(seconds=lease_of(mails))
    states = {mail.message_id: MessageState.CLAIMED for mail in mails}
    work.session.connection().execute(_CLAIM, {"mails": [*states], "worker": work.ctx.worker, "until": until})
    note_change(work.session, Message, states)
    return [replace(mail, attempts=mail.attempts + 1) for mail in mails]


def lease_of(mails: Iterable[Claimed]) -> float:
    """Return for how many seconds mails are claimed together."""
    return max(claim_seconds(len(mail.open), mail.size) for mail in mails)


def as_claimed(message: Message, copy_to: str = "") -> Claimed:
    """Return a stored mail as one that was claimed."""
    recipients = message.recipients
    return Claimed(
        message_id=message.id,
        kind=message.kind,
        subject=message.subject,
        sender=message.sender,
        size=message.size,
        attempts=message.attempts,
        addressees=tuple(Addressee(id=r.id, address=r.address, state=r.state, response=r.response) for r in recipients),
        copy_to="" if any(r.address == copy_to and r.state in OPEN_RECIPIENTS for r in recipients) else copy_to,
    )


def renew(work: Work, mails: Iterable[Claimed]) -> None:
    """Let what this run has claimed and not begun, some of these mails, be its own for as long again."""
    until = work.now() + timedelta(seconds=lease_of(mails))
    work.session.connection().execute(_RENEW, {"worker": work.ctx.worker, "until": until})


def give_back(work: Work) -> None:
    """Queue again what this run has claimed and does not come to; it was no attempt."""
    worker = {"worker": work.ctx.worker}
    if ids := column(work.session, _STILL_OURS, worker):
        work.session.connection().execute(_GIVE_BACK, worker)
        note_change(work.session, Message, dict.fromkeys(ids, MessageState.QUEUED))


def archive_copy_to(ctx: Context) -> tuple[str, str]:
    """Return the mailbox that gets a copy of every mail, empty where there is none, and why the allow-list forbids it."""
    with ctx.reading() as work:
        own = work.config.contacts.sender.email if work.config.archive_copy else ""
    if own and not is_allowed(own, ctx.allow_list):
        return "", f"Ohne Archivkopie: {own} ist nicht als Empfänger erlaubt (OZG_RECIPIENTS)."
    return own, ""
