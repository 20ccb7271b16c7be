"""What all charts look like: colours for a light and a dark ground, fonts, the card around them."""

from collections.abc import Sequence
from typing import Any, Final

from ozg_workflow.domain.plan.milestones import MilestoneState

Spec = dict[str, Any]

WIDTH: Final = 640  # pixels; the cockpit sets text to a column of about 600, and shrinks wider pictures to it
PADDING: Final = 20
FONT: Final = "Inter, 'Segoe UI', 'Liberation Sans', Arial, sans-serif"
SCHEMA: Final = "https://vega.github.io/schema/vega-lite/v6.json"

CARD: Final = "#fbfcfe"
BORDER: Final = "#dde4ee"
BAND: Final = "#e6effd"
GRID: Final = "#e7ecf3"
INK: Final = "#1b2738"
MUTED: Final = "#5d6b80"
DONE: Final = "#187a52"
RUNNING: Final = "#2563c9"
DUE: Final = "#965a00"
LATE: Final = "#c8323d"
PLANNED: Final = "#65738a"
REST: Final = "#d3dbe6"
PARTLY: Final = "#edbd63"  # much lighter than DONE (and on a dark ground much darker): they differ in grey print, too

# What each colour becomes on a dark ground; every chart uses only these, so that none is forgotten.
DARK: Final = {
    CARD: "#141b26",
    BORDER: "#2b3748",
    BAND: "#1c3050",
    GRID: "#26313f",
    INK: "#eef2f8",
    MUTED: "#a3b1c4",
    DONE: "#46c48f",
    RUNNING: "#6ba4ff",
    DUE: "#f0b13c",
    LATE: "#ff7d86",
    PLANNED: "#8c9ab0",
    REST: "#3a475a",
    PARTLY: "#7a4e0b",
}

STATE_COLOURS: Final = {
    MilestoneState.DONE: DONE,
    MilestoneState.RUNNING: RUNNING,
    MilestoneState.DUE: DUE,
    MilestoneState.LATE: LATE,
    MilestoneState.PLANNED: PLANNED,
}


def card(content: Spec, *, title: str, subtitle: str = "") -> Spec:
    """Return a whole specification: the content with its title, on a ground of its own."""
    return {
        "$schema": SCHEMA,
        "background": CARD,
        "padding": {"left": PADDING, "right": PADDING, "top": 18, "bottom": 16},
        "title": {"text": title, "subtitle": subtitle} if subtitle else title,
        "config": CONFIG,
        **content,
    }


def values(rows: Sequence[dict[str, Any]]) -> Spec:
    """Return data that is part of the specification: nothing is loaded."""
    return {"values": list(rows)}


CONFIG: Final[Spec] = {
    "font": FONT,
    "view": {"stroke": None},
    "title": {
        "anchor": "start",
        "frame": "bounds",
        "color": INK,
        "fontSize": 16,
        "fontWeight": 600,
        "subtitleColor": MUTED,
        "subtitleFontSize": 12.5,
        "offset": 16,
        "subtitlePadding": 5,
    },
    "axis": {
        "labelColor": MUTED,
        "titleColor": MUTED,
        "labelFontSize": 12,
        "titleFontSize": 12,
        "titleFontWeight": 400,
        "gridColor": GRID,
        "domain": False,
        "ticks": False,
        "labelPadding": 8,
    },
    "legend": {
        "labelColor": INK,
        "titleColor": MUTED,
        "labelFontSize": 12,
        "columnPadding": 28,
        "orient": "top",
        "symbolType": "square",
        "title": None,
    },
    "text": {"color": INK, "fontSize": 12.5},
}


def fitted(height: int) -> Spec:
    """Return the size of a single chart whose card is exactly as wide as all others."""
    return {"width": WIDTH, "height": height, "autosize": {"type": "fit", "contains": "padding"}}


def marker(day: str, words: str, colour: str, *, align: str = "left") -> tuple[Spec, Spec]:
    """Return an upright dashed line at a day with words at its top."""
    data = values([{"day": day, "words": words}])
    x = {"field": "day", "type": "temporal"}
    return (
        {
            "data": data,
            "mark": {"type": "rule", "stroke": colour, "strokeDash": [4, 3], "strokeWidth": 1.5},
            "encoding": {"x": x},
        },
        {
            "data": data,
            "mark": {
                "type": "text",
                "align": align,
                "baseline": "bottom",
                "dx": 0,
                "y": -4,
                "fill": colour,
                "fontSize": 11,
                "fontWeight": 600,
            },
            "encoding": {"x": x, "text": {"field": "words"}},
        },
    )
