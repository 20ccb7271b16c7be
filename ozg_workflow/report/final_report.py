"""The final report: how far the measures have come when the implementation ends."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from ozg_workflow.domain import german
from ozg_workflow.paper.typesetting import typeset
from ozg_workflow.report.final.burn_up import course
from ozg_workflow.report.final.data import FinalReport, LeftOut, MeasureResult, has_reached, level_title
from ozg_workflow.report.final.tables import lists
from ozg_workflow.report.final.years import years
from ozg_workflow.report.labels import percent, share

__all__ = ["FinalReport", "LeftOut", "MeasureResult", "final_report_pdf", "has_reached", "level_title"]

KIND: Final = "Abschlussbericht zur Umsetzung"
TEMPLATE: Final = Path(__file__).with_name("final_report.typ")


def final_report_pdf(report: FinalReport) -> bytes:
    """Return the final report as an accessible PDF (PDF/UA-1); same input, same bytes."""
    return typeset(
        TEMPLATE,
        _head(report) | _summary(report) | course(report) | distribution(report) | years(report.comparison) | lists(report),
        report.created_at,
    )


def _head(report: FinalReport) -> dict[str, object]:
    return {
        "title": report.title,
        "document_title": f"{KIND}, Stand {report.date_label}: {report.title} – {report.city}",
        "author": report.coordinator,
        "rollout": report.rollout,
        "city": report.city,
        "kind": KIND,
        "footer": f"{report.title} · Abschlussbericht {report.date_label}",
        "head": [
            ("Betreff", "Stand der Umsetzungsmaßnahmen zum Abschluss"),
            ("Vorgelegt von", f"{report.coordinator}, OZG-Koordination"),
            ("Stand", report.date_label),
        ],
    }


def _summary(report: FinalReport) -> dict[str, object]:
    total, reached = len(report.measures), report.reached
    target = level_title(report.scale, report.target_level)
    day = german.short_date(report.target_on)
    return {
        "summary": f"Das Umsetzungskonzept sah vor, bis zum {day} das Ziel „{target}“ zu erreichen. "
        f"Von {german.count(total, 'Maßnahme', 'Maßnahmen')} haben {german.number(reached)} dieses Ziel erreicht ({share(reached, total)}).",
        "notes": " ".join(filter(None, (_first_year(report), _weights(report.weights_version)))),
        "figures": (
            (german.number(total), "Maßnahmen"),
            (german.number(reached), "Ziel erreicht"),
            (german.number(total - reached), "Ziel nicht erreicht"),
            (german.number(sum(m.level is None for m in report.measures)), "ohne Meldung"),
        ),
        "departments": _departments(report),
    }


def _first_year(report: FinalReport) -> str:
    if report.first_year is None:
        return ""
    year, reached, before = report.first_year
    measures = german.count(reached, "Maßnahme war", "Maßnahmen waren")
    return f"Erste Verfahren {year}: {measures} am 31.12.{year} am Ziel, davon {german.number(before)} schon vor dem Beginn der Umsetzung."


def _weights(version: str) -> str:
    return f"Die Rangfolge der Leistungen beruht auf den Gewichten Version {version}." if version else ""


def _departments(report: FinalReport) -> list[dict[str, object]]:
    titles = sorted({measure.department for measure in report.measures})
    rows = [_row(report, title, [m for m in report.measures if m.department == title]) for title in titles]
    return [*rows, _row(report, "Gesamt", report.measures)]


def _row(report: FinalReport, title: str, measures: Sequence[MeasureResult]) -> dict[str, object]:
    total, reached = len(measures), sum(has_reached(m, report.target_level) for m in measures)
    figures = {"total": german.number(total), "reached": german.number(reached), "missed": german.number(total - reached)}
    return {"title": title, **figures, "share": percent(reached, total), "percent": share(reached, total)}


def distribution(report: FinalReport) -> dict[str, object]:
    """Return how many measures are at each level, each as a share of all, and how many count as compliant."""
    found = Counter(measure.level for measure in report.measures)
    titles: list[tuple[str, int | None]] = [(level_title(report.scale, value), value) for value in report.scale.values]
    compliant, total = report.compliant, len(report.measures)
    return {
        "levels": [
            {
                "title": title,
                "count": german.number(found[value]),
                "share": percent(found[value], total),
                "percent": share(found[value], total),
            }
            for title, value in (*titles, ("ohne Meldung", None))
        ],
        "levels_sentence": f"Maßstab ist die Skala „{report.scale.title}“. Gezählt ist die zuletzt gemeldete Stufe.",
        "compliant": f"Als OZG-konform gilt eine Leistung ab „{level_title(report.scale, report.scale.compliant_level)}“. "
        f"Das sind {german.number(compliant)} von {german.count(total, 'Leistung', 'Leistungen')} ({share(compliant, total)}). "
        "Diese Zahl ist vom Ziel des Umsetzungskonzeptes zu unterscheiden.",
    }
