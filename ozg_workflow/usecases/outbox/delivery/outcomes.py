"""Store what follows from the answers to some attempts to deliver."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import bindparam, func, select, update

from ozg_workflow.database.changes import note_change
from ozg_workflow.database.columns import columns
from ozg_workflow.database.models import Message
from ozg_workflow.database.sealing import append
from ozg_workflow.domain.post.claimed import at_the_end, message_state, refused_among_others
from ozg_workflow.domain.post.envelope import DeliveryResult
from ozg_workflow.domain.post.mails.registry import KIND_TITLES, LIST_KINDS
from ozg_workflow.domain.post.outbox import MessageState, Outcome, RecipientState, may_become, transfer_began
from ozg_workflow.domain.post.reasons import StateReason
from ozg_workflow.domain.post.relay import backoff_seconds, queue_id
from ozg_workflow.usecases.outbox.delivery.answers import Ended
from ozg_workflow.usecases.outbox.delivery.stages import MESSAGES, RECIPIENTS, store_addressees
from ozg_workflow.usecases.outbox.message_states import COPY_ARRIVED, copy_arrived, locked_message, mark_lists_sent, prove
from ozg_workflow.usecases.step.work import Work

PUT_OFF = "Einige Empfänger wurden vorläufig abgelehnt; ihnen wird die Mail später zugestellt."
OURS = frozenset({MessageState.CLAIMED, MessageState.DATA_STARTED, MessageState.UNKNOWN})
WORDS = {Outcome.RETRY: "wird später erneut versucht", Outcome.REFUSED: "abgelehnt", Outcome.UNKNOWN: "ungeklärt"}
_FOUND: Final = (
    select(MESSAGES.c.id, MESSAGES.c.state, MESSAGES.c.claimed_by, MESSAGES.c.lease_until, MESSAGES.c.copied_at)
    .where(MESSAGES.c.id.in_(bindparam("mails", expanding=True)))
    .with_for_update()
)
_BOUNCED: Final = select(RECIPIENTS.c.id, RECIPIENTS.c.address).where(
    RECIPIENTS.c.message_id.in_(bindparam("mails", expanding=True)), RECIPIENTS.c.state == RecipientState.BOUNCED
)
_END: Final = (
    update(MESSAGES)
    .where(MESSAGES.c.id == bindparam("mail"))
    .values(
        state=bindparam("becomes"),
        state_reason=bindparam("reason"),
        state_reason_code=StateReason.OTHER,
        claimed_by=bindparam("worker"),
        lease_until=None,
        next_attempt_at=func.coalesce(bindparam("next", type_=MESSAGES.c.next_attempt_at.type), MESSAGES.c.next_attempt_at),
        accepted_at=func.coalesce(bindparam("taken", type_=MESSAGES.c.accepted_at.type), MESSAGES.c.accepted_at),
        queue_id=func.coalesce(bindparam("number", type_=MESSAGES.c.queue_id.type), MESSAGES.c.queue_id),
    )
)


def end(work: Work, ended: Sequence[Ended]) -> set[int]:
    """Store what follows from answers on file; return the mails that wait for a later delivery.

    What another worker has settled meanwhile changes only by a proof that the relay has it.
    """
    found = {row.id: row for row in columns(work.session, _FOUND, {"mails": [one.mail.message_id for one in ended]})}
    ours = [one for one in ended if _is_ours(work, found[one.mail.message_id])]
    put_back = settle(work, ours, found) if ours else set()
    for one in ended:
        if one not in ours and one.result.outcome is Outcome.ACCEPTED:
            _prove(work, one, queue_id(one.result.text))
        _tell(work, one)
    return put_back


def _is_ours(work: Work, row: Any) -> bool:
    return row.claimed_by == work.ctx.worker and row.state in OURS


def settle(work: Work, ours: Sequence[Ended], found: Mapping[int, Any]) -> set[int]:
    """Store it for mails that are still with whom they were claimed by, given as they are stored; return those that wait."""
    connection = work.session.connection()
    bounced = dict(map(tuple, columns(work.session, _BOUNCED, {"mails": [one.mail.message_id for one in ours]})))
    settled = [_Settled.of(work, one, found[one.mail.message_id], bounced) for one in ours]
    if changed := [s.values for s in settled if s.changes]:
        connection.execute(_END, changed)
    store_addressees(work, [a for s in settled for a in s.addressees])
    append(work.session, [line for s in settled for line in s.audit])
    note_change(work.session, Message, {s.mail_id: s.state for s in settled if s.changes})
    if lists := [one for one in ours if one.result.outcome is Outcome.ACCEPTED and one.mail.kind in LIST_KINDS]:
        mark_lists_sent(work.session, [one.mail.message_id for one in lists], max(one.at for one in lists))
    for s in settled:
        _look_for_copy(work, s)
    return {s.mail_id for s in settled if s.state is MessageState.QUEUED}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Settled:
    """What an attempt makes of a mail that is ours."""

    mail_id: int
    state: MessageState
    changes: bool
    values: dict[str, Any]
    addressees: Sequence[Any]
    audit: Sequence[dict[str, Any]]
    began: datetime | None

    @classmethod
    def of(cls, work: Work, one: Ended, row: Any, bounced: Mapping[int, str]) -> "_Settled":
        """`bounced` are the recipients (row → address) of which a bounce says that they have no mail, also where it came before the answer."""
        mail, result = one.mail, one.result
        ends = at_the_end(mail, result, transferred=row.state is not MessageState.CLAIMED)
        answered, lost = message_state(mail, result.outcome, ends), [bounced[a.id] for a in ends if a.id in bounced]
        state = MessageState.BOUNCED if lost and answered in (MessageState.ACCEPTED, MessageState.UNKNOWN) else answered
        if row.state is not state and not may_become(row.state, state):
            raise ValueError(f"message {mail.message_id}: {row.state} -> {state}")
        refused = refused_among_others(mail, ends, result.refused)
        return cls(
            mail_id=mail.message_id,
            state=state,
            changes=row.state is not state,
            values=_values(work, one, state, lost),
            addressees=[a for a in ends if a.id not in bounced],
            audit=_audit(work, one, answered, refused),
            began=transfer_began(row.lease_until, row.copied_at, mail.size),
        )


def _values(work: Work, one: Ended, state: MessageState, lost: Sequence[str]) -> dict[str, Any]:
    mail, result = one.mail, one.result
    taken = result.outcome is Outcome.ACCEPTED
    answers = (result.text, *result.refused.values())
    wait = timedelta(seconds=backoff_seconds(mail.attempts, mail.message_id, answers))
    return {
        "mail": mail.message_id,
        "becomes": state,
        "reason": _reason(state, result, lost),
        "worker": work.ctx.worker if state is MessageState.UNKNOWN else "",  # its late answer still settles an unknown one
        "next": work.now() + wait if state is MessageState.QUEUED else None,
        "taken": one.at if taken else None,
        "number": queue_id(result.text) if taken else None,
    }


def _audit(work: Work, one: Ended, state: MessageState, refused: Sequence[int]) -> list[dict[str, Any]]:
    about = ("message", one.mail.message_id)
    lines = [work.audit_line(state, about, _outcome_text(one.result))]
    if refused:
        text = f"Nr. {one.mail.message_id} „{one.mail.subject}“: {len(refused)} von {len(one.mail.addressees)} Empfängern"
        lines.append(work.audit_line("recipient_refused", about, text, {"recipients": list(refused)}))
    return lines


def _look_for_copy(work: Work, settled: _Settled) -> None:
    """A copy that was here before the answer proves that the mail has arrived."""
    if settled.state is MessageState.UNKNOWN and settled.began:
        message = locked_message(work.session, settled.mail_id)
        if message and copy_arrived(work.session, message, settled.began):
            prove(work, message, COPY_ARRIVED)


def _prove(work: Work, one: Ended, proof: str) -> None:
    if message := locked_message(work.session, one.mail.message_id):
        prove(work, message, proof)


def _reason(state: MessageState, result: DeliveryResult, lost: Sequence[str]) -> str:
    if state is MessageState.BOUNCED:
        return f"Unzustellbar: {', '.join(lost)}"
    if state is MessageState.ACCEPTED:
        return ""
    return PUT_OFF if result.outcome is Outcome.ACCEPTED else result.text


def _outcome_text(result: DeliveryResult) -> str:
    return f"{result.stage}: {result.code or ''} {result.text}".strip()[:500]


def _tell(work: Work, one: Ended) -> None:
    title, result = f"Nr. {one.mail.message_id} {KIND_TITLES[one.mail.kind]}", one.result
    work.result.changed = True
    work.count(result.outcome)
    if result.outcome is not Outcome.ACCEPTED:
        work.say(f"{title}: {WORDS[result.outcome]} – {result.text}")
    for address, answer in result.refused.items():
        work.say(f"{title}: {address} {'vorläufig abgelehnt' if answer.startswith('4') else 'abgelehnt'} – {answer}")
