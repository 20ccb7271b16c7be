"""Deliver the outbox: claim, commit the stage before DATA, store the outcome."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, or_, select, update
from sqlalchemy.orm import Session

from ozg_workflow.database.models import DeliveryAttempt, Message, MessageList, Rollout, ServiceList
from ozg_workflow.domain import german
from ozg_workflow.domain.mail import KIND_TITLES, REMINDER_KINDS, MailKind
from ozg_workflow.domain.outbox import DeliveryResult, Envelope, MessageState, Outcome, may_become, retry_minutes
from ozg_workflow.domain.service_list import FINAL_STATES, ListState
from ozg_workflow.usecases.context import Context, StepResult, record
from ozg_workflow.usecases.queue_mail import holding_reason
from ozg_workflow.usecases.rollout_access import find_rollout

LEASE = timedelta(minutes=10)
LIST_KINDS = frozenset({MailKind.SERVICE_LISTS, MailKind.RESPONSIBILITY_TAKEN_OVER, MailKind.PROGRESS_QUERY})
PUT_OFF = "Einige Empfänger wurden vorläufig abgelehnt; ihnen wird die Mail später zugestellt."
OUTCOME_STATES = {
    Outcome.ACCEPTED: MessageState.ACCEPTED,
    Outcome.RETRY: MessageState.QUEUED,
    Outcome.REFUSED: MessageState.REFUSED,
    Outcome.UNKNOWN: MessageState.UNKNOWN,
}


def deliver(ctx: Context) -> StepResult:
    """Send everything that is due. Raises UnavailableError when the relay cannot be reached (nothing is lost)."""
    result = StepResult(title="Zustellung")
    with ctx.transaction() as session:
        rollout = find_rollout(ctx, session)
        _settle_leases(ctx, session, rollout, result)
        _review_held(ctx, session, rollout, result)
        waiting = session.scalar(select(Message.id).where(*_due(ctx, rollout)).limit(1))
    if waiting is not None and not ctx.preview:
        ctx.open_transport().deliver(_claims(ctx, result), _Journal(ctx, result))
    _summary(ctx, result)
    return result


def something_to_deliver(ctx: Context) -> bool:
    """Tell whether a message waits to be sent, is held, or was left by a worker."""
    states = (MessageState.QUEUED, MessageState.HELD, MessageState.CLAIMED, MessageState.DATA_STARTED)
    with ctx.sessions() as session:
        rollout = find_rollout(ctx, session)
        return (
            session.scalar(select(Message.id).where(Message.rollout_id == rollout.id, Message.state.in_(states)).limit(1))
            is not None
        )


def move(message: Message, state: MessageState, reason: str = "") -> None:
    """Change the state of a message; a transition the table does not know is a programming error."""
    if not may_become(message.state, state):
        raise ValueError(f"message {message.id}: {message.state} -> {state}")
    message.state, message.state_reason = state, reason


def _due(ctx: Context, rollout: Rollout) -> tuple[ColumnElement[bool], ...]:
    """No wait is longer than a day: a later attempt was planned by a clock that has been set back since (or in a rehearsal)."""
    now = ctx.clock()
    ready = or_(Message.next_attempt_at <= now, Message.next_attempt_at > now + timedelta(days=1))
    return (Message.rollout_id == rollout.id, Message.state == MessageState.QUEUED, ready)


def _settle_leases(ctx: Context, session: Session, rollout: Rollout, result: StepResult) -> None:
    """Take back what a dead worker had claimed: before DATA it is queued again, after it nobody knows."""
    now = ctx.clock()
    # a lease further away than its length was given by a clock that has been set back since
    expired = or_(Message.lease_until.is_(None), Message.lease_until < now, Message.lease_until > now + 2 * LEASE)
    states = (MessageState.CLAIMED, MessageState.DATA_STARTED)
    query = select(Message).where(Message.rollout_id == rollout.id, Message.state.in_(states), expired)
    for message in session.scalars(query.with_for_update(skip_locked=True)):
        if message.state is MessageState.CLAIMED:
            move(message, MessageState.QUEUED, "Die Zustellung wurde vor der Übertragung unterbrochen.")
            result.did(f"Nr. {message.id} „{message.subject}“ wird erneut zugestellt (Unterbrechung vor der Übertragung).")
        else:
            move(message, MessageState.UNKNOWN, "Die Zustellung wurde während der Übertragung unterbrochen.")
            result.did(
                f"Nr. {message.id} „{message.subject}“ ist ungeklärt; bitte mit „ozg mail settle {message.id}“ entscheiden."
            )
        record(ctx, session, rollout, message.state, ("message", message.id), message.state_reason)


def _review_held(ctx: Context, session: Session, rollout: Rollout, result: StepResult) -> None:
    """Release what the allow-list lets pass meanwhile."""
    for message in session.scalars(select(Message).where(Message.rollout_id == rollout.id, Message.state == MessageState.HELD)):
        reason = holding_reason(ctx, tuple(r.address for r in message.recipients))
        if not reason:
            move(message, MessageState.QUEUED)
            record(ctx, session, rollout, "released", ("message", message.id), "Empfänger jetzt erlaubt")
            result.count("released")
        elif reason != message.state_reason:
            message.state_reason = reason
    if released := result.figures.get("released"):
        result.did(f"{german.count(released, 'Mail', 'Mails')} freigegeben, die Empfänger sind jetzt erlaubt.")


def _claims(ctx: Context, result: StepResult) -> Iterator[Envelope]:
    """Claim one message after the other, each in its own transaction, until none is due."""
    tried: set[int] = set()
    while True:
        with ctx.transaction() as session:
            rollout = find_rollout(ctx, session)
            query = select(Message).where(*_due(ctx, rollout), Message.id.not_in(tried)).order_by(Message.id).limit(1)
            message = session.scalar(query.with_for_update(skip_locked=True))
            envelope = _claim(ctx, session, rollout, message, result) if message else None
        if message is None:
            return
        tried.add(message.id)
        if envelope:
            yield envelope


def _claim(ctx: Context, session: Session, rollout: Rollout, message: Message, result: StepResult) -> Envelope | None:
    """Claim a message, or drop it where it has become stale or may not be sent any more."""
    dropped = _stale(ctx, session, message)
    if dropped:
        move(message, *dropped)
        record(ctx, session, rollout, message.state, ("message", message.id), message.state_reason)
        result.did(f"Nr. {message.id} „{message.subject}“ nicht versandt: {message.state_reason}")
        return None
    pending = tuple(r.address for r in message.recipients if r.state == "pending")
    claimed = session.execute(
        update(Message)
        .where(Message.id == message.id, Message.state == MessageState.QUEUED)
        .values(state=MessageState.CLAIMED, claimed_by=ctx.worker, lease_until=ctx.clock() + LEASE, attempts=Message.attempts + 1)
    )
    if claimed.rowcount != 1:  # type: ignore[attr-defined]
        return None
    return Envelope(
        message_id=message.id, sender=message.sender, recipients=pending, content=message.content, title=message.subject
    )


def _stale(ctx: Context, session: Session, message: Message) -> tuple[MessageState, str] | None:
    if message.expires_on and message.expires_on < ctx.today:
        return MessageState.EXPIRED, f"Der letzte Tag dafür war der {german.short_date(message.expires_on)}."
    if message.kind in REMINDER_KINDS:
        lists = list(session.scalars(select(ServiceList).join(MessageList).where(MessageList.message_id == message.id)))
        if lists and all(item.state in FINAL_STATES for item in lists):
            return MessageState.CANCELLED, "Die Listen sind inzwischen zurück."
    reason = holding_reason(ctx, tuple(r.address for r in message.recipients))
    return (MessageState.HELD, reason) if reason else None


class _Journal:
    """Stores the stage and the outcome of each delivery in a transaction of its own."""

    def __init__(self, ctx: Context, result: StepResult) -> None:
        self._ctx, self._result = ctx, result

    def data_started(self, envelope: Envelope) -> None:
        """Commit, before DATA, that from here on a failure leaves the outcome open."""
        with self._ctx.transaction() as session:
            message = session.get_one(Message, envelope.message_id)
            move(message, MessageState.DATA_STARTED)
            message.lease_until = self._ctx.clock() + LEASE

    def finished(self, envelope: Envelope, outcome: DeliveryResult) -> None:
        """Store how the attempt ended."""
        ctx = self._ctx
        with ctx.transaction() as session:
            rollout = find_rollout(ctx, session)
            message = session.get_one(Message, envelope.message_id)
            now = ctx.clock()
            session.add(_attempt(ctx, envelope, outcome, now))
            _settle_recipients(message, outcome)
            put_off = outcome.outcome is Outcome.ACCEPTED and any(r.state == "pending" for r in message.recipients)
            state = MessageState.QUEUED if put_off else OUTCOME_STATES[outcome.outcome]
            move(message, state, PUT_OFF if put_off else "" if state is MessageState.ACCEPTED else outcome.text)
            message.claimed_by, message.lease_until = "", None
            if state is MessageState.QUEUED:
                message.next_attempt_at = now + timedelta(minutes=retry_minutes(message.attempts))
            if outcome.outcome is Outcome.ACCEPTED:
                message.accepted_at, message.queue_id = now, outcome.text
                mark_lists_sent(session, message, now)
            record(ctx, session, rollout, message.state, ("message", message.id), _outcome_text(outcome))
            _tell(self._result, message, outcome)


def _attempt(ctx: Context, envelope: Envelope, outcome: DeliveryResult, now: datetime) -> DeliveryAttempt:
    return DeliveryAttempt(
        message_id=envelope.message_id,
        ended_at=now,
        worker=ctx.worker,
        stage=outcome.stage,
        outcome=outcome.outcome,
        code=outcome.code,
        text=outcome.text,
    )


def _outcome_text(outcome: DeliveryResult) -> str:
    return f"{outcome.stage}: {outcome.code or ''} {outcome.text}".strip()[:500]


def _settle_recipients(message: Message, outcome: DeliveryResult) -> None:
    for recipient in message.recipients:
        if recipient.state != "pending":
            continue
        if recipient.address in outcome.refused:
            recipient.response = outcome.refused[recipient.address]
            for_now = recipient.response.startswith("4")  # greylisting works per recipient (RFC 6647)
            recipient.state = "pending" if for_now else "refused"
        elif outcome.outcome is Outcome.ACCEPTED:
            recipient.state, recipient.response = "accepted", outcome.text
        elif outcome.outcome is Outcome.REFUSED:
            recipient.state, recipient.response = "refused", outcome.text


def mark_lists_sent(session: Session, message: Message, now: datetime) -> None:
    """Lists are sent when the mail that carries them was accepted."""
    if message.kind not in LIST_KINDS:
        return
    for link in message.lists:
        service_list = session.get_one(ServiceList, link.service_list_id)
        if service_list.state is ListState.QUEUED:
            service_list.state, service_list.sent_at = ListState.SENT, now


def _tell(result: StepResult, message: Message, outcome: DeliveryResult) -> None:
    title = f"Nr. {message.id} {KIND_TITLES[message.kind]}"
    result.changed = True
    result.count(outcome.outcome)
    if outcome.outcome is not Outcome.ACCEPTED:
        words = {Outcome.RETRY: "wird später erneut versucht", Outcome.REFUSED: "abgelehnt", Outcome.UNKNOWN: "ungeklärt"}
        result.say(f"{title}: {words[outcome.outcome]} – {outcome.text}")
    for address, answer in outcome.refused.items():
        words_for_one = "vorläufig abgelehnt" if answer.startswith("4") else "abgelehnt"
        result.say(f"{title}: {address} {words_for_one} – {answer}")


def _summary(ctx: Context, result: StepResult) -> None:
    with ctx.sessions() as session:
        rollout = find_rollout(ctx, session)
        states = list(session.scalars(select(Message.state).where(Message.rollout_id == rollout.id)))
    accepted = result.figures.get(Outcome.ACCEPTED, 0)
    if accepted:
        result.say(f"{german.count(accepted, 'Mail', 'Mails')} zugestellt.")
    for state, text in (
        (MessageState.HELD, "angehalten"),
        (MessageState.QUEUED, "im Postausgang"),
        (MessageState.UNKNOWN, "ungeklärt"),
    ):
        if number := states.count(state):
            result.say(f"{german.count(number, 'Mail', 'Mails')} {text}.")
