"""The questionnaire: which columns the Amtsliste has; everything else about a column follows from it."""

from collections.abc import Mapping
from dataclasses import dataclass

from ozg_workflow.domain.survey.cells import UNKNOWN
from ozg_workflow.domain.survey.kinds.registry import asked, kind_of
from ozg_workflow.domain.survey.maturity import MaturityScale
from ozg_workflow.domain.survey.question import Question


@dataclass(frozen=True, slots=True, kw_only=True)
class Questionnaire:
    """All columns of one list. `responsibility` and `proposed_office` name the columns that settle who is responsible.

    With `criteria` it asks for the criteria of the scale instead of the level (`criteria/questions.py`).
    `scale` is the one its levels are given on: a round keeps it, whatever the rollout uses later. None in rounds from before that.
    """

    version: str
    title: str
    questions: tuple[Question, ...]
    responsibility: str | None = None
    proposed_office: str | None = None
    scale: MaturityScale | None = None
    criteria: bool = False

    def get(self, key: str) -> Question | None:
        """Return the question with this key."""
        return next((q for q in self.questions if q.key == key), None)

    def is_required(self, question: Question, answers: Mapping[str, object]) -> bool:
        """Tell whether `question` must be answered, given the other (normalised) answers of the row."""
        if question.required:
            return True
        for key, values in question.required_when.items():  # no generator: asked for every service of a city
            if str(answers.get(key, "")) not in values:
                return False
        return bool(question.required_when)


def condition_text(questionnaire: Questionnaire, question: Question, scale: MaturityScale) -> str:
    """Return when the question must be answered, in German, for help texts."""
    if question.required:
        return "Pflichtangabe"
    if not question.required_when:
        return "freiwillig"
    parts = []
    for key, values in question.required_when.items():
        other = questionnaire.get(key)
        labels = {c.value: c.label for c in asked(other, scale).choices} if other else {}
        wanted = " oder ".join(f"„{labels.get(v, v)}“" for v in values)
        parts.append(f"„{other.heading if other else key}“ {wanted} ist")
    return "Pflichtangabe, wenn " + " und ".join(parts)


def questionnaire_mistakes(questionnaire: Questionnaire) -> tuple[tuple[int, str], ...]:
    """Return (index of the question, German message) for each contradiction."""
    mistakes: list[tuple[int, str]] = []
    keys = [q.key for q in questionnaire.questions]
    for index, question in enumerate(questionnaire.questions):
        if keys.index(question.key) != index:
            mistakes.append((index, f"Die Frage „{question.key}“ gibt es zweimal."))
        if question.heading in [other.heading for other in questionnaire.questions[:index] if other.key != question.key]:
            mistakes.append((index, f"Die Überschrift „{question.heading}“ haben zwei Fragen."))
        if kind_of(question).picks_values and not question.values:
            mistakes.append((index, f"Die Frage „{question.key}“ ist eine Auswahl ohne Werte."))
        if question.unknown and question.key == questionnaire.responsibility:
            message = f"Die Frage „{question.key}“ entscheidet über die Zuständigkeit; „unbekannt“ (unknown) geht dort nicht."
            mistakes.append((index, message))
        if question.unknown and UNKNOWN in {choice.value for choice in question.values}:
            message = f"Die Frage „{question.key}“ lässt „unbekannt“ zu; keiner ihrer Werte darf „{UNKNOWN}“ heißen."
            mistakes.append((index, message))
        mistakes += [(index, message) for message in (*_value_mistakes(question), *_condition_mistakes(questionnaire, question))]
    mistakes += [
        (0, f"Die Spalte „{key}“ ist als Zuständigkeitsspalte genannt, aber nicht definiert.")
        for key in (questionnaire.responsibility, questionnaire.proposed_office)
        if key and key not in keys
    ]
    deciding = questionnaire.get(questionnaire.responsibility or "")
    if deciding and not {"ja", "nein"} <= {c.value for c in deciding.values}:
        mistakes.append(
            (
                keys.index(deciding.key),
                f"Die Frage „{deciding.key}“ entscheidet über die Zuständigkeit und braucht die Werte „ja“ und „nein“.",
            )
        )
    return tuple(mistakes)


def _value_mistakes(question: Question) -> list[str]:
    messages = []
    if question.minimum is not None and question.maximum is not None and question.minimum > question.maximum:
        messages.append(f"Die Frage „{question.key}“ lässt keine Zahl zu: „minimum“ ist größer als „maximum“.")
    for number, choice in enumerate(question.values):
        before = question.values[:number]
        if choice.value in {other.value for other in before}:
            messages.append(f"Die Frage „{question.key}“ hat zweimal den Wert „{choice.value}“.")
        if choice.label in {other.label for other in before}:
            messages.append(f"Die Frage „{question.key}“ hat zwei Auswahltexte „{choice.label}“.")
    return messages


def _condition_mistakes(questionnaire: Questionnaire, question: Question) -> list[str]:
    messages = []
    for key, values in question.required_when.items():
        other = questionnaire.get(key)
        if other is None:
            messages.append(f"required_when von „{question.key}“ nennt die unbekannte Frage „{key}“.")
        elif kind_of(other).picks_values:
            unknown = set(values) - {c.value for c in other.values}
            messages += [f"required_when von „{question.key}“ nennt den unbekannten Wert „{v}“." for v in sorted(unknown)]
    return messages
