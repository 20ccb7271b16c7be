"""Which days a rollout can have to do with: a mistyped year leaves the calendar, or lies where no plan reaches."""

from datetime import date
from typing import Final

FIRST: Final = date(1900, 1, 1)
LAST: Final = date(2999, 12, 31)
OUT_OF_TIME: Final = f"„{{}}“ liegt nicht zwischen {FIRST.year} und {LAST.year}; bitte das Jahr prüfen."


def is_of_our_time(day: date) -> bool:
    """Tell whether a day is one on which something of a rollout may happen."""
    return FIRST <= day <= LAST
