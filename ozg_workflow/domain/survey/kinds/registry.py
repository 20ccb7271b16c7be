"""All kinds of questions: the way from a question to the class that knows what to make of it."""

from typing import Final

from ozg_workflow.domain.survey.kinds.asked import AskedQuestion
from ozg_workflow.domain.survey.kinds.choice import ChoiceQuestion
from ozg_workflow.domain.survey.kinds.date import DateQuestion
from ozg_workflow.domain.survey.kinds.number import DecimalQuestion, IntegerQuestion
from ozg_workflow.domain.survey.kinds.scale import ScaleQuestion
from ozg_workflow.domain.survey.kinds.text import TextQuestion, UrlQuestion
from ozg_workflow.domain.survey.maturity import MaturityScale
from ozg_workflow.domain.survey.question import Kind, Question

_CLASSES: Final[dict[Kind, type[AskedQuestion]]] = {
    asked.kind: asked
    for asked in (
        ChoiceQuestion,
        ScaleQuestion,
        IntegerQuestion,
        DecimalQuestion,
        DateQuestion,
        UrlQuestion,
        TextQuestion,
    )
}
# by the members of `Kind`: one without its class stops the program when it starts, not when a list with it is written
KINDS: Final[dict[Kind, type[AskedQuestion]]] = {kind: _CLASSES[kind] for kind in Kind}


def kind_of(question: Question) -> type[AskedQuestion]:
    """Return the class of a question, for what needs no scale: whether its answers add up, how its cells look."""
    return KINDS[question.kind]


def asked(question: Question, scale: MaturityScale) -> AskedQuestion:
    """Return a question with all that its kind does, on this scale."""
    return KINDS[question.kind](question=question, scale=scale)
