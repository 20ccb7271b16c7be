"""The measures that are late or threaten to be, as they wait for a person: one need for each office."""

from collections import Counter
from collections.abc import Iterable
from datetime import date

from ozg_workflow.domain import german
from ozg_workflow.domain.needs import About, Need, NeedKind, need
from ozg_workflow.domain.results.lateness import Delay, Delayed


def measure_needs(today: date, delayed: Iterable[Delayed]) -> list[Need]:
    """Return what waits, by office; each names its figures and the measure whose target was due first."""
    offices: dict[str, list[Delayed]] = {}
    for item in delayed:
        offices.setdefault(item.office, []).append(item)
    return [_need(today, own) for _, own in sorted(offices.items())]


def _need(today: date, own: list[Delayed]) -> Need:
    first = min(own, key=lambda item: item.pace.target_on)
    late = [item.pace.target_on for item in own if item.pace.delay(today) is Delay.LATE]
    reminded = [item.reminded_on for item in own if item.reminded_on]
    told = f"; zuletzt erinnert am {german.short_date(max(reminded))}" if reminded else ""
    return need(
        NeedKind.MEASURES,
        f"Amt {first.office} {first.office_name}: {_figures(today, own)}, zuerst „{first.service}“ ({first.pace.words(today)}){told}",
        About(number=first.office, office=first.office, service=first.ref),
        since=min(late) if late else None,
    )


def _figures(today: date, own: list[Delayed]) -> str:
    counts = Counter(item.pace.delay(today) for item in own)
    late, threatened = counts[Delay.LATE], counts[Delay.THREATENED]
    words = (
        f"{german.count(late, 'Maßnahme', 'Maßnahmen')} verspätet" if late else "",
        f"{german.count(threatened, 'Maßnahme droht', 'Maßnahmen drohen')} verspätet zu sein" if threatened else "",
    )
    return " und ".join(filter(None, words))
