"""Whole numbers and numbers with a comma, as Germans write them, within the limits of the question."""

import math
from datetime import date
from typing import ClassVar, Final

from ozg_workflow.domain import german
from ozg_workflow.domain.german import normalise
from ozg_workflow.domain.survey.cells import Answer, Cell, plain_number, shown
from ozg_workflow.domain.survey.kinds.asked import AskedQuestion, Refusal, Understood
from ozg_workflow.domain.survey.kinds.cell_rule import CellLook, CellRule, Check
from ozg_workflow.domain.survey.kinds.number_text import NumberText, Unclear, read_number
from ozg_workflow.domain.survey.question import Kind, Question

NO_LIMIT: Final = 1e12  # a spreadsheet wants both limits; nothing that is counted here comes near
_UNCLEAR: Final = {  # reason and remedy; {} is the example
    Unclear.NO_NUMBER: ("Hier wird eine Zahl erwartet.", "Bitte nur die Zahl eintragen, z. B. {}."),
    Unclear.MORE_THAN_ONE: (
        "Hier steht mehr als eine Zahl.",
        "Bitte die eine Zahl eintragen, die am ehesten zutrifft, z. B. {}; eine Schätzung genügt.",
    ),
    Unclear.BOUND: (
        "Das ist eine Grenze und keine Zahl.",
        "Bitte die Zahl eintragen, die am ehesten zutrifft, z. B. {}; eine Schätzung genügt.",
    ),
    Unclear.TWO_READINGS: (
        "Die Zahl lässt sich auf zwei Arten lesen.",
        "Bitte nur Ziffern und, wo nötig, ein Komma eintragen, z. B. {}.",
    ),
}


class DecimalQuestion(AskedQuestion):
    """A number; the unit of the question may follow, and words that leave it as it is (`ca.`, `pro Jahr`) are told to the office."""

    kind = Kind.DECIMAL
    look = CellLook(number_format="#,##0.0##", rounds=True)
    adds_up = True
    estimated = True
    check: ClassVar[Check] = Check.DECIMAL
    name: ClassVar[str] = "Zahl, auch mit Komma,"
    wanted: ClassVar[str] = "eine Zahl"
    whole: ClassVar[bool] = False

    def allowed(self) -> str:
        """Name the limits and the unit."""
        low, high = self.question.minimum, self.question.maximum
        text = self.name + (f" ab {german.number(low)}" if low is not None else "")
        text += f" bis {german.number(high)}" if high is not None else ""
        return text.rstrip(",") + (f" ({self.question.unit})" if self.question.unit else "")

    def _own_rule(self) -> CellRule:
        low, high = self.question.minimum, self.question.maximum
        return CellRule(
            check=self.check,
            minimum=self._stored(-NO_LIMIT if low is None else low),
            maximum=self._stored(NO_LIMIT if high is None else high),
            message=f"Bitte geben Sie {self.wanted} an, zum Beispiel {self.question.example}.",
        )

    def _parse(self, cell: Cell) -> Answer | Refusal | Understood:
        if isinstance(cell, bool | date):
            return Refusal(reason="Hier wird eine Zahl erwartet.", remedy=self.remedy())
        if isinstance(cell, int | float):
            return self._checked(_as_shown(cell))
        found = self._of_text(shown(cell))
        if isinstance(found, Unclear):
            reason, remedy = _UNCLEAR[found]
            return Refusal(reason=reason, remedy=remedy.format(self.question.example))
        answer = self._checked(_as_shown(found.value))
        return Understood(answer=answer) if found.worded and not isinstance(answer, Refusal) else answer

    def _of_text(self, text: str) -> NumberText | Unclear:
        asked = self.question
        return read_number(text, unit=asked.unit, yearly=_is_yearly(asked), whole=self.whole)

    def _checked(self, value: float) -> Answer | Refusal:
        return self._mistake(value) or self._stored(value)

    def _mistake(self, value: float) -> Refusal | None:
        low, high = self.question.minimum, self.question.maximum
        if not math.isfinite(value):
            return Refusal(reason="Die Zahl ist nicht lesbar.", remedy=self.remedy())
        if low is not None and value < low:
            return Refusal(reason=f"Die Zahl ist kleiner als {_limit(low)}.", remedy=self._range_remedy())
        if high is not None and value > high:
            return Refusal(reason=f"Die Zahl ist größer als {_limit(high)}.", remedy=self._range_remedy())
        return None

    def _stored(self, value: float) -> int | float:
        return value

    def _range_remedy(self) -> str:
        minimum, maximum = self.question.minimum, self.question.maximum
        low = "" if minimum is None else f" {'ab' if maximum is None else 'von'} {_limit(minimum)}"
        high = "" if maximum is None else f" bis {_limit(maximum)}"
        return f"Bitte eine Zahl{low}{high} angeben, z. B. {self.question.example}."


class IntegerQuestion(DecimalQuestion):
    """A whole number."""

    kind = Kind.INTEGER
    look = CellLook(number_format="#,##0", rounds=True)
    check = Check.WHOLE
    name = "ganze Zahl"
    wanted = "eine ganze Zahl"
    whole = True

    def _mistake(self, value: float) -> Refusal | None:
        if math.isfinite(value) and not value.is_integer():
            remedy = f"Bitte ohne Nachkommastellen angeben, z. B. {self.question.example}."
            return Refusal(reason="Hier wird eine ganze Zahl erwartet.", remedy=remedy)
        return super()._mistake(value)

    def _stored(self, value: float) -> int | float:
        return int(value)


def _as_shown(value: float) -> float:
    """Return a number as a spreadsheet shows it: with 15 digits, so that 0.1 + 0.2 is 0.3; infinite where it is beyond all."""
    try:
        return float(f"{float(value):.15g}")
    except OverflowError:
        return math.inf


def _is_yearly(question: Question) -> bool:
    return "jahr" in normalise(f"{question.heading} {question.help}")


def _limit(value: float) -> str:
    return german.number(value) if float(value).is_integer() else plain_number(value)
