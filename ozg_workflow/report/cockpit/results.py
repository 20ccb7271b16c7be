"""The prioritisation and the implementation as the cockpit shows them."""

from collections.abc import Mapping
from typing import Any, Final

from ozg_workflow.domain import german
from ozg_workflow.domain.results.prioritisation import QUADRANT_TITLES, Quadrant
from ozg_workflow.report.charts import burn_up, fields
from ozg_workflow.report.cockpit.words import Draw, View, day, part_of, planned, title
from ozg_workflow.report.labels import QUADRANT_MEANINGS, span
from ozg_workflow.report.markdown import escape, table

TOP: Final = 20


def prioritisation_markdown(view: View, draw: Draw) -> str:
    """Return the four fields and the first twenty services."""
    found, scores = view["prioritisation"], view["scores"]
    if not scores:
        return f"{title('Priorisierung', view)}\n\nNoch keine Auswertung.\n"
    figures = f"**{found['ranked']}** gereiht · {found['incomplete']} unvollständig · {found['blocked']} rechtlich gesperrt"
    blocks = [
        title("Priorisierung", view),
        f"{figures} · ausgewertet am {day(found['evaluated_at'])}",
        draw(fields.fields_chart(scores), f"Vier Felder: {fields.summary(scores)}"),
        "\n".join(_fields(scores)),
        f"## Die ersten {min(TOP, len(scores['top']))}",
        "\n".join(_top(scores)),
        "In Klammern: der Rang, wenn sich die Gewichte verschieben. Alle Leistungen mit ihren Begründungen stehen in `priorisierung.xlsx`.",
    ]
    return "\n\n".join(blocks) + "\n"


def _fields(scores: Mapping[str, Any]) -> list[str]:
    rows = [(QUADRANT_TITLES[q], QUADRANT_MEANINGS[q], str(sum(p["quadrant"] == q for p in scores["points"]))) for q in Quadrant]
    return table(("Feld", "Bedeutung", "Leistungen"), rows, right=frozenset({2}))


def _top(scores: Mapping[str, Any]) -> list[str]:
    rows = [
        (
            f"{s['rank']}{_when_weights_move(s)}",
            escape(s["name"]),
            escape(s["office"]),
            f"{german.number(s['benefit'])} / {german.number(s['feasibility'])}",
            german.number(s["score"]),
        )
        for s in scores["top"][:TOP]
    ]
    return table(("Rang", "Leistung", "Amt", "Nutzen / Machbarkeit", "Punkte"), rows, right=frozenset({3, 4}))


def _when_weights_move(score: Mapping[str, Any]) -> str:
    """Return the ranks a service has with other weights, where they are others."""
    ranks = span(score["stable_from"], score["stable_to"])
    return "" if ranks in ("–", str(score["rank"])) else f" ({ranks})"


def implementation_markdown(view: View, draw: Draw) -> str:
    """Return the burn-up and the waves."""
    if not view["progress"]:
        return f"{title('Umsetzung', view)}\n\nDie Umsetzung hat noch nicht begonnen.\n"
    blocks = [
        title("Umsetzung", view),
        f"**{burn_up.summary(view)}**",
        draw(burn_up.burn_up_chart(view), f"Umsetzung: {burn_up.summary(view)}"),
        "## Wellen",
        "\n".join(_waves(view)),
        "## Verlauf",
        "\n".join(_course(view)),
    ]
    return "\n\n".join(blocks) + "\n"


def _waves(view: View) -> list[str]:
    rows = [
        (
            escape(w["title"]),
            f"{day(w['starts_on'])} – {day(w['ends_on'])}",
            str(w["measures"]),
            str(w["started"]),
            str(w["reached"]),
            part_of(w["reached"], w["measures"]),
        )
        for w in view["progress"]["waves"]
    ]
    return table(("Welle", "Zeitraum", "Maßnahmen", "begonnen", "am Ziel", "Anteil"), rows, right=frozenset({2, 3, 4}))


def _course(view: View) -> list[str]:
    """Return the last figures of each month: the chart in numbers."""
    months = {point["day"][:7]: point for point in view["progress"]["over_time"]}
    rows = [
        (planned(month), str(p["started"]), str(p["reached"]), str(burn_up.planned_on(view["progress"]["plan"], p["day"])))
        for month, p in months.items()
    ]
    return table(("Monat", "begonnen", "am Ziel", "nach Plan"), rows, right=frozenset({1, 2, 3}))
