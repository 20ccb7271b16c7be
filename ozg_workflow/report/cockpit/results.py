"""The prioritisation and the implementation as the cockpit shows them."""

from collections.abc import Sequence
from typing import Final

from ozg_workflow.domain import german
from ozg_workflow.domain.cockpit.overview import Overview, Point, Progress, RankedService, WaveProgress
from ozg_workflow.domain.results.prioritisation import QUADRANT_TITLES, Quadrant
from ozg_workflow.report.charts import burn_up, fields
from ozg_workflow.report.cockpit.words import Draw, day, part_of, title
from ozg_workflow.report.labels import QUADRANT_MEANINGS, span
from ozg_workflow.report.markdown import escape, table

TOP: Final = 20


def prioritisation_markdown(view: Overview, draw: Draw) -> str:
    """Return the four fields and the first twenty services."""
    found, scores = view.status.prioritisation, view.scores
    if not found or not scores:
        return f"{title('Priorisierung', view.status)}\n\nNoch keine Auswertung.\n"
    figures = f"**{found.ranked}** gereiht · {found.incomplete} unvollständig · {found.blocked} rechtlich gesperrt"
    blocks = [
        title("Priorisierung", view.status),
        f"{figures} · ausgewertet am {day(found.evaluated_at)}"
        + (f" · Gewichte Version {found.version}" if found.version else ""),
        draw(fields.fields_chart(scores), f"Vier Felder: {fields.summary(scores)}"),
        "\n".join(_fields(scores.points)),
        f"## Die ersten {min(TOP, len(scores.top))}",
        "\n".join(_top(scores.top)),
        "In Klammern: der Rang, wenn sich die Gewichte verschieben. Alle Leistungen mit ihren Begründungen stehen in `priorisierung.xlsx`.",
    ]
    return "\n\n".join(blocks) + "\n"


def _fields(points: Sequence[Point]) -> list[str]:
    rows = [(QUADRANT_TITLES[q], QUADRANT_MEANINGS[q], str(sum(p.quadrant is q for p in points))) for q in Quadrant]
    return table(("Feld", "Bedeutung", "Leistungen"), rows, right=frozenset({2}))


def _top(services: Sequence[RankedService]) -> list[str]:
    rows = [
        (
            f"{s.rank}{_when_weights_move(s)}",
            escape(s.name),
            escape(s.office),
            f"{german.number(s.benefit)} / {german.number(s.feasibility)}",
            german.number(s.score),
        )
        for s in services[:TOP]
    ]
    return table(("Rang", "Leistung", "Amt", "Nutzen / Machbarkeit", "Punkte"), rows, right=frozenset({3, 4}))


def _when_weights_move(service: RankedService) -> str:
    """Return the ranks a service has with other weights, where they are others."""
    ranks = span(service.stable_from, service.stable_to)
    return "" if ranks in ("–", str(service.rank)) else f" ({ranks})"


def implementation_markdown(view: Overview, draw: Draw) -> str:
    """Return the burn-up and the waves."""
    progress, figures = view.progress, view.status.implementation
    if not progress or not figures:
        return f"{title('Umsetzung', view.status)}\n\nDie Umsetzung hat noch nicht begonnen.\n"
    summary = burn_up.summary(progress, figures, view.status.today, view.forecast)
    blocks = [
        title("Umsetzung", view.status),
        f"**{summary}**",
        draw(burn_up.burn_up_chart(progress, figures, view.status.today, view.forecast), f"Umsetzung: {summary}"),
        "## Wellen",
        "\n".join(_waves(progress.waves)),
        "## Verlauf",
        "\n".join(_course(progress)),
    ]
    return "\n\n".join(blocks) + "\n"


def _waves(waves: Sequence[WaveProgress]) -> list[str]:
    rows = [
        (
            escape(w.title),
            f"{day(w.starts_on)} – {day(w.ends_on)}",
            str(w.measures),
            str(w.started),
            str(w.reached),
            part_of(w.reached, w.measures),
        )
        for w in waves
    ]
    return table(("Welle", "Zeitraum", "Maßnahmen", "begonnen", "am Ziel", "Anteil"), rows, right=frozenset({2, 3, 4}))


def _course(progress: Progress) -> list[str]:
    """Return the last figures of each month: the chart in numbers."""
    months = {german.month(point.day): point for point in progress.over_time}
    rows = [(month, str(p.started), str(p.reached), str(burn_up.planned_on(progress.plan, p.day))) for month, p in months.items()]
    return table(("Monat", "begonnen", "am Ziel", "nach Plan"), rows, right=frozenset({1, 2, 3}))
