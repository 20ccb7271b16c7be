"""The outbox: the states of a message and the steps between them."""

from dataclasses import dataclass, field
from enum import StrEnum


class MessageState(StrEnum):
    """Where a message of the outbox stands."""

    HELD = "held"  # may not be sent yet, the reason is stored
    QUEUED = "queued"
    CLAIMED = "claimed"  # one worker has it, before DATA
    DATA_STARTED = "data_started"  # committed before DATA: from here on a failure is unknown
    ACCEPTED = "accepted"
    REFUSED = "refused"
    UNKNOWN = "unknown"  # never re-sent by itself
    BOUNCED = "bounced"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


MESSAGE_STATE_TITLES = {
    MessageState.HELD: "angehalten",
    MessageState.QUEUED: "im Postausgang",
    MessageState.CLAIMED: "in Zustellung",
    MessageState.DATA_STARTED: "Übertragung begonnen",
    MessageState.ACCEPTED: "angenommen",
    MessageState.REFUSED: "abgelehnt",
    MessageState.UNKNOWN: "ungeklärt",
    MessageState.BOUNCED: "unzustellbar",
    MessageState.CANCELLED: "storniert",
    MessageState.EXPIRED: "verfallen",
}

TRANSITIONS: dict[MessageState, frozenset[MessageState]] = {
    MessageState.HELD: frozenset({MessageState.QUEUED, MessageState.CANCELLED, MessageState.EXPIRED}),
    MessageState.QUEUED: frozenset({MessageState.HELD, MessageState.CLAIMED, MessageState.CANCELLED, MessageState.EXPIRED}),
    MessageState.CLAIMED: frozenset({MessageState.QUEUED, MessageState.DATA_STARTED, MessageState.REFUSED}),
    MessageState.DATA_STARTED: frozenset(
        {MessageState.ACCEPTED, MessageState.QUEUED, MessageState.REFUSED, MessageState.UNKNOWN}
    ),
    MessageState.ACCEPTED: frozenset({MessageState.BOUNCED}),
    MessageState.REFUSED: frozenset({MessageState.QUEUED, MessageState.CANCELLED}),
    MessageState.UNKNOWN: frozenset({MessageState.ACCEPTED, MessageState.BOUNCED, MessageState.QUEUED, MessageState.CANCELLED}),
    MessageState.BOUNCED: frozenset({MessageState.QUEUED, MessageState.CANCELLED}),
    MessageState.CANCELLED: frozenset(),
    MessageState.EXPIRED: frozenset(),
}


def may_become(old: MessageState, new: MessageState) -> bool:
    """Tell whether a message may go from one state to the other."""
    return new in TRANSITIONS[old]


class RecipientState(StrEnum):
    """What became of a message at one of its addresses."""

    PENDING = "pending"
    UNKNOWN = "unknown"  # the transfer to it has begun, and nobody knows whether it has the mail
    ACCEPTED = "accepted"
    REFUSED = "refused"
    BOUNCED = "bounced"


class Outcome(StrEnum):
    """How one attempt to deliver ended."""

    ACCEPTED = "accepted"
    RETRY = "retry"  # before DATA, or refused for now by the server's answer: nothing was taken over
    REFUSED = "refused"
    UNKNOWN = "unknown"  # the line died after DATA began


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """What the transport needs to deliver one message."""

    message_id: int
    sender: str
    recipients: tuple[str, ...]
    content: bytes
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryResult:
    """The outcome of one attempt: stage reached, the server's code and text, answers per recipient (address → text)."""

    outcome: Outcome
    stage: str
    code: int | None = None
    text: str = ""
    refused: dict[str, str] = field(default_factory=dict)


def retry_minutes(attempts: int) -> int:
    """Return the wait before the next attempt: 2, 4, 8 … minutes, at most 4 hours."""
    return int(min(2 ** max(attempts, 1), 240))
