"""The outbox: the states of a message and the steps between them."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum


class MessageState(StrEnum):
    """Where a message of the outbox stands."""

    HELD = "held"  # may not be sent yet, the reason is stored
    QUEUED = "queued"
    CLAIMED = "claimed"  # one worker has it, before the final dot
    DATA_STARTED = (
        "data_started"  # committed before the dot, with which a relay takes a mail over: from here on a failure is unknown
    )
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
    MessageState.QUEUED: frozenset(
        {MessageState.HELD, MessageState.CLAIMED, MessageState.ACCEPTED, MessageState.CANCELLED, MessageState.EXPIRED}
    ),
    MessageState.CLAIMED: frozenset(
        {MessageState.QUEUED, MessageState.DATA_STARTED, MessageState.ACCEPTED, MessageState.REFUSED}
    ),
    MessageState.DATA_STARTED: frozenset(
        {MessageState.ACCEPTED, MessageState.QUEUED, MessageState.REFUSED, MessageState.UNKNOWN, MessageState.BOUNCED}
    ),
    MessageState.ACCEPTED: frozenset({MessageState.BOUNCED}),
    MessageState.REFUSED: frozenset({MessageState.QUEUED, MessageState.CANCELLED}),
    MessageState.UNKNOWN: frozenset(
        {
            MessageState.ACCEPTED,
            MessageState.BOUNCED,
            MessageState.QUEUED,
            MessageState.REFUSED,
            MessageState.CANCELLED,
        }
    ),
    MessageState.BOUNCED: frozenset({MessageState.QUEUED, MessageState.CANCELLED}),
    MessageState.CANCELLED: frozenset(),
    MessageState.EXPIRED: frozenset(),
}

# Where a proof of an earlier transfer (a late answer, our own copy) still ends the matter. Not in DATA_STARTED: its worker knows more.
PROVABLE = frozenset({MessageState.QUEUED, MessageState.CLAIMED, MessageState.UNKNOWN})


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


RECIPIENT_STATE_TITLES = {
    RecipientState.PENDING: "offen",
    RecipientState.UNKNOWN: "ungeklärt",
    RecipientState.ACCEPTED: "angenommen",
    RecipientState.REFUSED: "abgelehnt",
    RecipientState.BOUNCED: "unzustellbar",
}
OPEN_RECIPIENTS = frozenset({RecipientState.PENDING, RecipientState.UNKNOWN})


class Outcome(StrEnum):
    """How one attempt to deliver ended."""

    ACCEPTED = "accepted"
    RETRY = "retry"  # before the final dot, or refused for now by the server's answer: nothing was taken over
    REFUSED = "refused"
    UNKNOWN = "unknown"  # the line died after the dot may have left


def state_after(outcome: Outcome, recipients: Iterable[str]) -> MessageState:
    """Return the state of a message after an attempt, given what became of it at each of its addresses.

    Those put off keep it in the outbox, although others have it; those refused do not, when others have it.
    """
    found = tuple(recipients)
    if outcome is Outcome.UNKNOWN:
        return MessageState.UNKNOWN
    if outcome is not Outcome.REFUSED and any(state in OPEN_RECIPIENTS for state in found):
        return MessageState.QUEUED
    return MessageState.ACCEPTED if RecipientState.ACCEPTED in found else MessageState.REFUSED


ANSWER_SECONDS = 30.0  # a relay that says nothing for so long counts as dead
HANDSHAKE_ANSWERS = 12  # greeting, EHLO, STARTTLS, EHLO, AUTH in several steps, MAIL, RSET
LINES_AT_ONCE = 4  # to one relay; beyond that little is won, and some servers refuse more
CONTENT_PATIENCE = 4  # relays scan before they answer the final dot, and a result given up on is "unknown": wait longer
CONTENT_BYTES_PER_SECOND = 50_000  # slower lines than this count as dead
SHORTEST_LEASE = 600.0
LONGEST_LEASE = 24 * 3600.0


def content_patience(size: int, answer_seconds: float = ANSWER_SECONDS) -> float:
    """Return the seconds to wait for DATA, again for `size` bytes of content, and again for the answer to them."""
    return answer_seconds * CONTENT_PATIENCE + size / CONTENT_BYTES_PER_SECOND


def claim_seconds(recipients: int, size: int = 0) -> float:
    """Return the lease of a claim: longer than connecting (twice, when the line was stale), announcing and sending `size` bytes can take."""
    announcing = ANSWER_SECONDS * 2 * (HANDSHAKE_ANSWERS + 1 + recipients)
    return min(max(SHORTEST_LEASE, announcing + 2 * content_patience(size)), LONGEST_LEASE)


def transfer_seconds(size: int) -> float:
    """Return the lease from the dot on: longer than waiting for the answer to `size` bytes can take."""
    return min(max(SHORTEST_LEASE, 3 * content_patience(size)), LONGEST_LEASE)


def transfer_began(lease_until: datetime | None, copied_at: datetime | None, size: int) -> datetime | None:
    """Return when the dot of a mail may have left: its lease was given then."""
    return copied_at if lease_until is None else lease_until - timedelta(seconds=transfer_seconds(size))
