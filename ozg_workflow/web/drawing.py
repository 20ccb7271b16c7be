"""The drawings of the pages as plain geometry: the templates draw them, the style sheet colours them for light and dark.

Not `report.charts`: its renderer brings a browser engine, which costs the process 50 MB and the first page two seconds.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from ozg_workflow.domain.cockpit.overview import RoundView

WIDTH: Final = 640
HEIGHT: Final = 220
TOP: Final = 22
FOOT: Final = 24
LEFT: Final = 48
AFTER: Final = 30  # days shown after a deadline that has passed


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """The share of lists that were back, evening by evening: an upright step line, where the deadline and today lie on it."""

    line: str
    area: str
    due_x: float
    today_x: float | None
    first: date
    last: date


def course_of(current: RoundView, today: date) -> Course | None:
    """Return the drawing of the returns of a round, None before there is anything to draw."""
    first = current.opened_on
    last = max(current.due_on, min(today, current.due_on + timedelta(days=AFTER)), first + timedelta(days=1))
    points = [(p.day, p.returned / p.lists) for p in current.over_time if p.lists and p.day <= last]
    if not points:
        return None

    def x(day: date) -> float:
        return round(LEFT + (WIDTH - LEFT - 8) * (day - first).days / (last - first).days, 1)

    line, height = [f"M{x(first)},{_y(0)}"], 0.0
    for day, share in points:
        line.append(f"H{x(max(day, first))}")
        line.append(f"V{_y(share)}")
        height = share
    end = x(min(today, last))
    line.append(f"H{end}")
    shown = first <= today <= last
    return Course(
        line="".join(line),
        area=f"{''.join(line)}V{_y(0)}Z" if height else "",
        due_x=x(current.due_on),
        today_x=x(today) if shown and today != current.due_on else None,
        first=first,
        last=last,
    )


def _y(share: float) -> float:
    return round(TOP + (HEIGHT - TOP - FOOT) * (1 - share), 1)
