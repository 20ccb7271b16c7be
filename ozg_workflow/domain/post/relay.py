"""What a relay's answers mean for the next attempt: how long to wait, whether the relay itself is ill, the number it gave a mail."""

import hashlib
import re
from collections.abc import Iterable

from ozg_workflow.domain.late_pattern import late
from ozg_workflow.domain.post.envelope import DeliveryResult
from ozg_workflow.domain.post.outbox import Outcome

LONGEST_WAIT = 4 * 3600.0
SHORTEST_WAIT = 60.0
FAILURES_BEFORE_PAUSE = 5
SHORTEST_PAUSE = 300.0
LONGEST_PAUSE = 3600.0

_UNITS = (("st", 3600), ("h", 3600), ("m", 60), ("s", 1))  # "Stunden" begins with an s, too
_WAIT = late(
    r"""\b(?:(?:in|after|for|wait|nach|noch|frühestens|erst|retry[-_ ]after[:=]?|delay[:=]?)\s+)
    (?:(?:about|approximately|at\s+least|another|etwa|ca\.|circa|rund|mindestens|weiteren|weitere)\s+)?
    (?:(?P<hours>\d{1,2}):(?P<minutes>[0-5]\d):(?P<seconds>[0-5]\d)\b
      |(?P<number>\d{1,6}|an?|einer?|einem)\s*(?P<unit>seconds?|secs?|sekunden?|sek|s|minutes?|mins?|minuten?|hours?|hrs?|stunden?|std|h|m)\b)""",
    re.IGNORECASE | re.VERBOSE,
)
_ABOUT_RECIPIENT = late(r"\b[45]\.(?:[12]\.\d{1,3}|6\.7)\b")  # RFC 3463: X.1 is about the address, X.2 about the mailbox
_QUEUE_ID = late(
    r"""queued\s+(?:mail\s+)?as\s+<?(?P<postfix>[\w.@-]+)   # Postfix, sendmail-like relays
    |\bInternalId=(?P<exchange>\d+)                         # Exchange
    |\bid=(?P<exim>[\w-]+)                                  # Exim
    |^(?:2\.\d\.\d\s+)?(?P<sendmail>[\w-]{8,})\s+Message\s+accepted""",
    re.IGNORECASE | re.VERBOSE,
)


def stated_wait(text: str) -> float | None:
    """Return the seconds an answer asks us to wait ("try again in 300 seconds", "in 5 Minuten erneut"), None if it names none."""
    found = _WAIT.search(text)
    if not found:
        return None
    if found["hours"] is not None:
        return float(int(found["hours"]) * 3600 + int(found["minutes"]) * 60 + int(found["seconds"]))
    number = int(found["number"]) if found["number"].isdigit() else 1
    unit = found["unit"].lower()
    return float(number * next(seconds for start, seconds in _UNITS if unit.startswith(start)))


def backoff_seconds(attempts: int, seed: int, answers: Iterable[str] = ()) -> float:
    """Return the wait before the next attempt, between one minute and four hours.

    Without a word of the relay 2, 4, 8 … minutes after 1, 2, 3 … attempts, each up to a fifth shorter, so that mails put off
    together do not come back together. What the relay's answers ask for is kept and up to a fifth longer. `seed` (the number of
    the message) decides on the fifth: the same input gives the same wait.
    """
    stated = max((wait for wait in map(stated_wait, answers) if wait is not None), default=None)
    part = _fraction(attempts, seed) / 5
    if stated is not None:
        return min(max(stated, SHORTEST_WAIT) * (1 + part), LONGEST_WAIT)
    doubled: int = 2 ** min(max(attempts, 1), 10)
    return min(60.0 * doubled, LONGEST_WAIT) * (1 - part)


def _fraction(attempts: int, seed: int) -> float:
    """Return a number from 0 to 1 that only these two decide on."""
    digest = hashlib.sha256(f"{seed}:{attempts}".encode()).digest()
    return int.from_bytes(digest[:4]) / 2**32


def relay_failed(result: DeliveryResult) -> bool | None:
    """Tell whether an attempt counts against the relay; None when it says nothing about it (only about an address or a mailbox)."""
    if result.outcome is Outcome.ACCEPTED:
        return False
    answers = tuple(result.refused.values()) or (result.text,)
    about_recipients = result.stage == "rcpt" and all(_ABOUT_RECIPIENT.search(answer) for answer in answers)
    return None if about_recipients else True


def pause_seconds(failures_in_a_row: int) -> float:
    """Return how long a relay rests: nothing before the fifth failure in a row, then 5, 10, 20 … minutes, at most an hour."""
    beyond = failures_in_a_row - FAILURES_BEFORE_PAUSE
    doubled: int = 2 ** min(max(beyond, 0), 10)
    return 0.0 if beyond < 0 else min(SHORTEST_PAUSE * doubled, LONGEST_PAUSE)


def queue_id(answer: str) -> str:
    """Return the number under which a relay queued a mail, the whole answer if it is worded unusually."""
    found = _QUEUE_ID.search(answer)
    return next((value for value in found.groups() if value), answer) if found else answer
