"""The four fields of the prioritisation: feasibility to the right, benefit upwards."""

from collections import Counter
from collections.abc import Sequence
from typing import Final

from ozg_workflow.domain.cockpit.overview import Point, Scores
from ozg_workflow.domain.results.prioritisation import QUADRANT_TITLES, Quadrant
from ozg_workflow.report.charts.look import BORDER, CARD, DONE, DUE, INK, PLANNED, RUNNING, Spec, card, fitted, values
from ozg_workflow.report.charts.placing import Box, Dot, Name, Side, placed, shortened

COLOURS: Final = {Quadrant.DO_FIRST: DONE, Quadrant.PLAN: RUNNING, Quadrant.SEIZE: DUE, Quadrant.LATER: PLANNED}
HEIGHT: Final = 520
LABELLED: Final = 14
TYPE_SIZE: Final = 11
RADIUS: Final = 5.0
PLOT: Final = (540.0, 370.0)  # about what lies within the axes, in pixels
ROOM: Final = 8  # beyond 0 and 100, for the names of the fields


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
                *_labels(scores, x, y),
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


def _labels(scores: Scores, x: Spec, y: Spec) -> tuple[Spec, Spec]:
    """Return the names of the first services, as far as they fit without one over another, on a bright edge."""
    names = placed(_spots(scores), Box(0, 0, *PLOT), TYPE_SIZE, most=LABELLED)
    rows = [_label(name) for name in names]
    mark = {
        "type": "text",
        "fontSize": TYPE_SIZE,
        "fontWeight": 500,
        "fill": INK,
        "baseline": "middle",
        "align": {"expr": "datum.align"},
        "dx": {"expr": "datum.dx"},
        "dy": {"expr": "datum.dy"},
    }
    words = {"data": values(rows), "mark": mark, "encoding": {"x": x, "y": y, "text": {"field": "words"}}}
    return {**words, "mark": {**mark, "stroke": CARD, "strokeWidth": 3, "strokeJoin": "round", "strokeOpacity": 0.85}}, words


def _spots(scores: Scores) -> list[Dot]:
    """Return a dot for each place, the best first; those of ranked services have a name, with `+ 2` where others stand there, too."""
    found: dict[tuple[float, float], list[str]] = {}
    for service in sorted(scores.top, key=lambda service: service.rank):
        found.setdefault((service.feasibility, service.benefit), []).append(f"{service.rank} {shortened(service.name)}")
    others = {(p.feasibility, p.benefit): [""] for p in scores.points}
    return [_spot(place, names) for place, names in {**found, **{k: v for k, v in others.items() if k not in found}}.items()]


def _spot(place: tuple[float, float], names: Sequence[str]) -> Dot:
    (x, y), more = place, len(names) - 1
    (wide, high), whole = PLOT, 100 + 2 * ROOM
    text = names[0] + (f" + {more}" if more else "")
    return Dot(x=(x + ROOM) / whole * wide, y=(100 + ROOM - y) / whole * high, radius=RADIUS, text=text)


def _label(name: Name) -> Spec:
    (wide, high), whole, away = PLOT, 100 + 2 * ROOM, RADIUS + 3
    return {
        "feasibility": name.dot.x / wide * whole - ROOM,
        "benefit": 100 + ROOM - name.dot.y / high * whole,
        "words": name.dot.text,
        "align": {Side.RIGHT: "left", Side.LEFT: "right"}.get(name.side, "center"),
        "dx": {Side.RIGHT: away, Side.LEFT: -away}.get(name.side, 0),
        "dy": {Side.ABOVE: -away - TYPE_SIZE / 2, Side.BELOW: away + TYPE_SIZE / 2}.get(name.side, 0),
    }


def _raw(field: str) -> Spec:
    return {"field": field, "type": "nominal", "scale": None}
