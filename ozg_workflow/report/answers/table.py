"""The answers of one round with everything that stands in their table."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property

from ozg_workflow.domain.survey.answer_line import AnswerLine
from ozg_workflow.domain.survey.bundles import Asked, counts
from ozg_workflow.domain.survey.cells import Answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrected:
    """An answer that a person wrote down for an office: about which line (`row_id`), what counted before, and `note`, how it was told."""

    row_id: int
    question: str
    value: Answer | None
    replaced: Answer | None
    by: str
    at: datetime
    note: str


@dataclass(frozen=True, kw_only=True)  # without slots: what the lines come to is worked out once
class AnswerTable:
    """The answers of a round: `lines` are all of them, those given away included; `returned` of so many `lists` are back.

    `made_at` (aware) is also the creation date of the file. `dues` are (office, version of its list) → deadline. `chosen` says
    in words what was left out, where the table holds a part of the round.
    """

    city: str
    title: str
    round_key: str
    round_title: str
    made_at: datetime
    opened_on: date
    due_on: date
    lists: int
    returned: int
    asked: Asked
    lines: tuple[AnswerLine, ...]
    corrections: tuple[Corrected, ...] = ()
    dues: Mapping[tuple[str, int], date] = field(default_factory=dict)
    chosen: str = ""

    @cached_property
    def counting(self) -> tuple[AnswerLine, ...]:
        """One line for each service and office that has it."""
        return tuple(line for line in self.lines if counts(line))

    @cached_property
    def given_away(self) -> tuple[AnswerLine, ...]:
        """The lines that went to another office or left the catalogue."""
        return tuple(line for line in self.lines if not counts(line))
