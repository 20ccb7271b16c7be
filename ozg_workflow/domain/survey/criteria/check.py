"""What the answers to the criteria of a scale come to: the weakest one decides, as in the federal models of maturity."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from ozg_workflow.domain.survey.cells import Answer
from ozg_workflow.domain.survey.maturity import LevelCriterion, MaturityScale
from ozg_workflow.domain.survey.questionnaire import Questionnaire

PREFIX: Final = "kriterium_"  # of the keys of the questions


class Met(StrEnum):
    """The answers to a criterion."""

    YES = "ja"
    NO = "nein"
    NOT_NEEDED = "entfällt"  # the service has no such thing (a fee, a piece of evidence): nothing stands in the way


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """The outcome: the level is `at_least` … `at_most`, and certain where both are the same.

    `obstacles` are the criteria that are not met at the next level, `open` those that are not answered and could still lower it.
    """

    at_least: int
    at_most: int
    obstacles: tuple[LevelCriterion, ...]
    open: tuple[LevelCriterion, ...]

    @property
    def level(self) -> int | None:
        """The level, None while an open criterion could still lower it."""
        return self.at_least if self.at_least == self.at_most else None


def check(scale: MaturityScale, answers: Mapping[str, Answer]) -> Checked | None:
    """Return what the answers (by `question_key`) come to; None where the scale has no criteria or none is answered.

    A service is at the highest level below the first criterion that is not met; a criterion that is met above that helps nothing.
    """
    said = {criterion: answers.get(question_key(criterion)) for criterion in scale.criteria}
    if not any(said.values()):
        return None
    missed = [criterion for criterion, answer in said.items() if answer == Met.NO]
    at_most = min((c.level for c in missed), default=scale.values[-1] + 1) - 1
    open_ones = tuple(c for c, answer in said.items() if answer is None and c.level <= at_most)
    return Checked(
        at_least=min((c.level - 1 for c in open_ones), default=at_most),
        at_most=at_most,
        obstacles=tuple(c for c in missed if c.level == at_most + 1),
        open=open_ones,
    )


def question_key(criterion: LevelCriterion) -> str:
    """Return the key of the question for a criterion."""
    return PREFIX + criterion.key


def level_in(questionnaire: Questionnaire, scale: MaturityScale, answers: Mapping[str, Answer], question: str) -> Answer | None:
    """Return the level that answers to a questionnaire state: that of its question for the level, or what its criteria come to."""
    if not questionnaire.criteria:
        return answers.get(question)
    found = check(scale, answers)
    return found.level if found else None
