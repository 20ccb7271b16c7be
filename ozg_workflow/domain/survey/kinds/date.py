"""A day, in any form of it that has only one reading."""

from datetime import date, datetime
from typing import Final

from ozg_workflow.domain import german
from ozg_workflow.domain.late_pattern import late
from ozg_workflow.domain.survey.cells import Answer, Cell, shown
from ozg_workflow.domain.survey.kinds.asked import AskedQuestion, Refusal
from ozg_workflow.domain.survey.kinds.cell_rule import AS_DAY, CellRule, Check
from ozg_workflow.domain.survey.question import Kind

EARLIEST: Final = date(1990, 1, 1)
LATEST: Final = date(2100, 12, 31)
_BLANKS: Final = str.maketrans(dict.fromkeys("\u00a0\u2009\u202f", " "))
_TIME: Final = r"(?: *[T ] *[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?(?: Uhr|Z)?)?"  # anything else may be a second day
_GERMAN: Final = late(r"([0-9]{1,2})\. *([0-9]{1,2})\. *([0-9]{4})" + _TIME)
_ISO: Final = late(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})" + _TIME)
_IN_WORDS: Final = late(r"([0-9]{1,2})\.? *([^\W\d]{3,9})\.? *([0-9]{4})")


class DateQuestion(AskedQuestion):
    """A day from 1990 to 2100, both included; it is stored as ISO text."""

    kind = Kind.DATE
    look = AS_DAY
    none_words = frozenset(
        {"nein", "kein", "keine", "keines", "keins", "noch nicht", "offen", "noch offen", "steht noch nicht fest"}
    )

    def allowed(self) -> str:
        """Name the form."""
        return "Datum: TT.MM.JJJJ"

    def label(self, answer: Answer) -> str:
        """Return `25.03.2020`."""
        return german.short_date(date.fromisoformat(str(answer)))

    def cell(self, answer: Answer) -> Cell:
        """Return the day as a date, not as text."""
        return date.fromisoformat(str(answer))

    def _own_rule(self) -> CellRule:
        message = f"Bitte geben Sie ein Datum an, zum Beispiel {self.question.example}."
        return CellRule(check=Check.DATE, minimum=EARLIEST, maximum=LATEST, message=message)

    def _parse(self, cell: Cell) -> Answer | Refusal:
        day = _day(cell)
        if day is None or not EARLIEST <= day <= LATEST:
            remedy = f"Bitte im Format TT.MM.JJJJ angeben, z. B. {self.question.example}."
            return Refusal(reason="Das Datum ist nicht lesbar.", remedy=remedy)
        return day.isoformat()


def _day(cell: Cell) -> date | None:
    if isinstance(cell, datetime):
        return cell.date()
    return cell if isinstance(cell, date) else _day_of_text(shown(cell))


def _day_of_text(text: str) -> date | None:
    text = text.translate(_BLANKS)
    if match := _GERMAN.fullmatch(text):
        return _day_of(match[3], int(match[2]), match[1])
    if match := _ISO.fullmatch(text):
        return _day_of(match[1], int(match[2]), match[3])
    if match := _IN_WORDS.fullmatch(text):
        return _day_of(match[3], _month(match[2]), match[1])
    return None


def _day_of(year: str, month: int, day: str) -> date | None:
    try:
        return date(int(year), month, int(day))
    except ValueError:
        return None


def _month(word: str) -> int:
    """Return the number of a month by its name or the beginning of it (`Okt`, `Mrz`); 0 for other words."""
    if word.casefold() == "mrz":
        return 3
    return next((n for n, name in enumerate(german.MONTHS, 1) if name.casefold().startswith(word.casefold())), 0)
