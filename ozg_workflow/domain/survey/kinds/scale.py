"""A level of the rollout's scale of maturity."""

from functools import cached_property

from ozg_workflow.domain.survey.cells import Answer
from ozg_workflow.domain.survey.kinds.choice import ChoiceQuestion
from ozg_workflow.domain.survey.question import Choice, Kind


class ScaleQuestion(ChoiceQuestion):
    """A choice from the levels of the scale, such as `3 – Online-Leistung`; the level is stored as a number."""

    kind = Kind.SCALE
    picks_values = False  # its levels stand in the file of the scale

    @cached_property
    def choices(self) -> tuple[Choice, ...]:
        """The levels with number and title, the lowest first."""
        return tuple(Choice(value=str(level.value), label=f"{level.value} – {level.title}") for level in self.scale.levels)

    def _stored(self, choice: Choice) -> Answer:
        return int(choice.value)
