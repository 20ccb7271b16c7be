"""The timeline as a Mermaid gantt chart, which the cockpit draws inside Markdown."""

import json
import re
import textwrap
from calendar import monthrange
from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from ozg_workflow.domain.timeline import MilestoneState

LONGEST_TITLE: Final = 78  # characters; longer ones would leave the chart

_TAGS: Final = {
    MilestoneState.DONE: ("done",),
    MilestoneState.RUNNING: ("active",),
    MilestoneState.DUE: ("active",),
    MilestoneState.LATE: ("crit",),
    MilestoneState.PLANNED: (),
}

# The cockpit draws on a dark ground and shrinks a wide chart to its column: fixed colours and width keep it readable.
_LOOK: Final = (
    "%%{init: "
    + json.dumps(
        {
            "theme": "base",
            "gantt": {
                "useWidth": 860,
                "fontSize": 14,
                "barHeight": 20,
                "barGap": 6,
                "leftPadding": 16,
                "topPadding": 40,
                "rightPadding": 16,
            },
            "themeVariables": {
                "fontFamily": "sans-serif",
                "gridColor": "#5b6b7f",
                "textColor": "#f3f5f8",
                "taskTextColor": "#f3f5f8",
                "taskTextDarkColor": "#f3f5f8",
                "taskTextLightColor": "#f3f5f8",
                "taskTextOutsideColor": "#f3f5f8",
                "sectionBkgColor": "#1f2937",
                "sectionBkgColor2": "#1f2937",
                "altSectionBkgColor": "#1f2937",
                "doneTaskBkgColor": "#3fa37c",
                "doneTaskBorderColor": "#3fa37c",
                "activeTaskBkgColor": "#4a90e2",
                "activeTaskBorderColor": "#9cc4f5",
                "critBkgColor": "#e5484d",
                "critBorderColor": "#ffb3b5",
                "taskBkgColor": "#8896a8",
                "taskBorderColor": "#c3ccd8",
            },
        }
    )
    + "}%%"
)


def gantt(status: Mapping[str, Any], titles: Mapping[str, str]) -> list[str]:
    """Return the fenced lines of the chart: done, active (due or running), crit (late), plain (planned).

    A month and a running milestone are bars, everything else is a diamond. The marker of the real today is off: the
    status may be that of a rehearsal.
    """
    today = date.fromisoformat(status["today"])
    lines = ["```mermaid", _LOOK, "gantt", "    dateFormat YYYY-MM-DD", "    axisFormat %m/%Y", "    todayMarker off"]
    for number, milestone in enumerate(status["milestones"], 1):
        title = titles.get(milestone["key"], milestone["title"])
        lines.append(f"    {number}. {plain(title)} :{_task(milestone, today)}")
    return [*lines, "```"]


def plain(title: str) -> str:
    """Return a title without the characters that end or comment a Mermaid task, at most 78 characters long."""
    return textwrap.shorten(re.sub(r"[:;#%`{}\"]", " ", title), LONGEST_TITLE, placeholder=" …")


def _task(milestone: Mapping[str, Any], today: date) -> str:
    state = MilestoneState(milestone["state"])
    first, days = _span(milestone["planned"], state, today)
    kind = () if days else ("milestone",)
    return ", ".join((*_TAGS[state], *kind, first.isoformat(), f"{days}d"))


def _span(planned: str, state: MilestoneState, today: date) -> tuple[date, int]:
    if len(planned) == 7:
        first = date.fromisoformat(f"{planned}-01")
        return first, monthrange(first.year, first.month)[1]
    first = date.fromisoformat(planned)
    return first, max((today - first).days, 0) if state is MilestoneState.RUNNING else 0
