"""The sheet `Vergleich`: what has changed since the round before."""

from collections.abc import Mapping
from typing import Final

from ozg_workflow.domain import german
from ozg_workflow.domain.results.comparison import Comparison, ReturnRate
from ozg_workflow.report.workbook import Book, Column, Value

TOP: Final = 3
SERVICES: Final = (
    Column(heading="Leistung", width=54),
    Column(heading="Amt", width=7, look="centre"),
    Column(heading="Rang vorher", width=10, look="rank"),
    Column(heading="Rang jetzt", width=10, look="rank"),
    Column(heading="Plätze", width=9, look="signed"),
    Column(heading="Stufe vorher", width=10, look="centre"),
    Column(heading="Stufe jetzt", width=10, look="centre"),
    Column(heading="Stufen", width=9, look="signed"),
    Column(heading="Anders beantwortet", width=44),
    Column(heading="Maßnahme", width=26),
)
OFFICES: Final = (
    Column(heading="Amt", width=54),
    Column(heading="Nr.", width=7, look="centre"),
    Column(heading="Listen vorher", width=10, look="centre"),
    Column(heading="davon zurück", width=10, look="centre"),
    Column(heading="Rücklauf vorher", width=9, look="percent"),
    Column(heading="Listen jetzt", width=10, look="centre"),
    Column(heading="davon zurück ", width=10, look="centre"),
    Column(heading="Rücklauf jetzt", width=9, look="percent"),
)


def write_comparison(book: Book, found: Comparison, names: Mapping[str, str]) -> None:
    """Write the return rates of the offices, and below them every service with rank and level before and after."""
    heading = f"Vergleich: {found.after} mit {found.before}"
    sheet = book.sheet("Vergleich", heading, summary(found), SERVICES)
    rows = [_office_row(names.get(o.office, ""), o.office, o.before, o.after) for o in found.offices]
    book.table(sheet, TOP, OFFICES, rows, name="Ruecklauf")
    below = TOP + len(rows) + 3
    services = [
        (
            s.name,
            s.office,
            s.rank_before,
            s.rank_after,
            s.places,
            s.level_before,
            s.level_after,
            s.steps,
            ", ".join(s.changed),
            s.measure,
        )
        for s in found.services
    ]
    book.table(sheet, below, SERVICES, services, name="Leistungen")


def summary(found: Comparison) -> str:
    """Return the comparison in one line."""
    known = german.count(found.comparable, "Leistung mit Stufe in beiden Runden", "Leistungen mit Stufe in beiden Runden")
    rates = " · ".join(f"Rücklauf {title}: {_share(rate)}" for title, rate in totals(found))
    return f"{known}: {found.raised} gestiegen, {found.lowered} gesunken · {rates}{_measures(found)} · beide Runden mit denselben Gewichten gerechnet"


def _measures(found: Comparison) -> str:
    words = german.join([f"{number} {what}" for what, number in found.measures])
    return f" · Maßnahmen: {words}" if words else ""


def totals(found: Comparison) -> tuple[tuple[str, ReturnRate], tuple[str, ReturnRate]]:
    """Return the titles of both rounds with the return rate of all offices together."""
    before, after = ([getattr(o, side) for o in found.offices] for side in ("before", "after"))
    return (found.before, _sum(before)), (found.after, _sum(after))


def _sum(rates: list[ReturnRate]) -> ReturnRate:
    return ReturnRate(lists=sum(r.lists for r in rates), returned=sum(r.returned for r in rates))


def _share(rate: ReturnRate) -> str:
    return f"{rate.returned} von {rate.lists}"


def _office_row(name: str, number: str, before: ReturnRate, after: ReturnRate) -> tuple[Value, ...]:
    return (name, number, *_rate(before), *_rate(after))


def _rate(rate: ReturnRate) -> tuple[Value, Value, Value]:
    return rate.lists, rate.returned, rate.returned / rate.lists if rate.lists else None


def comparison_json(found: Comparison) -> dict[str, object]:
    """Return the comparison for `priorisierung.json`."""
    return {
        "before": found.before,
        "after": found.after,
        "levels": {"comparable": found.comparable, "raised": found.raised, "lowered": found.lowered},
        "offices": [
            {
                "office": o.office,
                "lists_before": o.before.lists,
                "returned_before": o.before.returned,
                "lists_after": o.after.lists,
                "returned_after": o.after.returned,
            }
            for o in found.offices
        ],
        "services": [
            {
                "ref": s.ref,
                "name": s.name,
                "office": s.office,
                "rank_before": s.rank_before,
                "rank_after": s.rank_after,
                "level_before": s.level_before,
                "level_after": s.level_after,
                "changed": list(s.changed),
                "measure": s.measure,
            }
            for s in found.services
        ],
    }
