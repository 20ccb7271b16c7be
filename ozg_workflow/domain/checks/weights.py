"""`prioritisation.yaml`: criteria that some answers never reach, and waves that do not fit the plan."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Final

from ozg_workflow.domain import german
from ozg_workflow.domain.checks.finding import Finding, Where, hint, mistake, some
from ozg_workflow.domain.checks.rules import Listed, rule_findings, rule_mistakes
from ozg_workflow.domain.plan.milestones import Action
from ozg_workflow.domain.plan.timeline import Timeline
from ozg_workflow.domain.results.planning.capacity import capacity_mistakes
from ozg_workflow.domain.results.planning.waves import slots_of
from ozg_workflow.domain.results.prioritisation import Criterion, Prioritisation, Wave
from ozg_workflow.domain.results.versions import VERSION
from ozg_workflow.domain.survey.kinds.registry import asked
from ozg_workflow.domain.survey.maturity import MaturityScale
from ozg_workflow.domain.survey.question import Kind, Question
from ozg_workflow.domain.survey.questionnaire import Questionnaire

NUMBERS: Final = (Kind.INTEGER, Kind.DECIMAL, Kind.SCALE)
VERSION_MISTAKE: Final = "„version“ hat 1 bis 40 Zeichen: Buchstaben, Ziffern, Punkt, Bindestrich und Unterstrich."
KEY_LENGTH: Final = 20  # characters of a wave's key that the database keeps


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What the weights, rules and waves have to fit: the questions with their scale, the plan, the services and their number, the offices by number."""

    questionnaire: Questionnaire
    scale: MaturityScale
    timeline: Timeline
    services: int
    offices: frozenset[str] = frozenset()
    catalogue: Sequence[Listed] = ()


def weight_findings(plan: Prioritisation, around: Surroundings) -> tuple[Finding, ...]:
    """Return what is odd about criteria, blocking answers and waves. The plan of `around` has to be one that is not refused."""
    return (
        *_criteria(plan, around),
        *_blocking(plan, around),
        *rule_findings(plan, around.catalogue),
        *_fitting(plan, around),
        *_capacities(plan, around.offices),
    )


def wave_mistakes(plan: Prioritisation) -> tuple[Finding, ...]:
    """Return what neither a version nor a rule nor a wave nor a capacity can be, whatever the plan."""
    named = () if VERSION.fullmatch(plan.version) else (mistake(("version",), VERSION_MISTAKE),)
    none = () if plan.waves else (mistake(("waves",), "Es muss mindestens eine Welle geben."),)
    keys = Counter(wave.key for wave in plan.waves)
    waves = (finding for n, wave in enumerate(plan.waves) for finding in _wave(n, wave, keys[wave.key]))
    capacities = (mistake(("office_capacities", n), message) for n, message in capacity_mistakes(plan.office_capacities))
    return (*named, *rule_mistakes(plan), *none, *waves, *capacities)


def _wave(n: int, wave: Wave, same_key: int) -> Iterator[Finding]:
    if same_key > 1:
        yield mistake(("waves", n, "key"), f"Die Welle „{wave.key}“ gibt es mehrmals.")
    if not 1 <= len(wave.key) <= KEY_LENGTH:
        yield mistake(("waves", n, "key"), f"Der Schlüssel einer Welle hat 1 bis {KEY_LENGTH} Zeichen.")
    if wave.capacity is not None and wave.capacity < 1:
        yield mistake(("waves", n, "capacity"), f"Welle „{wave.key}“ fasst nichts; „capacity“ muss mindestens 1 sein.")
    try:
        first, last = date.fromisoformat(wave.starts_on), date.fromisoformat(wave.ends_on)
    except ValueError:
        yield mistake(("waves", n), f"Welle „{wave.key}“: „starts_on“ und „ends_on“ müssen ein Datum sein (JJJJ-MM-TT).")
    else:
        if last < first:
            yield mistake(("waves", n), f"Welle „{wave.key}“ endet vor ihrem Beginn.")


def _criteria(plan: Prioritisation, around: Surroundings) -> Iterator[Finding]:
    keys = [criterion.key for criterion in plan.criteria]
    for n, criterion in enumerate(plan.criteria):
        if criterion.key in keys[:n]:
            yield mistake(("criteria", n, "key"), f"Das Kriterium „{criterion.key}“ gibt es zweimal.")
        if question := around.questionnaire.get(criterion.question):
            yield from _criterion(("criteria", n), criterion, question, plan, around)


