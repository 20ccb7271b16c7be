"""The method of the prioritisation in words: the same text for the workbook and the board paper."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Final, Literal

from ozg_workflow.domain import german
from ozg_workflow.domain.results.prioritisation import Criterion, Prioritisation
from ozg_workflow.domain.results.weights.rules import RULE_MEANINGS, Rule
from ozg_workflow.domain.survey.questionnaire import Questionnaire
from ozg_workflow.report.labels import AXIS_TITLES

MethodRow = tuple[Literal["section", "header", "row", "prose"], tuple[str, ...]]


def class_text(plan: Prioritisation, criterion: Criterion, questionnaire: Questionnaire | None = None) -> str:
    """Return how an answer becomes points: `unter 10: 0 · 10 bis unter 100: 25 · …` or `gering (1): 0 · …`.

    With the questionnaire the answers carry the labels people picked from; without it, their stored values.
    """
    if criterion.classes:
        steps = len(criterion.classes)
        shares = {label: n / steps for n, label in enumerate(_bounds(criterion.classes))}
        return " · ".join(f"{label}: {_points(criterion, share)}" for label, share in shares.items())
    labels = _labels(criterion, questionnaire)
    blocking = plan.blocking.get(criterion.question, ())
    parts = [
        (labels.get(v, v), "gesperrt" if v in blocking else _points(criterion, share)) for v, share in criterion.values.items()
    ]
    return " · ".join(f"{label}: {points}" for label, points in parts)


def _labels(criterion: Criterion, questionnaire: Questionnaire | None) -> dict[str, str]:
    question = questionnaire.get(criterion.question) if questionnaire else None
    return {choice.value: choice.label for choice in question.values} if question else {}


def _points(criterion: Criterion, share: float) -> str:
    return german.number(100 * (1 - share if criterion.invert else share))


def _bounds(classes: tuple[float, ...]) -> list[str]:
    shown = [_plain(bound) for bound in classes]
    return [f"unter {shown[0]}", *(f"{low} bis unter {high}" for low, high in pairwise(shown)), f"ab {shown[-1]}"]


def _plain(value: float) -> str:
    return german.number(value) if float(value).is_integer() else f"{value:g}".replace(".", ",")


def weight_share(plan: Prioritisation, item: Criterion | Rule) -> str:
    """Return the share of a criterion or a rule in all weights, `25 %`."""
    share = 100 * item.weight / plan.total_weight
    return f"{german.number(share, 0 if round(share, 6).is_integer() else 1)}\u00a0%"


_NOTES: Final = (
    (
        "Punkte",
        "Jede Antwort zählt 0 bis 100 Punkte; die Punktzahl einer Leistung ist das gewichtete Mittel der bekannten Angaben.",
    ),
    ("Rang", "Rang 1 hat die höchste Punktzahl. Bei gleicher Punktzahl teilen sich Leistungen den besseren Rang."),
    (
        "Rangspanne (frühestens – spätestens)",
        """
        Eine fehlende Angabe zählt nie als null, sie verbreitert die Spanne: Zwischen diesen Rängen liegt die Leistung, wie auch
        immer die fehlenden Angaben – eigene und die der anderen – ausfallen, auch wenn eine davon noch sperrt.
        """,
    ),
    (
        "Stabilität (von – bis)",
        """
        In diesem Bereich bleibt der Rang sicher, wenn alle Gewichte zugleich um bis zu {shift} % steigen oder sinken. Ein enger
        Bereich heißt: Der Rang hängt kaum von der Gewichtung ab.
        """,
    ),
    (
        "Vorn dabei",
        """
        So oft steht die Leistung unter den ersten {top}, wenn die Gewichte 10.000-mal zufällig in diesem Spielraum gewählt werden.
        """,
    ),
    ("Ausschlaggebend", "Das Kriterium, das die Leistung am weitesten vom Durchschnitt aller Leistungen abhebt."),
    (
        "Vier Felder",
        """
        Nutzen und Machbarkeit werden getrennt gemittelt. Ab {limit} von 100 Punkten gilt eine Achse als hoch; die Grenze selbst
        zählt als hoch.
        """,
    ),
    (
        "Rechtlich gesperrt",
        """
        Schließt eine Rechtsvorschrift die Online-Erledigung aus, wird die Leistung ausgewiesen, aber nicht gereiht. Eine Sperre
        ist ein eigener Stand und keine niedrige Punktzahl.
        """,
    ),
    ("Vereinbart von", "{agreed_by}; Version {version} der Gewichte."),
)


_RULES: Final = (
    "Regeln",
    """
    Eine Regel zählt neben den Kriterien mit ihrem eigenen Gewicht: 100 Punkte, wo sie gilt, sonst 0. Sie bewegt Punktzahl und Rang,
    nicht aber Nutzen und Machbarkeit. Hängt sie an einer Stufe, die noch niemand gemeldet hat, zählt sie, wie das Portal die
    Leistung zeigt, und die Rangspanne umfasst beide Fälle.
    """,
)


def reading_notes(plan: Prioritisation) -> tuple[tuple[str, str], ...]:
    """Return (heading, sentences) that explain how the result is to be read."""
    values = {
        "shift": german.number(100 * plan.weight_shift),
        "top": german.number(plan.top),
        "limit": german.number(100 * plan.threshold),
        "agreed_by": german.join(plan.agreed_by),
        "version": plan.version,
    }
    notes = _NOTES if not plan.active_rules else (*_NOTES[:-1], _RULES, _NOTES[-1])
    return tuple((heading, " ".join(text.format_map(values).split())) for heading, text in notes)


def _why(rule: Rule) -> str:
    ready = f" EfA-Dienste: {', '.join(rule.efa)}." if rule.efa else ""
    return f"{RULE_MEANINGS[rule.key]}{ready} {rule.reason}".strip()


def method_rows(plan: Prioritisation, questionnaire: Questionnaire | None = None) -> Iterator[MethodRow]:
    """Yield the rows of the sheet `Methode` from top to bottom."""
    yield "section", ("Kriterien und Gewichte",)
    yield "header", ("Kriterium", "Achse", "Gewicht", "Punkte je Antwort", "Begründung")
    for criterion in plan.criteria:
        cells = (
            criterion.title,
            AXIS_TITLES[criterion.axis],
            weight_share(plan, criterion),
            class_text(plan, criterion, questionnaire),
            criterion.reason,
        )
        yield "row", cells
    for rule in plan.active_rules:
        yield "row", (f"Regel: {rule.title}", "–", weight_share(plan, rule), "gilt: 100 · gilt nicht: 0", _why(rule))
    for heading, text in reading_notes(plan):
        yield "prose", ("",)
        yield "section", (heading,)
        yield "prose", (text,)
