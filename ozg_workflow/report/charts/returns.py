"""The returns of one round as charts: by Dezernat, and over time against the deadline."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, Final

from ozg_workflow.domain import german
from ozg_workflow.report.charts.look import DONE, DUE, INK, LATE, MUTED, REST, RUNNING, WIDTH, Spec, card, fitted, marker, values
from ozg_workflow.report.labels import percent

PARTS: Final = (("returned", "zurück", DONE), ("partly", "teilweise zurück", DUE), ("open", "noch nicht zurück", REST))
AFTER: Final = 30  # days shown after a deadline that has passed
LABELS, SPARE = 225, 30  # pixels; a font that is wider than the one measured with needs more
ROW: Final = 27
HEIGHT: Final = 290
LINE: Final = WIDTH - 90  # pixels of the axis of time


def summary(view: Mapping[str, Any]) -> str:
    """Return the charts in a sentence."""
    current, today = view["round"], date.fromisoformat(view["today"])
    due_on = date.fromisoformat(current["due_on"])
    left = (due_on - today).days
    when = f"noch {german.count(left, 'Tag', 'Tage')}" if left > 0 else "heute" if left == 0 else "vorüber"
    share = percent(current["returned"], current["lists"])
    return f"{current['returned']} von {current['lists']} Listen zurück ({share} %) · Frist {german.short_date(due_on)}, {when}"


def course(view: Mapping[str, Any]) -> str:
    """Return the course in words: when a quarter, a half, three quarters and all lists were back."""
    points = [p for p in view["round"]["over_time"] if p["lists"]]
    found = []
    for wanted in (25, 50, 75, 100):
        first = next((p for p in points if 100 * p["returned"] >= wanted * p["lists"]), None)
        if first:
            found.append(f"{wanted} % am {german.short_date(date.fromisoformat(first['day']))}")
    return f"{', '.join(found) or 'noch kein Viertel der Listen'}; {summary(view)}"


def departments_chart(view: Mapping[str, Any]) -> Spec:
    """Return how many lists of each Dezernat are back; `view` is `overview` with a round."""
    departments = view["round"]["departments"]
    rows = [
        {"name": f"{d['number']} · {d['name']}", "part": title, "number": d[key], "colour": colour, "order": order}
        for d in departments
        for order, (key, title, colour) in enumerate(PARTS)
    ]
    totals = [
        {"name": f"{d['number']} · {d['name']}", "end": d["lists"], "words": f"{d['returned']}/{d['lists']}"} for d in departments
    ]
    y = {
        "field": "name",
        "type": "nominal",
        "sort": None,
        "title": None,
        "axis": {"labelLimit": LABELS, "labelColor": INK, "minExtent": LABELS + SPARE},
        "scale": {"paddingInner": 0.45, "paddingOuter": 0.3},
    }
    x = {"field": "number", "type": "quantitative", "axis": None, "stack": "zero"}
    content = {
        **fitted(110 + ROW * len(departments)),
        "layer": [
            {
                "data": values(rows),
                "mark": {"type": "bar", "cornerRadius": 2},
                "encoding": {
                    "y": y,
                    "x": x,
                    "order": {"field": "order"},
                    "color": {
                        "field": "part",
                        "type": "nominal",
                        "scale": {"domain": [p[1] for p in PARTS], "range": [p[2] for p in PARTS]},
                        "legend": {"offset": 4},
                    },
                },
            },
            {
                "data": values(totals),
                "mark": {"type": "text", "align": "left", "dx": 6, "fill": MUTED, "fontSize": 12},
                "encoding": {"y": y, "x": {"field": "end", "type": "quantitative"}, "text": {"field": "words"}},
            },
        ],
    }
    return card(content, title=f"Rücklauf nach Dezernaten: {view['round']['title']}", subtitle=summary(view))


def over_time_chart(view: Mapping[str, Any]) -> Spec:
    """Return the share of lists that were back, evening by evening, against the deadline."""
    current, today = view["round"], view["today"]
    due_on = date.fromisoformat(current["due_on"])
    end = max(due_on, min(date.fromisoformat(today), due_on + timedelta(days=AFTER))) + timedelta(days=4)
    last = {"day": min(today, end.isoformat()), "share": 100 * current["returned"] / current["lists"]}
    before = [p for p in current["over_time"] if p["lists"] and p["day"] < last["day"]]
    points = [*({"day": p["day"], "share": 100 * p["returned"] / p["lists"]} for p in before), last]
    x = {
        "field": "day",
        "type": "temporal",
        "title": None,
        "scale": {"domain": [current["opened_on"], end.isoformat()]},
        "axis": {"format": "%d.%m.", "grid": False, "tickCount": 5, "labelFlush": True},
    }
    y = {
        "field": "share",
        "type": "quantitative",
        "title": None,
        "scale": {"domain": [0, 100]},
        "axis": {
            "values": [0, 25, 50, 75, 100],
            "labelExpr": "datum.value + ' %'",
        },
    }
    line = {"interpolate": "step-after", "line": {"stroke": RUNNING, "strokeWidth": 2.5}, "fill": RUNNING, "fillOpacity": 0.14}
    content = {
        **fitted(HEIGHT),
        "layer": [
            {"data": values(points), "mark": {"type": "area", "clip": True, **line}, "encoding": {"x": x, "y": y}},
            *_markers(current, date.fromisoformat(today), due_on, end),
            {
                "data": values(points[-1:]),
                "mark": {"type": "point", "filled": True, "size": 80, "fill": RUNNING, "opacity": 1},
                "encoding": {"x": x, "y": y},
            },
        ],
    }
    return card(content, title="Rücklauf über die Zeit: Anteil der Listen, die zurück sind")


def _markers(current: Mapping[str, Any], today: date, due_on: date, end: date) -> tuple[Spec, ...]:
    """Return the deadline and today, with words that do not cover each other; a day beyond the axis is not shown."""
    whole = (end - date.fromisoformat(current["opened_on"])).days
    apart = (due_on - today).days / whole * LINE
    deadline = marker(
        due_on.isoformat(),
        f"Frist {german.short_date(due_on)}",
        LATE,
        align="right" if -150 < apart <= 0 or due_on == end else "center",
    )
    if today > end or abs(apart) < 40:
        return deadline
    return (
        *marker(today.isoformat(), "heute", MUTED, align="center" if abs(apart) > 90 else "left" if apart < 0 else "right"),
        *deadline,
    )
