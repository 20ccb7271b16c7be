"""From a cell to an answer: what is unambiguous is normalised, what is not becomes an issue with its remedy."""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Final, cast

from ozg_workflow.domain import german
from ozg_workflow.domain.german import normalise
from ozg_workflow.domain.survey.maturity import MaturityScale
from ozg_workflow.domain.survey.questionnaire import Choice, Kind, Question, Questionnaire

Cell = str | float | int | bool | date | datetime | None
Answer = str | int | float

YES_WORDS = frozenset({"ja", "j", "x", "yes", "wahr", "true"})
NO_WORDS = frozenset({"nein", "n", "no", "falsch", "false"})
EARLIEST, LATEST = date(1990, 1, 1), date(2100, 12, 31)
LONGEST_TEXT = 2000

_SPACES: Final = "".join(chr(code) for code in range(0x3001) if chr(code).isspace())
_EDGES: Final = _SPACES + "\u00ad\u200b\u200c\u200d\u2060\ufeff"  # what copying from web pages leaves around a text
# files hold the English names, German Excel shows these
_ERROR_NAMES: Final = {
    "#N/A": "#NV",
    "#REF!": "#BEZUG!",
    "#VALUE!": "#WERT!",
    "#NUM!": "#ZAHL!",
    "#SPILL!": "#ÜBERLAUF!",
    "#CALC!": "#KALK!",
    "#FIELD!": "#FELD!",
}
_ERROR: Final = re.compile(r"#(?:NV|N/A|GETTING_DATA|[A-ZÄÖÜ]+(?:/0)?[!?])|Err:\d{3}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """One cell that cannot be accepted: what stands there, why not, and how to mend it (German)."""

    question: str
    heading: str
    value: str
    reason: str
    remedy: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RowAnswers:
    """The accepted answers of a row (key → JSON value; dates as ISO text) and the issues of its other cells."""

    answers: dict[str, Answer]
    issues: tuple[Issue, ...]

    @property
    def empty(self) -> bool:
        """Nothing at all stands in the row."""
        return not self.answers and not any(issue.value for issue in self.issues)


class _Rejected(Exception):  # noqa: N818 - a control-flow signal inside this module, not an error people see
    def __init__(self, reason: str, remedy: str) -> None:
        self.reason, self.remedy = reason, remedy


class _Same:
    """A key that stands for one object, for caching what is worked out from values that cannot be hashed."""

    __slots__ = ("value",)

    def __init__(self, value: object) -> None:
        self.value = value

    def __hash__(self) -> int:
        return id(self.value)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.value is self.value


@dataclass(frozen=True, slots=True, kw_only=True)
class _Choices:
    """The allowed values of one question: by what the drop-down writes, and by any text that means the same."""

    all: tuple[Choice, ...]
    exact: dict[str, Choice]
    normal: dict[str, Choice]


def is_blank(cell: Cell) -> bool:
    """Tell whether a cell holds nothing but white space."""
    return cell is None or (isinstance(cell, str) and not cell.strip(_EDGES))


def shown(cell: Cell) -> str:
    """Return a cell as people see it in their sheet."""
    if isinstance(cell, str):
        text = cell.strip(_EDGES)
        return _ERROR_NAMES.get(text, text)
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "WAHR" if cell else "FALSCH"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else str(cell).replace(".", ",")
    if isinstance(cell, datetime):
        return german.short_date(cell.date())
    return german.short_date(cell) if isinstance(cell, date) else str(cell)


def validate_row(questionnaire: Questionnaire, scale: MaturityScale, cells: dict[str, Cell]) -> RowAnswers:
    """Validate the cells of one row (question key → raw cell). Never raises; a wholly empty row has issues for its required cells."""
    asked = _asked(_Same(questionnaire), _Same(scale))
    answers: dict[str, Answer] = {}
    found: dict[str, Issue] = {}
    empty: list[tuple[Question, _Choices | None]] = []
    for question, choices in asked:
        cell = cells.get(question.key)
        if cell is None or is_blank(cell):
            empty.append((question, choices))
            continue
        try:
            answers[question.key] = _parse(question, choices, cell)
        except _Rejected as rejected:
            found[question.key] = _issue(question, cell, rejected.reason, rejected.remedy)
    given = cast("dict[str, object]", answers)
    for question, choices in empty:
        if questionnaire.is_required(question, given):
            found[question.key] = _issue(question, None, "Die Angabe fehlt.", _remedy(question, choices))
    return RowAnswers(answers=answers, issues=tuple(found[q.key] for q, _ in asked if q.key in found) if found else ())


@lru_cache(maxsize=16)
def _asked(questionnaire: _Same, scale: _Same) -> tuple[tuple[Question, _Choices | None], ...]:
    """Return every question with its choices, for questions that have some."""
    questions = cast("Questionnaire", questionnaire.value).questions
    levels = cast("MaturityScale", scale.value)
    return tuple((q, _choices(q.choices(levels)) if q.kind in (Kind.CHOICE, Kind.SCALE) else None) for q in questions)


def _choices(choices: tuple[Choice, ...]) -> _Choices:
    texts = [(text, choice) for choice in reversed(choices) for text in (choice.value, choice.label)]  # the first one wins
    return _Choices(all=choices, exact=dict(texts), normal={normalise(text): choice for text, choice in texts})


def label_of(question: Question, scale: MaturityScale, answer: Answer | None) -> str:
    """Return a stored answer as people read it in the list."""
    if answer is None:
        return ""
    if question.kind in (Kind.CHOICE, Kind.SCALE):
        return next((c.label for c in question.choices(scale) if c.value == str(answer)), str(answer))
    if question.kind is Kind.DATE:
        return german.short_date(date.fromisoformat(str(answer)))
    return _decimal(answer) if isinstance(answer, float) else str(answer)


def cells_of(questionnaire: Questionnaire, scale: MaturityScale, answers: Mapping[str, Answer]) -> dict[str, Cell]:
    """Return stored answers as the cells a clerk would have filled in: the inverse of `validate_row`."""
    asked = (question for question in questionnaire.questions if question.key in answers)
    return {question.key: _cell(question, scale, answers[question.key]) for question in asked}


def _cell(question: Question, scale: MaturityScale, answer: Answer) -> Cell:
    if question.kind in (Kind.CHOICE, Kind.SCALE):
        return label_of(question, scale, answer)
    return date.fromisoformat(str(answer)) if question.kind is Kind.DATE else answer


def still_valid(questionnaire: Questionnaire, scale: MaturityScale, answers: Mapping[str, Answer]) -> dict[str, Answer]:
    """Return the answers that this questionnaire knows and accepts; they may have been given to another version of it."""
    return validate_row(questionnaire, scale, cells_of(questionnaire, scale, answers)).answers


def _decimal(value: float) -> str:
    """Return a number with a comma and never with an exponent, so that it can be read back."""
    return f"{Decimal(str(value)):f}".replace(".", ",")


def _issue(question: Question, cell: Cell, reason: str, remedy: str) -> Issue:
    return Issue(question=question.key, heading=question.heading, value=shown(cell)[:200], reason=reason, remedy=remedy)


def _remedy(question: Question, choices: _Choices | None) -> str:
    if choices:
        return "Bitte einen Wert aus der Auswahlliste wählen: " + ", ".join(c.label for c in choices.all) + "."
    return f"Bitte so angeben: {question.example}."


def _parse(question: Question, choices: _Choices | None, cell: Cell) -> Answer:
    if choices and isinstance(cell, str) and (chosen := choices.exact.get(cell)):  # nearly every cell: chosen from the drop-down
        return int(chosen.value) if question.kind is Kind.SCALE else chosen.value
    if isinstance(cell, str) and _ERROR.fullmatch(cell.strip(_EDGES)):
        remedy = (
            _remedy(question, choices) if choices else f"Bitte die Formel durch einen Wert ersetzen, z. B. {question.example}."
        )
        raise _Rejected("Die Zelle enthält einen Excel-Fehlerwert.", remedy)
    if choices:
        return _choice(question, choices, cell)
    if question.kind in (Kind.INTEGER, Kind.DECIMAL):
        return _number(question, cell)
    if question.kind is Kind.DATE:
        return _date(question, cell)
    text = shown(cell)
    if len(text) > LONGEST_TEXT:
        raise _Rejected("Der Text ist zu lang.", f"Bitte auf höchstens {LONGEST_TEXT} Zeichen kürzen.")
    return _url(question, text) if question.kind is Kind.URL else text


def _choice(question: Question, choices: _Choices, cell: Cell) -> Answer:
    text = shown(cell)
    found = choices.exact.get(text) or _match_choice(choices, text)
    if found is None:
        raise _Rejected("Der Wert steht nicht in der Auswahlliste.", _remedy(question, choices))
    return int(found.value) if question.kind is Kind.SCALE else found.value


def _match_choice(choices: _Choices, text: str) -> Choice | None:
    wanted = normalise(text)
    if found := choices.normal.get(wanted):
        return found
    if wanted in YES_WORDS or wanted in NO_WORDS:
        return choices.normal.get("ja" if wanted in YES_WORDS else "nein")
    number = re.fullmatch(r"(?:stufe )?(\d)(?:[ .:–-]\D*)?", wanted)  # a second number ("2-3") would be ambiguous
    if number:
        return next((c for c in choices.all if c.value == number[1]), None)
    starting = [c for c in choices.all if len(wanted) >= 4 and normalise(c.label).startswith(wanted)]
    return starting[0] if len(starting) == 1 else None


def _number(question: Question, cell: Cell) -> int | float:
    if isinstance(cell, bool | date):
        raise _Rejected("Hier wird eine Zahl erwartet.", f"Bitte so angeben: {question.example}.")
    try:
        value = float(cell) if isinstance(cell, int | float) else _number_from_text(question, shown(cell))
    except OverflowError:
        value = math.inf
    if not math.isfinite(value):
        raise _Rejected("Die Zahl ist nicht lesbar.", f"Bitte so angeben: {question.example}.")
    if question.kind is Kind.INTEGER and not value.is_integer():
        raise _Rejected("Hier wird eine ganze Zahl erwartet.", f"Bitte ohne Nachkommastellen angeben, z. B. {question.example}.")
    if question.minimum is not None and value < question.minimum:
        raise _Rejected(f"Die Zahl ist kleiner als {_limit(question.minimum)}.", _range_remedy(question))
    if question.maximum is not None and value > question.maximum:
        raise _Rejected(f"Die Zahl ist größer als {_limit(question.maximum)}.", _range_remedy(question))
    return int(value) if question.kind is Kind.INTEGER else value


def _range_remedy(question: Question) -> str:
    low = "" if question.minimum is None else f" {'ab' if question.maximum is None else 'von'} {_limit(question.minimum)}"
    high = "" if question.maximum is None else f" bis {_limit(question.maximum)}"
    return f"Bitte eine Zahl{low}{high} angeben, z. B. {question.example}."


def _limit(value: float) -> str:
    return german.number(value) if float(value).is_integer() else _decimal(value)


def _number_from_text(question: Question, text: str) -> float:
    plain = re.sub(r"[\s\u00a0'’]", "", text)
    if question.unit:
        plain = re.sub(re.escape(question.unit.replace(" ", "")) + "$", "", plain, flags=re.IGNORECASE)
    if re.fullmatch(r"[+-]?[1-9]\d{0,2}(\.\d{3})+(,\d+)?", plain):  # `0.500` is no thousand
        plain = plain.replace(".", "")
    plain = plain.replace(",", ".")
    if not re.fullmatch(r"[+-]?\d+(\.\d+)?", plain):
        raise _Rejected("Hier wird eine Zahl erwartet.", f"Bitte nur die Zahl eintragen, z. B. {question.example}.")
    return float(plain)


def _date(question: Question, cell: Cell) -> str:
    if isinstance(cell, datetime):
        day: date | None = cell.date()
    elif isinstance(cell, date):
        day = cell
    else:
        day = _date_from_text(shown(cell))
    if day is None or not EARLIEST <= day <= LATEST:
        raise _Rejected("Das Datum ist nicht lesbar.", f"Bitte im Format TT.MM.JJJJ angeben, z. B. {question.example}.")
    return day.isoformat()


def _date_from_text(text: str) -> date | None:
    if match := re.fullmatch(r"(\d{1,2})\.\s*(\d{1,2})\.\s*(\d{4})(?:\s+\d{1,2}:\d\d(?::\d\d)?)?", text):
        day, month, year = (int(part) for part in match.groups())
    elif match := re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?", text):
        year, month, day = (int(part) for part in match.groups())
    elif match := re.fullmatch(r"(\d{1,2})\.?\s*([^\W\d]{3,9})\.?\s*(\d{4})", text):
        day, month, year = int(match[1]), _month(match[2]), int(match[3])
    else:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _month(word: str) -> int:
    """Return the number of a month by its name or the beginning of it (`Okt`); 0 for other words."""
    return next((n for n, name in enumerate(german.MONTHS, 1) if name.casefold().startswith(word.casefold())), 0)


def _url(question: Question, text: str) -> str:
    candidate = text if "://" in text else f"https://{text}"
    if not re.fullmatch(r"https?://[\w.-]+\.[a-zA-Z]{2,}(?::\d+)?(?:[/?#]\S*)?", candidate):
        raise _Rejected("Das ist keine Internetadresse.", f"Bitte so angeben: {question.example}.")
    return candidate
