"""The plan as a chart: one line per milestone, with its state, today and the next one."""

import textwrap
from collections.abc import Mapping, Sequence
from datetime import date
from operator import attrgetter
from typing import Any, Final

from ozg_workflow.domain import german
from ozg_workflow.domain.cockpit.status import MilestoneStatus, Planned, Status
from ozg_workflow.domain.plan.milestones import STATE_TITLES, MilestoneState
from ozg_workflow.report.charts.look import (
    BAND,
    INK,
    LATE,
    MUTED,
    PADDING,
    REST,
    RUNNING,
    STATE_COLOURS,
    WIDTH,
    Spec,
    card,
    values,
)
from ozg_workflow.report.charts.scale import TimeScale, time_scale

ROW: Final = 42  # pixels: a line of words, a line of time
HEAD: Final = 34
INNER: Final = WIDTH - 2 * PADDING - 20
# characters of a title, of a bold one, in the line below the heading: room for fonts that are wider than the one measured with
LONGEST, LONGEST_BOLD, LONGEST_NEXT = 68, 52, 44
SPEAKING: Final = (MilestoneState.RUNNING, MilestoneState.DUE, MilestoneState.LATE)
SHAPES: Final = {
    MilestoneState.DONE: "circle",
    MilestoneState.RUNNING: "circle",
    MilestoneState.DUE: "diamond",
    MilestoneState.LATE: "triangle-up",
    MilestoneState.PLANNED: "diamond",
}


def next_milestone(milestones: Sequence[MilestoneStatus], today: date) -> MilestoneStatus | None:
    """Return the milestone that comes next: the earliest one that still lies ahead."""
    ahead = [m for m in milestones if m.state is MilestoneState.PLANNED and m.planned.last >= today]
    return min(ahead, key=attrgetter("planned"), default=None)


def timeline_chart(status: Status) -> Spec:
    """Return the chart of the plan."""
    today, milestones = status.today, status.milestones
    scale = time_scale([day for m in milestones for day in (m.planned.first, m.planned.last)], 0, INNER)
    ahead = next_milestone(milestones, today)
    rows = [_row(number, m, scale, today, is_next=m is ahead) for number, m in enumerate(milestones)]
    return card(
        {
            "width": INNER,
            "height": HEAD + ROW * len(rows),
            "layer": [
                _band(rows),
                _lines(rows, scale),
                _months(scale),
                _tracks(rows),
                _bars(rows),
                *_today(rows, scale, today),
                _symbols(rows),
                *(_text(rows, "title", "left", bold=bold) for bold in (False, True)),
                *(_text(rows, "words", "right", bold=bold) for bold in (False, True)),
            ],
        },
        title="Zeitplan",
        subtitle=summary(milestones, today, LONGEST_NEXT),
    )


def summary(milestones: Sequence[MilestoneStatus], today: date, longest: int = 200) -> str:
    """Return the chart in a sentence; the title of the next milestone has at most `longest` characters."""
    counts = [(STATE_TITLES[state], sum(m.state is state for m in milestones)) for state in MilestoneState]
    ahead = next_milestone(milestones, today)
    then = f" · als Nächstes {_planned(ahead.planned)}: {_short(ahead.title, longest)}" if ahead else ""
    return ", ".join(f"{number} {title}" for title, number in counts if number) + then


def _short(title: str, longest: int) -> str:
    return textwrap.shorten(title, longest, placeholder=" …")


def _planned(planned: Planned) -> str:
    return german.month(planned.first) if planned.is_month else german.short_date(planned.first)


def _row(number: int, milestone: MilestoneStatus, scale: TimeScale, today: date, *, is_next: bool) -> dict[str, Any]:
    state, first, last = milestone.state, milestone.planned.first, milestone.planned.last
    if state is MilestoneState.RUNNING:
        last = max(last, today)
    bold = is_next or state is MilestoneState.LATE
    colour = RUNNING if is_next else STATE_COLOURS[state]
    return {
        "y": HEAD + ROW * number + 31,
        "line": HEAD + ROW * number + 13,
        "x": scale(last if state is MilestoneState.RUNNING else first),
        "from": scale(first),
        "to": scale(last),
        "title": _short(milestone.title, LONGEST_BOLD if bold else LONGEST),
        "words": _words(milestone, today, is_next=is_next),
        "shape": SHAPES[state],
        "colour": colour,
        "fill": "transparent" if state is MilestoneState.PLANNED and not is_next else colour,
        "title_colour": MUTED if state is MilestoneState.DONE else INK,
        "words_colour": RUNNING if is_next else STATE_COLOURS[state] if state in SPEAKING else MUTED,
        "bold": bold,
        "next": is_next,
    }


