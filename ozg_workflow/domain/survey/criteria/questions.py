"""A list that asks for the criteria of a scale: one column each, where the column of the level would be."""

from collections.abc import Iterator
from dataclasses import replace

from ozg_workflow.domain.survey.criteria.check import Met, question_key
from ozg_workflow.domain.survey.maturity import LevelCriterion, MaturityScale
from ozg_workflow.domain.survey.question import Choice, Kind, Question
from ozg_workflow.domain.survey.questionnaire import Questionnaire

CHOICES = tuple(Choice(value=met.value, label=met.value) for met in Met)
WIDTH = 14


def with_criteria(questionnaire: Questionnaire, scale: MaturityScale) -> Questionnaire:
    """Return the questionnaire as it asks: with `criteria` the columns of the scale instead of its level; the scale is its own from now on."""
    asked = replace(questionnaire, scale=scale)
    return replace(asked, questions=tuple(_questions(asked, scale))) if questionnaire.criteria else asked


def _questions(questionnaire: Questionnaire, scale: MaturityScale) -> Iterator[Question]:
    for question in questionnaire.questions:
        if question.kind is Kind.SCALE:
            yield from (_question(question, criterion, scale) for criterion in scale.criteria)
        else:
            yield question


def _question(level: Question, criterion: LevelCriterion, scale: MaturityScale) -> Question:
    needed = f"Nötig ab {scale.title_of(criterion.level)}. „entfällt“, wenn es das bei dieser Leistung nicht gibt."
    return Question(
        key=question_key(criterion),
        heading=criterion.heading,
        kind=Kind.CHOICE,
        help=f"{criterion.help} {needed}",
        example=Met.YES.value,
        values=CHOICES,
        required=level.required,
        required_when=level.required_when,
        width=WIDTH,
    )


def criteria_mistake(questionnaire: Questionnaire, scale: MaturityScale) -> str | None:
    """Return why a questionnaire cannot ask for criteria, as a German sentence."""
    if not questionnaire.criteria:
        return None
    if not scale.criteria:
        return f"„criteria: true“ fragt die Kriterien der Skala ab; die Skala „{scale.key}“ hat keine."
    if not any(question.kind is Kind.SCALE for question in questionnaire.questions):
        return "„criteria: true“ tritt an die Stelle der Spalte für die Stufe (kind: scale); hier fehlt sie."
    return None
