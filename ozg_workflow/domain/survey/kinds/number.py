"""Whole numbers and numbers with a comma, as Germans write them, within the limits of the question."""

import math
import re
from datetime import date
from typing import ClassVar, Final

from ozg_workflow.domain import german
from ozg_workflow.domain.survey.cells import Answer, Cell, plain_number, shown
from ozg_workflow.domain.survey.kinds.asked import AskedQuestion, Refusal
from ozg_workflow.domain.survey.kinds.cell_rule import CellLook, CellRule, Check
from ozg_workflow.domain.survey.question import Kind

NO_LIMIT: Final = 1e12  # a spreadsheet wants both limits; nothing that is counted here comes near


class DecimalQuestion(AskedQuestion):
    """A number; a comma and a point are understood, and the unit of the question may follow."""

    kind = Kind.DECIMAL
    look = CellLook(number_format="#,##0.0##", rounds=True)
    adds_up = True
    check: ClassVar[Check] = Check.DECIMAL
    name: ClassVar[str] = "Zahl, auch mit Komma,"
    wanted: ClassVar[str] = "eine Zahl"

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

    def _parse(self, cell: Cell) -> Answer | Refusal:
        value = self._value(cell)
        return value if isinstance(value, Refusal) else self._mistake(value) or self._stored(value)

    def _value(self, cell: Cell) -> float | Refusal:
        if isinstance(cell, bool | date):
            return Refusal(reason="Hier wird eine Zahl erwartet.", remedy=self.remedy())
        try:
            return float(cell) if isinstance(cell, int | float) else self._value_of_text(shown(cell))
        except OverflowError:
            return math.inf

    def _value_of_text(self, text: str) -> float | Refusal:
        plain = _without_thousands(_without_unit(re.sub(r"[\s\u00a0'’]", "", text), self.question.unit)).replace(",", ".")
        if re.fullmatch(r"[+-]?\d+(\.\d+)?", plain):
            return float(plain)
        remedy = f"Bitte nur die Zahl eintragen, z. B. {self.question.example}."
        return Refusal(reason="Hier wird eine Zahl erwartet.", remedy=remedy)

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

    def _mistake(self, value: float) -> Refusal | None:
        if math.isfinite(value) and not value.is_integer():
            remedy = f"Bitte ohne Nachkommastellen angeben, z. B. {self.question.example}."
            return Refusal(reason="Hier wird eine ganze Zahl erwartet.", remedy=remedy)
        return super()._mistake(value)

    def _stored(self, value: float) -> int | float:
        return int(value)


def _without_unit(text: str, unit: str) -> str:
    return re.sub(re.escape(unit.replace(" ", "")) + "$", "", text, flags=re.IGNORECASE) if unit else text


def _without_thousands(text: str) -> str:
    grouped = re.fullmatch(r"[+-]?[1-9]\d{0,2}(\.\d{3})+(,\d+)?", text)  # `0.500` is no thousand
    return text.replace(".", "") if grouped else text


def _limit(value: float) -> str:
    return german.number(value) if float(value).is_integer() else plain_number(value)
