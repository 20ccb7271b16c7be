"""The implementation over time: measures that have reached the target against the plan of the waves."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from ozg_workflow.domain import german
from ozg_workflow.domain.cockpit.overview import PlanPoint, Progress
from ozg_workflow.domain.cockpit.status import ImplementationStatus
from ozg_workflow.domain.results.forecast import Forecast
from ozg_workflow.report.charts.look import DONE, INK, LATE, MUTED, RUNNING, Spec, card, fitted, marker, values
from ozg_workflow.report.labels import percent

HEIGHT: Final = 360
AREA: Final[Spec] = {
    "type": "area",
    "interpolate": "step-after",
    "fill": DONE,
    "fillOpacity": 0.16,
    "line": {"stroke": DONE, "strokeWidth": 2.5},
}


def burn_up_chart(progress: Progress, figures: ImplementationStatus, today: date, forecast: Forecast | None = None) -> Spec:
    """Return the chart of an implementation that has begun; the forecast is a fan from today to the last day."""
    x, y = _days(progress, figures, today), _numbers(figures)
    before = [p for p in progress.over_time if p.day < today]
    reached = [*((p.day, p.reached) for p in before), (today, figures.reached_target)]
    started = [*((p.day, p.started) for p in before), (today, figures.started)]
    plan = [(p.day, p.number) for p in progress.plan]
    return card(
        {
            **fitted(HEIGHT),
            "layer": [
                {"data": _points(reached), "mark": AREA, "encoding": {"x": x, "y": y}},
                _line(started, RUNNING, x, y, interpolate="step-after", width=2, strokeDash=[2, 3]),
                _line(plan, MUTED, x, y, strokeDash=[6, 4], width=2),
                *_fan(forecast, figures, today, x, y),
                *_markers(figures.target_on, today),
                _key(),
            ],
        },
        title=f"Umsetzung: Maßnahmen auf Stufe {figures.target_level}",
        subtitle=summary(progress, figures, today, forecast),
    )


def _days(progress: Progress, figures: ImplementationStatus, today: date) -> Spec:
    first = min([today, *(p.day for p in progress.plan), *(p.day for p in progress.over_time)])
    last = max(figures.target_on, today)
    return {
        "field": "day",
        "type": "temporal",
        "title": None,
        "scale": {"domain": [first.isoformat(), last.isoformat()]},
        "axis": {"format": "%m/%Y", "grid": False, "tickCount": 8, "labelFlush": True},
    }


def _numbers(figures: ImplementationStatus) -> Spec:
    return {
        "field": "number",
        "type": "quantitative",
        "title": None,
        "scale": {"domain": [0, figures.measures], "nice": True},
        "axis": {"tickCount": 5},
    }


def _markers(target_on: date, today: date) -> tuple[Spec, ...]:
    target = marker(target_on.isoformat(), f"Ziel {german.short_date(target_on)}", LATE, align="right")
    return target if today > target_on else (*target, *marker(today.isoformat(), "heute", INK, align="center"))


def summary(progress: Progress, figures: ImplementationStatus, today: date, forecast: Forecast | None = None) -> str:
    """Return the chart in a sentence."""
    share = percent(figures.reached_target, figures.measures)
    measures = german.count(figures.measures, "Maßnahme", "Maßnahmen")
    return (
        f"{figures.reached_target} von {measures} am Ziel ({share} %), nach Plan wären es {planned_on(progress.plan, today)} · "
        f"{figures.started} begonnen · Ziel {german.short_date(figures.target_on)}" + (f" · {forecast.words}" if forecast else "")
    )


def _fan(forecast: Forecast | None, figures: ImplementationStatus, today: date, x: Spec, y: Spec) -> tuple[Spec, ...]:
    if forecast is None or today >= figures.target_on:
        return ()
    now = {"day": today.isoformat(), "number": figures.reached_target, "to": figures.reached_target}
    end = {"day": figures.target_on.isoformat(), "number": forecast.low, "to": forecast.high}
    band = {
        "data": values([now, end]),
        "mark": {"type": "area", "fill": DONE, "fillOpacity": 0.12},
        "encoding": {"x": x, "y": y, "y2": {"field": "to"}},
    }
    middle = [(today, figures.reached_target), (figures.target_on, forecast.middle)]
    return band, _line(middle, DONE, x, y, width=1.5, strokeDash=[4, 3])


def planned_on(plan: Sequence[PlanPoint], day: date) -> int:
    """Return how many measures the plan wants to have reached on a day: evenly within each wave."""
    last_day, last = day, 0
    for point in plan:
        if point.day > day:
            return last + int((point.number - last) * (day - last_day).days / (point.day - last_day).days)
        last_day, last = point.day, point.number
    return last


def _points(numbers: Sequence[tuple[date, int]]) -> Spec:
    return values([{"day": day.isoformat(), "number": number} for day, number in numbers])


def _line(numbers: Sequence[tuple[date, int]], colour: str, x: Spec, y: Spec, *, width: float, **mark: Any) -> Spec:
    return {
        "data": _points(numbers),
        "mark": {"type": "line", "stroke": colour, "strokeWidth": width, **mark},
        "encoding": {"x": x, "y": y},
    }


def _key() -> Spec:
    """Return what the lines mean, as words in the colours of the lines."""
    rows = [
        {"y": 14, "words": "— am Ziel", "colour": DONE},
        {"y": 32, "words": "··· begonnen", "colour": RUNNING},
        {"y": 50, "words": "– – Plan der Wellen", "colour": MUTED},
    ]
    return {
        "data": values(rows),
        "mark": {"type": "text", "align": "left", "x": 14, "fontSize": 12.5, "fontWeight": 600},
        "encoding": {
            "y": {"field": "y", "type": "quantitative", "scale": None, "axis": None},
            "text": {"field": "words"},
            "color": {"field": "colour", "type": "nominal", "scale": None},
        },
    }
