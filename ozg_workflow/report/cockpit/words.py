"""How dates, states and shares are written in the cockpit."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any, Final

from ozg_workflow.domain import german
from ozg_workflow.report.charts.look import Spec
from ozg_workflow.report.labels import share
from ozg_workflow.report.markdown import escape

View = Mapping[str, Any]
Draw = Callable[[Spec, str], str]  # specification, words that say the same → Markdown
ROUND_TITLES: Final = {"survey": "Erhebung", "progress": "Umsetzungsstand"}


def day(value: str | None) -> str:
    """Show an ISO date or moment as a German date; a moment is the civil day in Berlin."""
    if not value:
        return "–"
    return german.short_date(date.fromisoformat(value) if len(value) == 10 else _berlin(value).date())


def minute(value: str | None) -> str:
    """Show an ISO moment as `25.03.2020 07:00` in Berlin."""
    return f"{day(value)} {_berlin(value):%H:%M}" if value else "–"


def _berlin(value: str) -> datetime:
    moment = datetime.fromisoformat(value)
    return moment.astimezone(german.BERLIN) if moment.tzinfo else moment


def planned(value: str) -> str:
    """Show what the plan says: a day, or `Juli 2020`."""
    return german.month(date.fromisoformat(f"{value}-01")) if len(value) == 7 else day(value)


def days_left(days: int) -> str:
    """Say how long a deadline is away or over."""
    if days > 0:
        return f"noch {german.count(days, 'Tag', 'Tage')}"
    return "heute" if days == 0 else f"seit {german.count(-days, 'Tag', 'Tagen')} überfällig"


def title(what: str, view: View) -> str:
    """Return the heading of an artifact: what it is and of which day, then the rollout."""
    return f"# {what} am {day(view['today'])}\n\n**{escape(view['title'])}**"


def part_of(part: int, whole: int) -> str:
    """Return a share in per cent, a dash where there is nothing."""
    return share(part, whole) if whole else "–"
