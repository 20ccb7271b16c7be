"""How dates, states and shares are written in the cockpit."""

from collections.abc import Callable
from datetime import date, datetime

from ozg_workflow.domain import german
from ozg_workflow.domain.cockpit.status import Planned, Status
from ozg_workflow.report.charts.look import Spec
from ozg_workflow.report.labels import share
from ozg_workflow.report.markdown import escape

Draw = Callable[[Spec, str], str]  # specification, words that say the same → Markdown


def day(value: date | None) -> str:
    """Show a date or a moment as a German date; a moment is the civil day in Berlin."""
    if value is None:
        return "–"
    return german.short_date(german.local_day(value) if isinstance(value, datetime) else value)


def planned(value: Planned) -> str:
    """Show what the plan says: a day, or `Juli 2020`."""
    return german.month(value.first) if value.is_month else day(value.first)


def title(what: str, status: Status) -> str:
    """Return the heading of an artifact: what it is and of which day, then the rollout."""
    return f"# {what} am {day(status.today)}\n\n**{escape(status.title)}**"


def part_of(part: int, whole: int) -> str:
    """Return a share in per cent, a dash where there is nothing."""
    return share(part, whole) if whole else "–"


def linked(words: str, address: str) -> str:
    """Return words as a link, or as they are where the address is not known."""
    return f"[{escape(words)}]({address})" if address else escape(words)


def ways(*found: tuple[str, str]) -> str:
    """Return the links, (words, address), that lead on from a line; nothing where no address is known. V1 shows links only by their weight."""
    links = " · ".join(f"**{linked(words, address)}**" for words, address in found if address)
    return f" → {links}" if links else ""
