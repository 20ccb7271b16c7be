"""What all kinds of questions share: the form of a kind, and what it does unless it says otherwise."""

from abc import ABC, abstractmethod
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from typing import ClassVar, Final

from ozg_workflow.domain.german import normalise
from ozg_workflow.domain.survey.cells import (
    UNKNOWN_WORD,
    Answer,
    Cell,
    is_error,
    is_not_calculated,
    plain_number,
    says_nothing,
    says_unknown,
)
from ozg_workflow.domain.survey.kinds.cell_rule import CellLook, CellRule, Check
from ozg_workflow.domain.survey.maturity import MaturityScale
from ozg_workflow.domain.survey.question import Choice, Kind, Question

_NOT_CALCULATED: Final = "Die Zelle enthält eine Formel, deren Ergebnis nicht in der Datei steht."


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Why a cell cannot be accepted and how to mend it, as German sentences."""

    reason: str
    remedy: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Understood:
    """An answer that counts although more stood in the cell than it keeps: the office is told what was taken."""

    answer: Answer


class Silence(StrEnum):
    """What stands in a cell and is no answer by itself; whether one is needed decides what it means."""

    NOTHING = "nothing"  # a dash, `entfällt`: as good as empty
    UNKNOWN = "unknown"  # `unbekannt`, `k. A.`: an answer where the question allows it


@dataclass(frozen=True, kw_only=True)  # without slots: a kind keeps what it has worked out from its choices
class AskedQuestion(ABC):
    """A question with the scale of its rollout. A kind is a class of it: it says `kind`, `_parse` and `allowed`, and what else is its own."""

    kind: ClassVar[Kind]
    look: ClassVar[CellLook] = CellLook()
    adds_up: ClassVar[bool] = False  # the answers of offices that share a service are one sum
    picks_values: ClassVar[bool] = False  # only what stands in the `values` of the question is an answer
    estimated: ClassVar[bool] = False  # a good guess is enough, so "unbekannt" is an answer unless the question says otherwise
    none_words: ClassVar[frozenset[str]] = frozenset()  # more that says that there is nothing
    free: ClassVar[bool] = False  # whatever is written is an answer
    stays_open: ClassVar[bool] = False  # a voluntary one is worth filling in where the office is not responsible, too

    question: Question
    scale: MaturityScale

    @cached_property
    def choices(self) -> tuple[Choice, ...]:
        """The values of the drop-down, with the labels people pick."""
        return self.question.values

    @property
    def rule(self) -> CellRule:
        """What the spreadsheet checks: whatever has choices is picked from them."""
        also = UNKNOWN_WORD if self.may_be_unknown else ""
        if self.choices:
            return _picked((*(choice.label for choice in self.choices), *([also] if also else [])))
        own = self._own_rule()
        return replace(own, also=also, message=f"{own.message} Nicht bekannt? Dann „{also}“.") if also and own.message else own

    @property
    def may_be_unknown(self) -> bool:
        """Whether "unbekannt" is an answer."""
        return self.estimated if self.question.unknown is None else self.question.unknown

    @abstractmethod
    def allowed(self) -> str:
        """Return what may be entered, in the words of the Ausfüllhilfe."""

    def remedy(self) -> str:
        """Return what the office is asked to do about a cell that is missing or wrong."""
        return f"Bitte so angeben: {self.question.example}."

    def read(self, cell: Cell) -> Answer | Refusal | Understood | Silence:
        """Return the answer in a cell that is not blank: what has one reading is normalised, the rest is refused."""
        if is_error(cell):
            reason = _NOT_CALCULATED if is_not_calculated(cell) else "Die Zelle enthält einen Excel-Fehlerwert."
            return Refusal(reason=reason, remedy=self._formula_remedy())
        return self._silence(cell) or self._parse(cell)

    def label(self, answer: Answer) -> str:
        """Return a stored answer as people read it in the list."""
        return plain_number(answer) if isinstance(answer, float) else str(answer)

    def cell(self, answer: Answer) -> Cell:
        """Return a stored answer as the cell a clerk would have filled in: `read` accepts it again."""
        return answer

    @abstractmethod
    def _parse(self, cell: Cell) -> Answer | Refusal | Understood:
        """Return the answer in a cell that holds neither nothing nor the error of a formula."""

    def _silence(self, cell: Cell) -> Silence | None:
        if says_unknown(cell) and (self.may_be_unknown or not self.free):
            return Silence.UNKNOWN
        nothing = says_nothing(cell) or (bool(self.none_words) and isinstance(cell, str) and normalise(cell) in self.none_words)
        return Silence.NOTHING if nothing else None

    def _own_rule(self) -> CellRule:
        return CellRule(check=Check.ANY)

    def _formula_remedy(self) -> str:
        return f"Bitte die Formel durch einen Wert ersetzen, z. B. {self.question.example}."


def _picked(labels: tuple[str, ...]) -> CellRule:
    # strict, because everything that is allowed stands in the list
    message = "Bitte wählen Sie einen Wert aus der Auswahlliste (Alt + Pfeil nach unten)."
    return CellRule(check=Check.LIST, choices=labels, message=message, strict=True)
