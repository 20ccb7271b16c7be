"""Store the stage and the outcome of each delivery, each in a transaction of its own."""

from collections.abc import Mapping
from datetime import timedelta

from ozg_workflow.database.models import DeliveryAttempt, Message, MessageRecipient
from ozg_workflow.domain.errors import LeaseLostError
from ozg_workflow.domain.post.mails.registry import KIND_TITLES
from ozg_workflow.domain.post.outbox import (
    OPEN_RECIPIENTS,
    DeliveryResult,
    Envelope,
    MessageState,
    Outcome,
    RecipientState,
    state_after,
    transfer_seconds,
)
from ozg_workflow.domain.post.relay import backoff_seconds, queue_id
from ozg_workflow.domain.steps import Step, title
from ozg_workflow.usecases.outbox.leases import transfer_began
from ozg_workflow.usecases.outbox.message_states import (
    COPY_ARRIVED,
    copy_arrived,
    give_back,
    locked_message,
    mark_lists_sent,
    move,
    prove,
)
from ozg_workflow.usecases.outbox.relay_gate import RelayGate
from ozg_workflow.usecases.step.context import Context
from ozg_workflow.usecases.step.result import StepResult
from ozg_workflow.usecases.step.work import Work

PUT_OFF = "Einige Empfänger wurden vorläufig abgelehnt; ihnen wird die Mail später zugestellt."
OURS = frozenset({MessageState.CLAIMED, MessageState.DATA_STARTED, MessageState.UNKNOWN})
WORDS = {Outcome.RETRY: "wird später erneut versucht", Outcome.REFUSED: "abgelehnt", Outcome.UNKNOWN: "ungeklärt"}


class DeliveryJournal:
    """The journal of one delivery and what it tells; `put_back` are the messages it has to leave for a later one."""

    def __init__(self, ctx: Context, gate: RelayGate) -> None:
        self._ctx, self._gate = ctx, gate
        self.result = StepResult(title=title(Step.DELIVER))
        self.put_back: set[int] = set()

    def data_started(self, envelope: Envelope, refused: Mapping[str, str]) -> None:
        """Commit, before DATA, that from here on a failure leaves the outcome open for all but the refused recipients.

        Raises LeaseLostError when another worker has settled the message meanwhile: then nothing is transferred.
        """
        with self._ctx.transaction() as session:
            message = locked_message(session, envelope.message_id)
            if message is None or message.state is not MessageState.CLAIMED or message.claimed_by != self._ctx.worker:
                raise LeaseLostError(envelope.message_id)
            now = self._ctx.clock()
            move(message, MessageState.DATA_STARTED)
            message.lease_until = now + timedelta(seconds=transfer_seconds(len(envelope.content)))
            message.copied_at = now if envelope.copy_to and envelope.copy_to not in refused else None
            for recipient in _addressed(message, envelope):
                recipient.state, recipient.response = RecipientState.UNKNOWN, ""
                _note_refusal(recipient, refused)

    def finished(self, envelope: Envelope, outcome: DeliveryResult) -> None:
        """Store how the attempt ended. What another worker has settled meanwhile changes only by a proof that the relay has it."""
        with self._ctx.work(lock=False) as work:
            message = locked_message(work.session, envelope.message_id)
            work.session.add(_attempt(self._ctx, envelope, outcome))
            self._gate.note(work, outcome)
            if message is not None:
                self._settle(work, message, envelope, outcome)
        self.result.absorb(work.result)

    def _settle(self, work: Work, message: Message, envelope: Envelope, outcome: DeliveryResult) -> None:
        if message.claimed_by == self._ctx.worker and message.state in OURS:
            self._note_outcome(work, message, envelope, outcome)
        elif outcome.outcome is Outcome.ACCEPTED:
            prove(work, message, queue_id(outcome.text))
        _tell(work, message, outcome)

    def _note_outcome(self, work: Work, message: Message, envelope: Envelope, outcome: DeliveryResult) -> None:
        now = work.now()
        began = transfer_began(message) if outcome.outcome is Outcome.UNKNOWN else None
        transferred = message.state is not MessageState.CLAIMED
        for recipient in _addressed(message, envelope):
            _settle_recipient(recipient, outcome, transferred=transferred)
        state = state_after(outcome.outcome, (r.state for r in message.recipients))
        if message.state is not state:
            move(message, state, _reason(state, outcome))
        if state is MessageState.QUEUED:
            answers = (outcome.text, *outcome.refused.values())
            message.next_attempt_at = now + timedelta(seconds=backoff_seconds(message.attempts, message.id, answers))
            self.put_back.add(message.id)
        if outcome.outcome is Outcome.ACCEPTED:
            message.accepted_at, message.queue_id = now, queue_id(outcome.text)
            mark_lists_sent(work.session, message, now)
        if state is not MessageState.UNKNOWN:
            give_back(message)
        work.record(message.state, ("message", message.id), _outcome_text(outcome))
        if refused := _refused_among_others(message, outcome):
            text = f"Nr. {message.id} „{message.subject}“: {len(refused)} von {len(message.recipients)} Empfängern"
            work.record("recipient_refused", ("message", message.id), text, {"recipients": refused})
        if state is MessageState.UNKNOWN and began and copy_arrived(work.session, message, began):
            prove(work, message, COPY_ARRIVED)


