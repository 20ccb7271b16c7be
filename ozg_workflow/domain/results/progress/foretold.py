"""A forecast beside what came of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ozg_workflow.domain import german
from ozg_workflow.domain.results.forecast import Forecast


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptForecast:
    """What was foretold on a day for the last day of the plan, as it was told then; `reached` measures were at the target on that day."""

    day: date
    reached: int
    forecast: Forecast

    def holds(self, arrived: int) -> bool:
        """Tell whether the number that arrived in the end lies in the range, both ends included."""
        return self.forecast.low <= arrived <= self.forecast.high


def verdict(kept: Sequence[KeptForecast], arrived: int) -> str:
    """Return what came of the forecasts in a sentence; empty where none was kept."""
    if not kept:
        return ""
    held = sum(item.holds(arrived) for item in kept)
    words = german.count(len(kept), "Vorausschau", "Vorausschauen")
    return f"Am Ziel waren am Ende {arrived} Maßnahmen; von {words} hat die Spanne {held}-mal gehalten (gedacht ist sie für vier von fünf Fällen)."
