"""How far the services are today, and what is firmly planned: values and rows of the paper."""

from typing import Final
from urllib.parse import urlsplit

from ozg_workflow.domain import german
from ozg_workflow.domain.results.maturity import Levels, Maturity, Offer
from ozg_workflow.report.board.data import BoardPaper
from ozg_workflow.report.labels import level_words, office_label

PLANNED: Final = 10  # planned offers named in the text; all stand in the appendix


def maturity_values(paper: BoardPaper) -> dict[str, object] | None:
    """Return the figures of all services; None where the paper has none."""
    found = paper.maturity
    if found is None:
        return None
    scale, total = found.scale, found.total
    return {
        "levels": scale.values,
        "services": total.services,
        "known": total.known,
        "mean": _mean(total),
        "compliant": total.compliant,
        "compliant_level": scale.compliant_level,
        "on_target": total.on_target,
        "target_level": scale.target_level,
        "planned": total.planned,
        "planned_shown": min(PLANNED, total.planned),
    }


def level_rows(found: Maturity) -> list[tuple[str, ...]]:
    """Return the rows of the levels by Dezernat, all together last: all, at each level, open, mean, compliant, at the target, planned."""
    return [_row(row) for row in (*found.departments, found.total)]


def _row(row: Levels) -> tuple[str, ...]:
    figures = (*row.counts, row.unknown + row.open)
    last = (row.compliant, row.on_target, row.planned)
    return (row.title, german.number(row.services), *map(german.number, figures), _mean(row), *map(german.number, last))


def _mean(row: Levels) -> str:
    return "–" if row.mean is None else german.number(row.mean, 1)


def planned_rows(paper: BoardPaper, found: Maturity) -> list[tuple[str, ...]]:
    """Return the offers that are firmly planned next: day, service, office, level today."""
    return [
        (_day(offer), offer.name, office_label(offer.office, paper.office_names), level_words(found.scale, offer.level))
        for offer in found.planned[:PLANNED]
    ]


def all_planned_rows(found: Maturity) -> list[tuple[str, ...]]:
    """Return every offer that is firmly planned: day, service, numbers of its office and of its level today."""
    return [(_day(offer), offer.name, offer.office, _level(found, offer)) for offer in found.planned]


def online_rows(found: Maturity) -> list[tuple[str, ...]]:
    """Return every offer of today: service, numbers of its office and of its level, where it is found."""
    return [(offer.name, offer.office, _level(found, offer), _site(offer)) for offer in found.online]


def _level(found: Maturity, offer: Offer) -> str:
    """Return the number of a level: a long list has no room for its title."""
    return level_words(found.scale, offer.level).partition(" – ")[0]


def _day(offer: Offer) -> str:
    return german.short_date(offer.planned_on) if offer.planned_on else "ohne Termin"


def _site(offer: Offer) -> str:
    """Return the name of the server, which paper has room for; the whole address stands in the reading room."""
    try:
        return urlsplit(offer.url).hostname or offer.url or "–"
    except ValueError:  # a text that only looks like an address
        return offer.url
