"""The way to the target as a chart: what was reached when, what the plan wanted, what was foretold; drawn by the typesetter."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate
from typing import Final

from ozg_workflow.domain import german
from ozg_workflow.domain.results.progress.foretold import KeptForecast, verdict
from ozg_workflow.report.final.data import FinalReport, has_reached

STEPS: Final = (1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500, 1000)
MOST_TICKS: Final = 5

Point = tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Field:
    """The field of the chart: its first and last day, and the number at its top; both axes are 0…1."""

    first: date
    last: date
    top: int

    def x(self, day: date) -> float:
        return round(min(1.0, max(0.0, (day - self.first).days / max(1, (self.last - self.first).days))), 4)

    def y(self, number: float) -> float:
        return round(number / self.top, 4)

    def steps(self, start: int, days: Iterable[date]) -> list[Point]:
        """Return a line that rises by one on each of the days and goes on to the last one."""
        points, number = [(0.0, self.y(start))], start
        for day in sorted(days):
            points.append((self.x(day), self.y(number)))
            number += 1
            points.append((self.x(day), self.y(number)))
        return [*points, (1.0, self.y(number))]


def course(report: FinalReport) -> dict[str, object]:
    """Return chart, table and sentence of the way to the target; an empty chart where nobody knows when the implementation began."""
    if report.starts_on is None or not report.measures:
        return {"chart": None, "forecasts": [], "verdict": ""}
    arrived = report.reached
    return {
        "chart": _chart(report, report.starts_on),
        "forecasts": [_row(n, item, arrived) for n, item in enumerate(report.forecasts, 1)],
        "verdict": verdict(report.forecasts, arrived),
    }


def _chart(report: FinalReport, first: date) -> dict[str, object]:
    top = max([len(report.measures), *(item.forecast.high for item in report.forecasts)])
    field = _Field(first=first, last=report.target_on, top=top)
    reached = [m for m in report.measures if has_reached(m, report.target_level)]
    before = sum(m.reached_on is None for m in reached)
    return {
        "reached": field.steps(before, (m.reached_on for m in reached if m.reached_on)),
        "plan": _plan(field, report),
        "fans": [_fan(field, item) for item in report.forecasts],
        "years": [(field.x(day), f"{day:%m/%Y}") for day in _half_years(first, report.target_on)],
        "numbers": [(field.y(number), str(number)) for number in _numbers(top)],
        "alt": _alt(report, before),
    }


def _plan(field: _Field, report: FinalReport) -> list[Point]:
    """Return what the plan wanted: every measure at its target on its last day."""
    days = sorted(m.target_on for m in report.measures if m.target_on)
    return field.steps(0, days) if days else []


def _fan(field: _Field, kept: KeptForecast) -> dict[str, float]:
    foretold = kept.forecast
    ends = {"low": field.y(foretold.low), "middle": field.y(foretold.middle), "high": field.y(foretold.high)}
    return {"x": field.x(kept.day), "y": field.y(kept.reached), **ends}


def _half_years(first: date, last: date) -> list[date]:
    days = [date(year, month, 1) for year in range(first.year, last.year + 2) for month in (1, 7)]
    return [day for day in days if first <= day <= last]


def _numbers(top: int) -> Sequence[int]:
    step = next((step for step in STEPS if top / step <= MOST_TICKS), STEPS[-1])
    return list(accumulate([0, *[step] * (top // step)]))


def _alt(report: FinalReport, before: int) -> str:
    total, begin = len(report.measures), german.short_date(report.starts_on) if report.starts_on else ""
    foretold = "; ".join(f"am {german.short_date(i.day)} {i.forecast.words}" for i in report.forecasts)
    words = f"Maßnahmen am Ziel vom {begin} bis zum {german.short_date(report.target_on)}: am Anfang {before}, am Ende {report.reached} von {total}."
    return words + (f" Vorausgesagt war {foretold}." if foretold else "")


def _row(number: int, kept: KeptForecast, arrived: int) -> list[str]:
    foretold = kept.forecast
    return [
        str(number),
        german.short_date(kept.day),
        str(kept.reached),
        f"{foretold.middle} von {foretold.total}",
        f"{foretold.low} bis {foretold.high}",
        str(arrived),
        "ja" if kept.holds(arrived) else "nein",
    ]
