"""The final report: how far the measures have come when the implementation ends."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Final

from ozg_workflow.domain import german
from ozg_workflow.domain.survey.maturity import MaturityScale
from ozg_workflow.paper.typesetting import typeset
from ozg_workflow.report.labels import percent, share

KIND: Final = "Abschlussbericht zur Umsetzung"
TEMPLATE: Final = Path(__file__).with_name("final_report.typ")


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureResult:
    """One measure at the end: its service, office and Dezernat (titles), and the level reported last (None: never) with its day.

    `reached_on` is the day the target was reported during the implementation; `words` are what its office wrote in the last progress query.
    """

    service: str
    office: str
    department: str
    level: int | None
    reported_on: date | None = None
    reached_on: date | None = None
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FinalReport:
    """Everything the final report says.

    `date_label` is the date as the report shows it; `created_at` an aware moment, also the creation date of the file;
    `target_level` the level the city aims at, apart from `scale.compliant_level`, what counts as OZG-compliant;
    `target_on` the day by which the target was due; `measures` in the order in which they are listed;
    `without_measure` counts the services that got none (blocked by law, or without any answer);
    `starts_on` is the day the implementation began, whose year is that of the "first processes". `weights_version` is that of the newest ranking, empty where nobody kept it.
    """

    city: str
    title: str
    rollout: str
    date_label: str
    created_at: datetime
    coordinator: str
    scale: MaturityScale
    target_level: int
    target_on: date
    measures: tuple[MeasureResult, ...]
    without_measure: int = 0
    weights_version: str = ""
    starts_on: date | None = None

    @property
    def reached(self) -> int:
        """How many measures have reached the target."""
        return sum(has_reached(measure, self.target_level) for measure in self.measures)

    @property
    def first_year(self) -> tuple[int, int, int] | None:
        """The year the implementation began, how many measures had reached the target at its end, and how many of them before it began."""
        if self.starts_on is None:
            return None
        year, reached = self.starts_on.year, [m for m in self.measures if has_reached(m, self.target_level)]
        before = sum(m.reached_on is None for m in reached)
        return year, before + sum(m.reached_on is not None and m.reached_on.year <= year for m in reached), before

    @property
    def compliant(self) -> int:
        """How many services count as OZG-compliant."""
        return sum(has_reached(measure, self.scale.compliant_level) for measure in self.measures)


def has_reached(measure: MeasureResult, level: int) -> bool:
    """Tell whether the level reported last is at least `level`; a measure without a report has reached nothing."""
    return measure.level is not None and measure.level >= level


def final_report_pdf(report: FinalReport) -> bytes:
    """Return the final report as an accessible PDF (PDF/UA-1); same input, same bytes."""
    return typeset(TEMPLATE, _head(report) | _summary(report) | _levels(report) | _missed(report), report.created_at)


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


def level_title(scale: MaturityScale, value: int) -> str:
    """Return `Stufe 4 – Online-Transaktion`."""
    level = scale.level(value)
    return f"Stufe {value} – {level.title}" if level else f"Stufe {value}"


def _summary(report: FinalReport) -> dict[str, object]:
    total, reached = len(report.measures), report.reached
    target = level_title(report.scale, report.target_level)
    day = german.short_date(report.target_on)
    return {
        "summary": f"Das Umsetzungskonzept sah vor, bis zum {day} das Ziel „{target}“ zu erreichen. "
        f"Von {german.count(total, 'Maßnahme', 'Maßnahmen')} haben {reached} dieses Ziel erreicht ({share(reached, total)}).",
        "without": " ".join(
            filter(None, (_first_year(report), _without(report.without_measure), _weights(report.weights_version)))
        ),
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
    return f"Erste Verfahren {year}: {measures} am 31.12.{year} am Ziel, davon {before} schon vor dem Beginn der Umsetzung."


def _without(number: int) -> str:
    if not number:
        return ""
    which = "Eine Leistung hat" if number == 1 else f"{number} Leistungen haben"
    return f"{which} keine Maßnahme, weil das Recht die Online-Erledigung ausschließt oder die Angaben fehlen."


def _weights(version: str) -> str:
    return f"Die Rangfolge der Leistungen beruht auf den Gewichten Version {version}." if version else ""


def _departments(report: FinalReport) -> list[dict[str, object]]:
    titles = sorted({measure.department for measure in report.measures})
    rows = [_row(report, title, [m for m in report.measures if m.department == title]) for title in titles]
    return [*rows, _row(report, "Gesamt", report.measures)]


def _row(report: FinalReport, title: str, measures: Sequence[MeasureResult]) -> dict[str, object]:
    total, reached = len(measures), sum(has_reached(m, report.target_level) for m in measures)
    figures = {"total": str(total), "reached": str(reached), "missed": str(total - reached)}
    return {"title": title, **figures, "share": percent(reached, total), "percent": share(reached, total)}


def _levels(report: FinalReport) -> dict[str, object]:
    found = Counter(measure.level for measure in report.measures)
    titles: list[tuple[str, int | None]] = [(level_title(report.scale, value), value) for value in report.scale.values]
    most = max(found.values(), default=0)
    compliant, total = report.compliant, len(report.measures)
    return {
        "levels": [
            {
                "title": title,
                "count": str(found[value]),
                "share": 100 * found[value] // most if most else 0,
                "percent": share(found[value], total),
            }
            for title, value in (*titles, ("ohne Meldung", None))
        ],
        "levels_sentence": f"Maßstab ist die Skala „{report.scale.title}“. Gezählt ist die zuletzt gemeldete Stufe.",
        "compliant": f"Als OZG-konform gilt eine Leistung ab „{level_title(report.scale, report.scale.compliant_level)}“. "
        f"Das sind {compliant} von {german.count(total, 'Leistung', 'Leistungen')} ({share(compliant, total)}). "
        "Diese Zahl ist vom Ziel des Umsetzungskonzeptes zu unterscheiden.",
    }


def _missed(report: FinalReport) -> dict[str, object]:
    missed = [measure for measure in report.measures if not has_reached(measure, report.target_level)]
    return {"missed": [list(row) for row in _missed_rows(report.scale, missed)], "missed_sentence": _missed_sentence(len(missed))}


def _missed_sentence(number: int) -> str:
    if not number:
        return "Alle Maßnahmen haben ihr Ziel erreicht."
    which = "Eine Maßnahme hat" if number == 1 else f"{number} Maßnahmen haben"
    return f"{which} das Ziel nicht erreicht. Genannt sind die zuletzt gemeldete Stufe und die letzte Bemerkung des Amtes."


def _missed_rows(scale: MaturityScale, missed: Iterable[MeasureResult]) -> Iterable[tuple[str, str, str, str, str]]:
    for measure in missed:
        level = "ohne Meldung" if measure.level is None else level_title(scale, measure.level).removeprefix("Stufe ")
        yield measure.service, measure.office, level, german.short_date(measure.reported_on), measure.words or "–"
