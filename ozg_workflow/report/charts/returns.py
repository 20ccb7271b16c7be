"""The returns of one round as charts: by Dezernat, and over time against the deadline."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from operator import attrgetter
from typing import Any, Final, NamedTuple

from ozg_workflow.domain import german
from ozg_workflow.domain.cockpit.overview import DepartmentReturns, RoundView
from ozg_workflow.report.charts.look import (
    DONE,
    GRID,
    INK,
    LATE,
    MUTED,
    PARTLY,
    RUNNING,
    WIDTH,
    Spec,
    card,
    fitted,
    marker,
    values,
)
from ozg_workflow.report.labels import percent


class Part(NamedTuple):
    """A part of a bar: how many lists it stands for, its words, its colour."""

    number: Callable[[DepartmentReturns], int]
    title: str
    colour: str


PARTS: Final = (
    Part(attrgetter("returned"), "zurück", DONE),
    Part(attrgetter("partly"), "teilweise zurück", PARTLY),
    Part(attrgetter("open"), "noch nicht zurück", GRID),
)
AFTER: Final = 30  # days shown after a deadline that has passed
LABELS, SPARE = 225, 30  # pixels; a font that is wider than the one measured with needs more
ROW: Final = 27
HEIGHT: Final = 290
LINE: Final = WIDTH - 90  # pixels of the axis of time

NAMES: Final[Spec] = {
    "field": "name",
    "type": "nominal",
    "sort": None,
    "title": None,
    "axis": {"labelLimit": LABELS, "labelColor": INK, "minExtent": LABELS + SPARE},
    "scale": {"paddingInner": 0.45, "paddingOuter": 0.3},
}
SHARES: Final[Spec] = {
    "field": "share",
    "type": "quantitative",
    "title": None,
    "scale": {"domain": [0, 100]},
    "axis": {"values": [0, 25, 50, 75, 100], "labelExpr": "datum.value + ' %'"},
}
AREA: Final[Spec] = {
    "type": "area",
    "clip": True,
    "interpolate": "step-after",
    "line": {"stroke": RUNNING, "strokeWidth": 2.5},
    "fill": RUNNING,
    "fillOpacity": 0.14,
}
NOW: Final[Spec] = {"type": "point", "filled": True, "size": 80, "fill": RUNNING, "opacity": 1}


def summary(current: RoundView, today: date) -> str:
    """Return the charts in a sentence."""
    left = (current.due_on - today).days
    when = f"noch {german.count(left, 'Tag', 'Tage')}" if left > 0 else "heute" if left == 0 else "vorüber"
    share = percent(current.returned, current.lists)
    foretold = f" · {current.forecast.words} bis zur Frist" if current.forecast else ""
    return f"{current.returned} von {current.lists} Listen zurück ({share} %) · Frist {german.short_date(current.due_on)}, {when}{foretold}"


def course(current: RoundView, today: date) -> str:
    """Return the course in words: when a quarter, a half, three quarters and all lists were back."""
    points = [p for p in current.over_time if p.lists]
    found = []
    for wanted in (25, 50, 75, 100):
        first = next((p for p in points if 100 * p.returned >= wanted * p.lists), None)
        if first:
            found.append(f"{wanted} % am {german.short_date(first.day)}")
    return f"{', '.join(found) or 'noch kein Viertel der Listen'}; {summary(current, today)}"


def departments_chart(current: RoundView, today: date) -> Spec:
    """Return how many lists of each Dezernat are back."""
    content = {
        **fitted(110 + ROW * len(current.departments)),
        "layer": [_bars(current.departments), _totals(current.departments)],
    }
    return card(content, title=f"Rücklauf nach Dezernaten: {current.title}", subtitle=summary(current, today))


def _bars(departments: Sequence[DepartmentReturns]) -> Spec:
    rows = [
        {"name": _name(d), "part": part.title, "number": part.number(d), "colour": part.colour, "order": order}
        for d in departments
        for order, part in enumerate(PARTS)
    ]
    colour = {
        "field": "part",
        "type": "nominal",
        "scale": {"domain": [p.title for p in PARTS], "range": [p.colour for p in PARTS]},
        "legend": {"offset": 4, "symbolStrokeColor": MUTED, "symbolStrokeWidth": 1},
    }
    x = {"field": "number", "type": "quantitative", "axis": None, "stack": "zero"}
    return {
        "data": values(rows),
        "mark": {"type": "bar", "cornerRadius": 2, "stroke": MUTED, "strokeWidth": 1},
        "encoding": {"y": NAMES, "x": x, "order": {"field": "order"}, "color": colour},
    }


def _totals(departments: Sequence[DepartmentReturns]) -> Spec:
    return {
        "data": values([{"name": _name(d), "end": d.lists, "words": f"{d.returned}/{d.lists}"} for d in departments]),
        "mark": {"type": "text", "align": "left", "dx": 6, "fill": MUTED, "fontSize": 12},
        "encoding": {"y": NAMES, "x": {"field": "end", "type": "quantitative"}, "text": {"field": "words"}},
    }


def _name(department: DepartmentReturns) -> str:
    return f"{department.number} · {department.name}"


def over_time_chart(current: RoundView, today: date) -> Spec:
    """Return the share of lists that were back, evening by evening, against the deadline."""
    end = max(current.due_on, min(today, current.due_on + timedelta(days=AFTER))) + timedelta(days=4)
    points = _shares(current, min(today, end))
    encoding = {"x": _days(current.opened_on, end), "y": SHARES}
    content = {
        **fitted(HEIGHT),
        "layer": [
            {"data": values(points), "mark": AREA, "encoding": encoding},
            *_markers(current, today, end),
            {"data": values(points[-1:]), "mark": NOW, "encoding": encoding},
        ],
    }
    return card(content, title="Rücklauf über die Zeit: Anteil der Listen, die zurück sind")


def _days(first: date, last: date) -> Spec:
    return {
        "field": "day",
        "type": "temporal",
        "title": None,
        "scale": {"domain": [first.isoformat(), last.isoformat()]},
        "axis": {"format": "%d.%m.", "grid": False, "tickCount": 5, "labelFlush": True},
    }


def _shares(current: RoundView, last: date) -> list[dict[str, Any]]:
    """Return the share that was back on the evenings before the last day shown, and what is back now."""
    before = [(p.day, 100 * p.returned / p.lists) for p in current.over_time if p.lists and p.day < last]
    return [{"day": d.isoformat(), "share": share} for d, share in (*before, (last, 100 * current.returned / current.lists))]


def _markers(current: RoundView, today: date, end: date) -> tuple[Spec, ...]:
    """Return the deadline and today, with words that do not cover each other; a day beyond the axis is not shown."""
    due_on = current.due_on
    whole = (end - current.opened_on).days
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