def _addressed(message: Message, envelope: Envelope) -> list[MessageRecipient]:
    return [r for r in message.recipients if r.address in envelope.recipients and r.state in OPEN_RECIPIENTS]


def _refused_among_others(message: Message, outcome: DeliveryResult) -> list[int]:
    """Return the recipients refused by this attempt where others have the mail: its state does not tell of them."""
    final = {address for address, answer in outcome.refused.items() if not answer.startswith("4")}
    others = any(r.state == RecipientState.ACCEPTED for r in message.recipients)
    return [r.id for r in message.recipients if r.address in final] if others else []


def _note_refusal(recipient: MessageRecipient, refused: Mapping[str, str]) -> None:
    if recipient.address in refused:
        recipient.response = refused[recipient.address]
        for_now = recipient.response.startswith("4")  # greylisting works per recipient (RFC 6647)
        recipient.state = RecipientState.PENDING if for_now else RecipientState.REFUSED


def _settle_recipient(recipient: MessageRecipient, outcome: DeliveryResult, *, transferred: bool) -> None:
    if recipient.address in outcome.refused:
        _note_refusal(recipient, outcome.refused)
    elif outcome.outcome is Outcome.ACCEPTED:
        recipient.state, recipient.response = RecipientState.ACCEPTED, outcome.text
    elif outcome.outcome is Outcome.REFUSED:
        recipient.state, recipient.response = RecipientState.REFUSED, outcome.text
    elif outcome.outcome is Outcome.RETRY and transferred:  # the relay says that it did not take the content over
        recipient.state, recipient.response = RecipientState.PENDING, outcome.text


def _reason(state: MessageState, outcome: DeliveryResult) -> str:
    if state is MessageState.ACCEPTED:
        return ""
    return PUT_OFF if outcome.outcome is Outcome.ACCEPTED else outcome.text


def _attempt(ctx: Context, envelope: Envelope, outcome: DeliveryResult) -> DeliveryAttempt:
    return DeliveryAttempt(
        message_id=envelope.message_id,
        ended_at=ctx.clock(),
        worker=ctx.worker,
        stage=outcome.stage,
        outcome=outcome.outcome,
        code=outcome.code,
        text=outcome.text,
    )


def _outcome_text(outcome: DeliveryResult) -> str:
    return f"{outcome.stage}: {outcome.code or ''} {outcome.text}".strip()[:500]


def _tell(work: Work, message: Message, outcome: DeliveryResult) -> None:
    title = f"Nr. {message.id} {KIND_TITLES[message.kind]}"
    work.result.changed = True
    work.count(outcome.outcome)
    if outcome.outcome is not Outcome.ACCEPTED:
        work.say(f"{title}: {WORDS[outcome.outcome]} – {outcome.text}")
    for address, answer in outcome.refused.items():
        work.say(f"{title}: {address} {'vorläufig abgelehnt' if answer.startswith('4') else 'abgelehnt'} – {answer}")
