"""One line of a returned sheet."""

from dataclasses import dataclass
from typing import Final

from ozg_workflow.domain.late_pattern import late
from ozg_workflow.domain.survey.cells import Cell, is_blank, shown
from ozg_workflow.workbook.read.identity import compact_name, is_key
from ozg_workflow.workbook.sheet_tools import shorten

# what people write below a list and what is no service: who filled it in and when
_CLOSING: Final = late(
    r"(?:ausgef|bearbeitet|erstellt|geprüft|gez\b|i\. ?[av]\b|stand\b|datum|unterschrift|ort\b|name\b|amt\b|ende\b)|.*(?:\d\. ?\d{1,2}\.|\bgez\.)"
)
_TOTAL: Final = late(r"(summe|gesamt|insgesamt|total|zwischensumme)\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of the sender's sheet that is not blank; `row` counts from 0."""

    row: int
    number: int | None
    key: str
    title: Cell
    cells: dict[str, Cell]
    answered: bool

    @property
    def place(self) -> str:
        """The line as people count it, with the beginning of its name."""
        title = shown(self.title)
        return f"{self.row + 1} („{shorten(title, 40)}“)" if title else str(self.row + 1)

    @property
    def is_total(self) -> bool:
        """It holds nothing but figures, and no service beside them."""
        named = self.key or not (is_blank(self.title) or _TOTAL.match(compact_name(self.title)))
        return not named and all(is_blank(cell) or isinstance(cell, int | float) for cell in self.cells.values())

    def names_a_service(self, *, below: bool) -> bool:
        """Tell whether it is about a service, answered or not; `below` the list a name alone is one unless it is closing words."""
        if self.is_total:
            return False
        if self.answered or is_key(self.key) or self.number is not None:
            return True
        return below and not self.key and _CLOSING.match(compact_name(self.title)) is None