def _words(milestone: MilestoneStatus, today: date, *, is_next: bool) -> str:
    """Return what stands to the right of a milestone."""
    planned = milestone.planned
    match milestone.state:
        case MilestoneState.DONE if milestone.done_at:
            return f"erledigt {german.short_date(german.local_day(milestone.done_at))}"
        case MilestoneState.LATE:
            return f"seit {german.count((today - planned.last).days, 'Tag', 'Tagen')} überfällig"
        case MilestoneState.PLANNED:
            days = (planned.first - today).days
            left = f" · in {german.count(days, 'Tag', 'Tagen')}" if is_next and days > 0 else ""
            return f"{_planned(planned)}{left}"
    return STATE_TITLES[milestone.state]


def _pixel(field: str) -> Spec:
    return {"field": field, "type": "quantitative", "axis": None, "scale": None}


def _colour(field: str) -> Spec:
    return {"field": field, "type": "nominal", "scale": None}


def _band(rows: Sequence[Mapping[str, Any]]) -> Spec:
    """Return the ground of the next milestone."""
    chosen = [{"x": -10, "x2": INNER + 10, "y": r["line"] - 13, "y2": r["line"] + ROW - 13} for r in rows if r["next"]]
    return {
        "data": values(chosen),
        "mark": {"type": "rect", "fill": BAND, "cornerRadius": 6},
        "encoding": {"x": _pixel("x"), "x2": {"field": "x2"}, "y": _pixel("y"), "y2": {"field": "y2"}},
    }


def _lines(rows: Sequence[Mapping[str, Any]], scale: TimeScale) -> Spec:
    """Return the beginnings of the months on every line of time."""
    return {
        "data": values([{"x": x, "y": r["y"] - 4, "y2": r["y"] + 4} for x, _ in scale.months() for r in rows]),
        "mark": {"type": "rule", "stroke": REST},
        "encoding": {"x": _pixel("x"), "y": _pixel("y"), "y2": {"field": "y2"}},
    }


def _months(scale: TimeScale) -> Spec:
    return {
        "data": values([{"x": x, "y": HEAD - 14, "label": label} for x, label in scale.months()]),
        "mark": {"type": "text", "align": "left", "fill": MUTED, "fontSize": 11},
        "encoding": {"x": _pixel("x"), "y": _pixel("y"), "text": {"field": "label"}},
    }


def _tracks(rows: Sequence[Mapping[str, Any]]) -> Spec:
    """Return the line of time of each row."""
    return {
        "data": values([{"x": 0, "x2": INNER, "y": r["y"]} for r in rows]),
        "mark": {"type": "rule", "stroke": REST},
        "encoding": {"x": _pixel("x"), "x2": {"field": "x2"}, "y": _pixel("y")},
    }


def _bars(rows: Sequence[Mapping[str, Any]]) -> Spec:
    """Return a bar for what takes longer than a day."""
    return {
        "data": values([dict(r) for r in rows if r["to"] - r["from"] > 2]),
        "mark": {"type": "rule", "strokeWidth": 7, "strokeCap": "round", "opacity": 0.45},
        "encoding": {"x": _pixel("from"), "x2": {"field": "to"}, "y": _pixel("y"), "color": _colour("colour")},
    }


def _symbols(rows: Sequence[Mapping[str, Any]]) -> Spec:
    return {
        "data": values([dict(r) for r in rows]),
        "mark": {"type": "point", "size": 110, "strokeWidth": 2, "opacity": 1},
        "encoding": {
            "x": _pixel("x"),
            "y": _pixel("y"),
            "shape": {"field": "shape", "type": "nominal", "scale": None},
            "stroke": _colour("colour"),
            "fill": _colour("fill"),
        },
    }


def _today(rows: Sequence[Mapping[str, Any]], scale: TimeScale, today: date) -> tuple[Spec, Spec]:
    """Return a mark on every line of time, which leaves the words alone, and its label at the top."""
    x = scale(today)
    marks = values([{"x": x, "y": r["y"] - 9, "y2": r["y"] + 9} for r in rows])
    label = values([{"x": min(max(x, 55), INNER - 55), "y": 0, "label": f"heute, {german.short_date(today)}"}])
    text = {"type": "text", "fill": LATE, "fontWeight": "bold", "fontSize": 11, "baseline": "middle"}
    return (
        {
            "data": marks,
            "mark": {"type": "rule", "stroke": LATE, "strokeWidth": 1.5},
            "encoding": {"x": _pixel("x"), "y": _pixel("y"), "y2": {"field": "y2"}},
        },
        {"data": label, "mark": text, "encoding": {"x": _pixel("x"), "y": _pixel("y"), "text": {"field": "label"}}},
    )


def _text(rows: Sequence[Mapping[str, Any]], field: str, align: str, *, bold: bool) -> Spec:
    at = 0 if align == "left" else INNER
    return {
        "data": values([dict(r) | {"at": at} for r in rows if r["bold"] == bold]),
        "mark": {"type": "text", "align": align, "baseline": "middle", "fontWeight": 600 if bold else 400},
        "encoding": {
            "x": _pixel("at"),
            "y": _pixel("line"),
            "text": {"field": field},
            "color": _colour(f"{field}_colour"),
        },
    }
