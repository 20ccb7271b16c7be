"""How far the services are today, and what is firmly planned: values and rows of the paper."""

from typing import Final

from ozg_workflow.domain import german
from ozg_workflow.domain.results.maturity import Levels, Maturity
from ozg_workflow.report.board.data import BoardPaper
from ozg_workflow.report.labels import level_words, office_label

PLANNED: Final = 10  # planned offers named in the paper; the others stand in the reading room


def maturity_values(paper: BoardPaper) -> dict[str, object] | None:
    """Return the figures of all services; None where the paper has none."""
    found = paper.maturity
    if found is None:
        return None
    scale, total = found.scale, found.total
    return {
        "services": total.services,
        "known": total.known,
        "mean": _mean(total),
        "compliant": total.compliant,
        "compliant_level": scale.compliant_level,
        "on_target": total.on_target,
        "target_level": scale.target_level,
        "planned": total.planned,
    }


def level_rows(found: Maturity) -> tuple[list[str], list[tuple[str, ...]]]:
    """Return the heading and the rows of the levels by Dezernat, all together last."""
    header = ["Dezernat", "alle", *map(str, found.scale.values), "offen", "Mittel", "konform", "am Ziel", "geplant"]
    return header, [_row(row) for row in (*found.departments, found.total)]


def _row(row: Levels) -> tuple[str, ...]:
    figures = (*row.counts, row.unknown + row.open)
    last = (row.compliant, row.on_target, row.planned)
    return (row.title, german.number(row.services), *map(german.number, figures), _mean(row), *map(german.number, last))


def _mean(row: Levels) -> str:
    return "–" if row.mean is None else german.number(row.mean, 1)


def planned_rows(paper: BoardPaper, found: Maturity) -> list[tuple[str, ...]]:
    """Return the offers that are firmly planned next: day, service, office, level today."""
    return [
        (
            german.short_date(offer.planned_on) if offer.planned_on else "ohne Termin",
            offer.name,
            office_label(offer.office, paper.office_names),
            level_words(found.scale, offer.level),
        )
        for offer in found.planned[:PLANNED]
    ]
