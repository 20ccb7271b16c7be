"""When a failing step is worth a mail to the coordinator."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

OUTAGE = 3  # exit status of what is unreachable for now
PATIENCE = timedelta(hours=1)
FAILURES_IN_A_ROW = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """A step that failed with a German sentence; `exit_status` is that of its error (3: unreachable for now)."""

    step: str
    title: str
    message: str
    exit_status: int

    @property
    def cause(self) -> str:
        """Return what makes two failures the same one: the step and its message without the figures in it."""
        words = re.sub(r"\d+", "#", self.message)
        return f"{self.step}:{hashlib.sha256(words.encode()).hexdigest()[:16]}"


def is_worth_a_mail(failure: Failure, earlier: Sequence[datetime], now: datetime) -> bool:
    """Tell whether the coordinator must know of a failure.

    `earlier` are the moments of the failures of the same step since it last worked, oldest first. What is wrong is told at once; what is
    unreachable only when it lasts: at the third failure in a row, or more than an hour after the first.
    """
    if failure.exit_status != OUTAGE:
        return True
    return len(earlier) + 1 >= FAILURES_IN_A_ROW or (bool(earlier) and now - earlier[0] > PATIENCE)


def is_worth_a_line(earlier: Sequence[datetime], now: datetime) -> bool:
    """Tell whether a failure is noted in the audit log: the first ones, then one an hour; an outage of a week is not a thousand lines."""
    return len(earlier) < FAILURES_IN_A_ROW or now - earlier[-1] >= PATIENCE
