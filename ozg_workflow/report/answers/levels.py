"""The sheet `Reifegrad`: levels, their mean, OZG-compliant and at the target as figures of their own."""

from collections.abc import Iterable
from typing import Final

from ozg_workflow.domain.results.maturity import Levels, Maturity, Offer, maturity
from ozg_workflow.domain.survey.bundles import planned
from ozg_workflow.domain.survey.service_list import WITH_ANSWERS
from ozg_workflow.report.answers.sheet import Listing
from ozg_workflow.report.answers.table import AnswerTable
from ozg_workflow.report.answers.words import Shown, department_words
from ozg_workflow.report.workbook import Column

GROUPS: Final = ("alle", "Dezernat", "Themenfeld", "LeiKa-Typ")


def by_level(table: AnswerTable) -> Listing:
    """Return `Reifegrad`: a row for all, and one for each Dezernat, theme and type. A service that offices share counts once."""
    scale = table.asked.scale
    found = maturity(scale, _offers(table))
    figures = (
        *(f"Stufe {level.value}" for level in scale.levels),
        "Stufe unbekannt",
        "Stufe offen",
    )
    return Listing(
        name="Reifegrad",
        heading=f"Reifegrad nach der Skala „{scale.title}“",
        subtitle="Das Mittel ist das der bekannten Stufen; unbekannt und offen zählen nicht als null. "
        "OZG-konform und am Ziel sind zwei verschiedene Zahlen.",
        columns=(
            Column(heading="Nach", width=14),
            Column(heading="Gruppe", width=40, look="strong"),
            Column(heading="Leistungen", width=12, look="figure"),
            *(Column(heading=heading, width=10, look="figure") for heading in figures),
            Column(heading="Mittel", width=9, look="score"),
            Column(heading="Mittel über", width=9, look="figure"),
            Column(heading=f"OZG-konform (ab Stufe {scale.compliant_level})", width=14, look="figure"),
            Column(heading=f"am Ziel (ab Stufe {scale.target_level})", width=12, look="figure"),
            Column(heading="fest geplante Angebote", width=11, look="figure"),
        ),
        rows=list(_rows(found)),
        empty="In dieser Runde gibt es keine Leistungen.",
        frozen=2,
        wide=True,
    )


def _rows(found: Maturity) -> Iterable[tuple[Shown, ...]]:
    for group, rows in zip(GROUPS, ((found.total,), found.departments, found.themes, found.kinds), strict=True):
        for row in rows if found.total.services else ():
            yield (group, *_row(row))


def _row(row: Levels) -> tuple[Shown, ...]:
    counts: tuple[Shown, ...] = row.counts
    figures: tuple[Shown, ...] = (row.unknown, row.open, row.mean, row.known, row.compliant, row.on_target, row.planned)
    return (row.title, row.services, *counts, *figures)


def _offers(table: AnswerTable) -> list[Offer]:
    """Return every service once, by its first line that says something."""
    days = {offer.line.service.service_id: offer.on for offer in reversed(planned(table.asked, table.counting))}
    found: dict[int, Offer] = {}
    for line in table.counting:
        service, said = line.service, table.asked.level_in(line.answers) if line.state in WITH_ANSWERS else None
        known = found.get(service.service_id)
        if known is None or (known.level is None and said is not None):
            found[service.service_id] = Offer(
                service_id=service.service_id,
                ref=service.ref,
                name=service.name,
                office=line.office,
                department=department_words(line),
                theme=service.theme,
                kind=service.kind,
                level=said,
                planned=service.service_id in days,
                planned_on=days.get(service.service_id),
            )
    return list(found.values())
