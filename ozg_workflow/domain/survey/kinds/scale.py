"""A level of the rollout's scale of maturity."""

from functools import cached_property

from ozg_workflow.domain.survey.cells import Answer
from ozg_workflow.domain.survey.kinds.choice import ChoiceQuestion
from ozg_workflow.domain.survey.maturity import MaturityLevel
from ozg_workflow.domain.survey.question import Choice, Kind


def level_label(level: MaturityLevel) -> str:
    """Return `Online-Leistung (3)`: a number in front of the words would be counted up when the cell is dragged down."""
    return f"{level.title} ({level.value})"


class ScaleQuestion(ChoiceQuestion):
    """A choice from the levels of the scale, such as `Online-Leistung (3)`; the level is stored as a number."""

    kind = Kind.SCALE
    picks_values = False  # its levels stand in the file of the scale

    @cached_property
    def choices(self) -> tuple[Choice, ...]:
        """The levels with title and number, the lowest first."""
        return tuple(Choice(value=str(level.value), label=level_label(level)) for level in self.scale.levels)

    def _stored(self, choice: Choice) -> Answer:
        return int(choice.value)
