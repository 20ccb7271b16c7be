"""The implementation over time: measures that have reached the target against the plan of the waves."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from ozg_workflow.domain import german
from ozg_workflow.report.charts.look import DONE, INK, LATE, MUTED, RUNNING, Spec, card, fitted, marker, values
from ozg_workflow.report.labels import percent

HEIGHT: Final = 360


def burn_up_chart(view: Mapping[str, Any]) -> Spec:
    """Return the chart of the implementation of `overview`, which must have begun."""
    progress, figures, today = view["progress"], view["implementation"], view["today"]
    first = min([p["day"] for p in progress["plan"]] + [p["day"] for p in progress["over_time"]] + [today])
    last = max(figures["target_on"], today)
    x = {
        "field": "day",
        "type": "temporal",
        "title": None,
        "scale": {"domain": [first, last]},
        "axis": {"format": "%m/%Y", "grid": False, "tickCount": 8, "labelFlush": True},
    }
    y = {
        "field": "number",
        "type": "quantitative",
        "title": None,
        "scale": {"domain": [0, figures["measures"]], "nice": True},
        "axis": {"tickCount": 5},
    }
    before = [p for p in progress["over_time"] if p["day"] < today]
    reached = [{"day": p["day"], "number": p["reached"]} for p in before]
    started = [{"day": p["day"], "number": p["started"]} for p in before]
    now = {"day": today, "number": figures["reached_target"]}
    area = {
        "type": "area",
        "interpolate": "step-after",
        "fill": DONE,
        "fillOpacity": 0.16,
        "line": {"stroke": DONE, "strokeWidth": 2.5},
    }
    over = today > figures["target_on"]
    return card(
        {
            **fitted(HEIGHT),
            "layer": [
                {"data": values([*reached, now]), "mark": area, "encoding": {"x": x, "y": y}},
                _line(
                    [*started, {"day": today, "number": figures["started"]}], RUNNING, x, y, interpolate="step-after", width=1.5
                ),
                _line(progress["plan"], MUTED, x, y, strokeDash=[6, 4], width=2),
                *marker(
                    figures["target_on"],
                    f"Ziel {german.short_date(date.fromisoformat(figures['target_on']))}",
                    LATE,
                    align="right",
                ),
                *(() if over else marker(today, "heute", INK, align="center")),
                _key(),
            ],
        },
        title=f"Umsetzung: Maßnahmen auf Stufe {figures['target_level']}",
        subtitle=summary(view),
    )


def summary(view: Mapping[str, Any]) -> str:
    """Return the chart in a sentence."""
    figures, planned = view["implementation"], planned_on(view["progress"]["plan"], view["today"])
    share = percent(figures["reached_target"], figures["measures"])
    target = german.short_date(date.fromisoformat(figures["target_on"]))
    return (
        f"{figures['reached_target']} von {german.count(figures['measures'], 'Maßnahme', 'Maßnahmen')} am Ziel ({share} %), nach Plan wären es {planned} · "
        f"{figures['started']} begonnen · Ziel {target}"
    )


def planned_on(plan: list[dict[str, Any]], today: str) -> int:
    """Return how many measures the plan wants to have reached on a day: evenly within each wave."""
    day, last_day, last = date.fromisoformat(today), date.fromisoformat(today), 0
    for point in plan:
        at = date.fromisoformat(point["day"])
        if at > day:
            return last + int((point["number"] - last) * (day - last_day).days / (at - last_day).days)
        last_day, last = at, int(point["number"])
    return last


def _line(rows: list[dict[str, Any]], colour: str, x: Spec, y: Spec, *, width: float, **mark: Any) -> Spec:
    return {
        "data": values(rows),
        "mark": {"type": "line", "stroke": colour, "strokeWidth": width, **mark},
        "encoding": {"x": x, "y": y},
    }


def _key() -> Spec:
    """Return what the lines mean, as words in the colours of the lines."""
    rows = [
        {"y": 14, "words": "— am Ziel", "colour": DONE},
        {"y": 32, "words": "— begonnen", "colour": RUNNING},
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