def _criterion(
    place: Where, criterion: Criterion, question: Question, plan: Prioritisation, around: Surroundings
) -> Iterator[Finding]:
    if criterion.classes and question.kind not in NUMBERS:
        message = f"Das Kriterium „{criterion.title}“ hat Klassen; „{question.heading}“ ist keine Zahl."
        yield mistake((*place, "classes"), message)
    labels = _answers(question, around)
    if not criterion.values:
        return
    if not labels:
        what = "ist eine Zahl und braucht „classes“" if question.kind in NUMBERS else "hat keine festen Antworten"
        if question.kind not in NUMBERS or not criterion.classes:
            yield hint((*place, "values"), f"Das Kriterium „{criterion.title}“: „{question.heading}“ {what}.")
        return
    blocked = plan.blocking.get(question.key, ())
    missing = [label for value, label in labels.items() if value not in criterion.values and value not in blocked]
    strange = [value for value in criterion.values if value not in labels]
    if missing:
        message = (
            f"Das Kriterium „{criterion.title}“ hat keinen Wert für {_quoted(missing)}; solche Antworten zählen wie fehlende."
        )
        yield hint((*place, "values"), message)
    if strange:
        message = f"Das Kriterium „{criterion.title}“ hat einen Wert für {_quoted(strange)}; diese Antwort gibt es nicht."
        yield hint((*place, "values"), message)


def _answers(question: Question, around: Surroundings) -> dict[str, str]:
    """Return the fixed answers of a question by the value that is stored; none where anything may be written."""
    if question.kind is Kind.SCALE:
        return {str(level.value): f"Stufe {level.value}" for level in around.scale.levels}
    return {choice.value: choice.label for choice in asked(question, around.scale).choices}


def _blocking(plan: Prioritisation, around: Surroundings) -> Iterator[Finding]:
    for key, values in plan.blocking.items():
        question = around.questionnaire.get(key)
        labels = _answers(question, around) if question else {}
        if labels and (strange := [value for value in values if value not in labels]):
            yield mistake(("blocking", key), f"„blocking“ nennt zu „{key}“ {_quoted(strange)}; diese Antwort gibt es nicht.")


def _fitting(plan: Prioritisation, around: Surroundings) -> Iterator[Finding]:
    for n, wave in enumerate(plan.waves):
        yield from _outside(n, wave, around.timeline)
        if n < len(plan.waves) - 1 and wave.capacity is None:
            message = f"Welle „{wave.key}“ nimmt ohne „capacity“ alle übrigen Leistungen auf; die späteren bleiben leer."
            yield hint(("waves", n), message)
    for n, (before, wave) in enumerate(pairwise(plan.waves), 1):
        if wave.starts_on <= before.ends_on:
            yield hint(("waves", n), f"Welle „{wave.key}“ beginnt, bevor Welle „{before.key}“ endet.")
    if plan.waves and all(wave.capacity for wave in plan.waves):
        room = sum(wave.capacity or 0 for wave in plan.waves)
        if room < around.services:
            message = f"Die Wellen fassen zusammen {german.count(room, 'Leistung', 'Leistungen')}, der Katalog hat {around.services}; die letzte nimmt den Rest."
            yield hint(("waves", len(plan.waves) - 1, "capacity"), message)


def _capacities(plan: Prioritisation, offices: frozenset[str]) -> Iterator[Finding]:
    quarters = {slot.quarter_key for slot in slots_of(plan.waves)}
    for n, exception in enumerate(plan.office_capacities):
        if exception.office and exception.office not in offices:
            yield hint(("office_capacities", n), f"Amt „{exception.office}“ gibt es nicht; die Ausnahme gilt für niemanden.")
        if exception.quarter and exception.quarter not in quarters:
            yield hint(
                ("office_capacities", n), f"Das Quartal {exception.quarter} gehört zu keiner Welle; die Ausnahme bewirkt nichts."
            )


def _outside(n: int, wave: Wave, timeline: Timeline) -> Iterator[Finding]:
    first, last = date.fromisoformat(wave.starts_on), date.fromisoformat(wave.ends_on)
    start, end = timeline.due_on(Action.START_IMPLEMENTATION), timeline.due_on(Action.COMPLETE)
    if start <= first and last <= end:
        return
    how = "liegt nicht in der" if last < start or end < first else "reicht über die"
    rest = "" if how.startswith("liegt") else " hinaus"
    span = f"{german.short_date(start)} bis {german.short_date(end)}"
    own = f"{german.short_date(first)} bis {german.short_date(last)}"
    yield hint(("waves", n), f"Welle „{wave.key}“ ({own}) {how} Zeit der Umsetzung ({span}){rest}.")


def _quoted(words: list[str]) -> str:
    return some([f"„{word}“" for word in words])
