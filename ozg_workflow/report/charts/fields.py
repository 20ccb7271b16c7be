"""The four fields of the prioritisation: feasibility to the right, benefit upwards."""

from collections import Counter
from collections.abc import Sequence
from typing import Final

from ozg_workflow.domain import german
from ozg_workflow.domain.cockpit.overview import Point, Scores
from ozg_workflow.domain.results.prioritisation import QUADRANT_TITLES, Quadrant
from ozg_workflow.report.charts.look import BORDER, DONE, DUE, INK, PLANNED, RUNNING, Spec, card, fitted, values

COLOURS: Final = {Quadrant.DO_FIRST: DONE, Quadrant.PLAN: RUNNING, Quadrant.SEIZE: DUE, Quadrant.LATER: PLANNED}
HEIGHT: Final = 520
LABELLED: Final = 10
ROOM: Final = 8  # beyond 0 and 100, for the names of the fields
NEAR: Final = 4  # services closer than this share one label


def fields_chart(scores: Scores) -> Spec:
    """Return the chart."""
    x, y = _axis("feasibility", "Machbarkeit"), _axis("benefit", "Nutzen")
    return card(
        {
            **fitted(HEIGHT),
            "layer": [
                _grounds(scores.threshold, x, y),
                _names(scores, x, y),
                _dots(scores.points, x, y),
                _ranks(scores.points, x, y),
            ],
        },
        title="Vier Felder: Nutzen und Machbarkeit",
        subtitle=summary(scores),
    )


def summary(scores: Scores) -> str:
    """Return the chart in a sentence."""
    found = Counter(p.quadrant for p in scores.points)
    return " · ".join(f"{QUADRANT_TITLES[q]} {found[q]}" for q in Quadrant)


def _axis(field: str, title: str) -> Spec:
    return {
        "field": field,
        "type": "quantitative",
        "title": f"{title} →",
        "scale": {"domain": [-ROOM, 100 + ROOM], "nice": False},
        "axis": {"grid": False, "values": [0, 20, 40, 60, 80, 100]},
    }


def _grounds(threshold: float, x: Spec, y: Spec) -> Spec:
    edges = ((-ROOM, threshold), (threshold, 100 + ROOM))
    rows = [
        {
            "feasibility": left,
            "right": right,
            "benefit": low,
            "top": high,
            "colour": COLOURS[_quadrant(left == threshold, low == threshold)],
        }
        for left, right in edges
        for low, high in edges
    ]
    return {
        "data": values(rows),
        "mark": {"type": "rect", "fillOpacity": 0.09, "stroke": BORDER},
        "encoding": {"x": x, "x2": {"field": "right"}, "y": y, "y2": {"field": "top"}, "fill": _raw("colour")},
    }


def _quadrant(feasible: bool, useful: bool) -> Quadrant:
    if useful:
        return Quadrant.DO_FIRST if feasible else Quadrant.PLAN
    return Quadrant.SEIZE if feasible else Quadrant.LATER


def _names(scores: Scores, x: Spec, y: Spec) -> Spec:
    found = Counter(p.quadrant for p in scores.points)
    rows = [
        {
            "feasibility": 99 + ROOM if feasible else 1 - ROOM,
            "benefit": 98.5 + ROOM if useful else 1.5 - ROOM,
            "words": f"{QUADRANT_TITLES[q]} ({found[q]})",
            "colour": COLOURS[q],
            "align": "right" if feasible else "left",
            "baseline": "top" if useful else "bottom",
        }
        for feasible in (False, True)
        for useful in (False, True)
        for q in (_quadrant(feasible, useful),)
    ]
    mark = {
        "type": "text",
        "fontSize": 14,
        "fontWeight": 600,
        "align": {"expr": "datum.align"},
        "baseline": {"expr": "datum.baseline"},
    }
    return {"data": values(rows), "mark": mark, "encoding": {"x": x, "y": y, "text": {"field": "words"}, "color": _raw("colour")}}


def _dots(points: Sequence[Point], x: Spec, y: Spec) -> Spec:
    """Return a dot for each place, larger where several services stand."""
    places = Counter((p.feasibility, p.benefit, p.quadrant) for p in points)
    rows = [{"feasibility": f, "benefit": b, "number": number, "colour": COLOURS[q]} for (f, b, q), number in places.items()]
    size = {
        "field": "number",
        "type": "quantitative",
        "legend": None,
        "scale": {"domain": [1, 10], "range": [70, 420], "clamp": True},
    }
    return {
        "data": values(rows),
        "mark": {"type": "circle", "opacity": 0.75},
        "encoding": {"x": x, "y": y, "size": size, "color": _raw("colour")},
    }


def _ranks(points: Sequence[Point], x: Spec, y: Spec) -> Spec:
    """Return the ranks of the first services, together where several stand in one place."""
    rows = [
        {
            "feasibility": group[0].feasibility,
            "benefit": group[0].benefit,
            "words": german.join(list(dict.fromkeys(str(p.rank) for p in group))),
        }
        for group in _near(points)
    ]
    return {
        "data": values(rows),
        "mark": {"type": "text", "dx": 10, "align": "left", "baseline": "middle", "fontSize": 12, "fontWeight": 600, "fill": INK},
        "encoding": {"x": x, "y": y, "text": {"field": "words"}},
    }


def _near(points: Sequence[Point]) -> list[list[Point]]:
    """Return the services with a label in groups that share one, by rank."""
    groups: list[list[Point]] = []
    for p in sorted((p for p in points if p.rank and p.rank <= LABELLED), key=lambda p: p.rank or 0):
        near = (g for g in groups if abs(g[0].feasibility - p.feasibility) + abs(g[0].benefit - p.benefit) < NEAR)
        group = next(near, None)
        groups.append([p]) if group is None else group.append(p)
    return groups


def _raw(field: str) -> Spec:
    return {"field": field, "type": "nominal", "scale": None}
