"""Whether a measure is late, or threatens to be: its target, what was said of it, and today."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ozg_workflow.domain import german
from ozg_workflow.domain.results.implementation import MeasureState


class Delay(StrEnum):
    """How a measure stands to its target date."""

    NONE = "none"
    THREATENED = "threatened"  # its office expects the target after the date for it
    LATE = "late"  # the last day for it is over


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """A measure beside its target: the last day for it, and the day its office expects it on (None: nobody has said)."""

    state: MeasureState
    target_on: date
    expected_on: date | None = None

    def delay(self, today: date) -> Delay:
        """Tell whether it is late on a day or threatens to be; the target day itself is in time."""
        if self.state is MeasureState.REACHED:
            return Delay.NONE
        if self.target_on < today:
            return Delay.LATE
        return Delay.THREATENED if self.expected_on and self.expected_on > self.target_on else Delay.NONE

    def words(self, today: date) -> str:
        """Return `verspätet seit 31.12.2020, erwartet 15.03.2021` or `droht: erwartet 15.03.2021, Ziel 31.12.2020`; empty where it is in time.

        A day that has passed is no expectation any more, and is told as what it was.
        """
        delay = self.delay(today)
        if delay is Delay.THREATENED:
            return f"droht: {self._expected(today)}, Ziel {german.short_date(self.target_on)}"
        if delay is Delay.LATE:
            return ", ".join(filter(None, (f"verspätet seit {german.short_date(self.target_on)}", self._expected(today))))
        return ""

    def _expected(self, today: date) -> str:
        if self.expected_on is None:
            return ""
        return f"{'war erwartet' if self.expected_on < today else 'erwartet'} {german.short_date(self.expected_on)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Delayed:
    """A measure that may be late or threaten to be: of which service and office, how it stands to its target, and when somebody was reminded of it last."""

    measure_id: int
    ref: str
    service: str
    office: str
    office_name: str
    pace: Pace
    reminded_on: date | None = None
