"""From a cell to an answer: what is unambiguous is normalised, what is not becomes an issue with its remedy."""

import math
import re
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from ozg_workflow.domain import german
from ozg_workflow.domain.german import normalise
from ozg_workflow.domain.maturity import MaturityScale
from ozg_workflow.domain.questionnaire import Choice, Kind, Question, Questionnaire

Cell = str | float | int | bool | date | datetime | None
Answer = str | int | float

YES_WORDS = frozenset({"ja", "j", "x", "yes", "wahr", "true"})
NO_WORDS = frozenset({"nein", "n", "no", "falsch", "false"})
EARLIEST, LATEST = date(1990, 1, 1), date(2100, 12, 31)
LONGEST_TEXT = 2000


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


def is_blank(cell: Cell) -> bool:
    """Tell whether a cell holds nothing but white space."""
    return cell is None or (isinstance(cell, str) and not cell.replace("\u00a0", " ").strip())


def shown(cell: Cell) -> str:
    """Return a cell as people see it in their sheet."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "WAHR" if cell else "FALSCH"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else str(cell).replace(".", ",")
    if isinstance(cell, datetime):
        return german.short_date(cell.date())
    return german.short_date(cell) if isinstance(cell, date) else str(cell).strip()


def validate_row(questionnaire: Questionnaire, scale: MaturityScale, cells: dict[str, Cell]) -> RowAnswers:
    """Validate the cells of one row (question key → raw cell). Never raises; a wholly empty row has issues for its required cells."""
    answers: dict[str, Answer] = {}
    issues: list[Issue] = []
    for question in questionnaire.questions:
        cell = cells.get(question.key)
        if is_blank(cell):
            continue
        try:
            answers[question.key] = _parse(question, scale, cell)
        except _Rejected as rejected:
            issues.append(_issue(question, cell, rejected.reason, rejected.remedy))
    wrong = {issue.question for issue in issues}
    for question in questionnaire.questions:
        missing = question.key not in answers and question.key not in wrong
        if missing and questionnaire.is_required(question, dict(answers)):
            issues.append(_issue(question, None, "Die Angabe fehlt.", _remedy(question, scale)))
    order = {q.key: n for n, q in enumerate(questionnaire.questions)}
    return RowAnswers(answers=answers, issues=tuple(sorted(issues, key=lambda i: order[i.question])))


def label_of(question: Question, scale: MaturityScale, answer: Answer | None) -> str:
    """Return a stored answer as people read it in the list."""
    if answer is None:
        return ""
    if question.kind in (Kind.CHOICE, Kind.SCALE):
        return next((c.label for c in question.choices(scale) if c.value == str(answer)), str(answer))
    if question.kind is Kind.DATE:
        return german.short_date(date.fromisoformat(str(answer)))
    return _decimal(answer) if isinstance(answer, float) else str(answer)


def _decimal(value: float) -> str:
    """Return a number with a comma and never with an exponent, so that it can be read back."""
    return f"{Decimal(str(value)):f}".replace(".", ",")


def _issue(question: Question, cell: Cell, reason: str, remedy: str) -> Issue:
    return Issue(question=question.key, heading=question.heading, value=shown(cell)[:200], reason=reason, remedy=remedy)


def _remedy(question: Question, scale: MaturityScale) -> str:
    if question.kind in (Kind.CHOICE, Kind.SCALE):
        return "Bitte einen Wert aus der Auswahlliste wählen: " + ", ".join(c.label for c in question.choices(scale)) + "."
    return f"Bitte so angeben: {question.example}."


def _parse(question: Question, scale: MaturityScale, cell: Cell) -> Answer:
    if isinstance(cell, str) and cell.strip().startswith("#") and cell.strip().rstrip("!?").isupper():
        raise _Rejected("Die Zelle enthält einen Excel-Fehlerwert.", _remedy(question, scale))
    if question.kind in (Kind.CHOICE, Kind.SCALE):
        return _choice(question, scale, cell)
    if question.kind in (Kind.INTEGER, Kind.DECIMAL):
        return _number(question, cell)
    if question.kind is Kind.DATE:
        return _date(question, cell)
    text = shown(cell)
    if len(text) > LONGEST_TEXT:
        raise _Rejected("Der Text ist zu lang.", f"Bitte auf höchstens {LONGEST_TEXT} Zeichen kürzen.")
    return _url(question, text) if question.kind is Kind.URL else text


def _choice(question: Question, scale: MaturityScale, cell: Cell) -> Answer:
    choices = question.choices(scale)
    found = _match_choice(choices, shown(cell))
    if found is None:
        raise _Rejected("Der Wert steht nicht in der Auswahlliste.", _remedy(question, scale))
    return int(found.value) if question.kind is Kind.SCALE else found.value


def _match_choice(choices: tuple[Choice, ...], text: str) -> Choice | None:
    wanted = normalise(text)
    for choice in choices:
        if wanted in (normalise(choice.value), normalise(choice.label)):
            return choice
    by_value = {normalise(c.label): c for c in choices}
    if wanted in YES_WORDS or wanted in NO_WORDS:
        return by_value.get("ja" if wanted in YES_WORDS else "nein")
    number = re.fullmatch(r"(?:stufe )?(\d)(?:[ .:–-]\D*)?", wanted)  # a second number ("2-3") would be ambiguous
    if number:
        return next((c for c in choices if c.value == number[1]), None)
    starting = [c for c in choices if len(wanted) >= 4 and normalise(c.label).startswith(wanted)]
    return starting[0] if len(starting) == 1 else None


def _number(question: Question, cell: Cell) -> int | float:
    if isinstance(cell, bool | date):
        raise _Rejected("Hier wird eine Zahl erwartet.", f"Bitte so angeben: {question.example}.")
    try:
        value = float(cell) if isinstance(cell, int | float) else _number_from_text(question, str(cell))
    except OverflowError:
        value = math.inf
    if not math.isfinite(value):
        raise _Rejected("Die Zahl ist nicht lesbar.", f"Bitte so angeben: {question.example}.")
    if question.kind is Kind.INTEGER and not value.is_integer():
        raise _Rejected("Hier wird eine ganze Zahl erwartet.", f"Bitte ohne Nachkommastellen angeben, z. B. {question.example}.")
    if question.minimum is not None and value < question.minimum:
        raise _Rejected(f"Die Zahl ist kleiner als {question.minimum:g}.", f"Bitte so angeben: {question.example}.")
    if question.maximum is not None and value > question.maximum:
        raise _Rejected(f"Die Zahl ist größer als {german.number(question.maximum)}.", f"Bitte so angeben: {question.example}.")
    return int(value) if question.kind is Kind.INTEGER else value


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
    if match := re.fullmatch(r"(\d{1,2})\.(\d{1,2})\.(\d{4})", text.replace(" ", "")):
        day, month, year = (int(part) for part in match.groups())
    elif match := re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?", text):
        year, month, day = (int(part) for part in match.groups())
    else:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _url(question: Question, text: str) -> str:
    candidate = text if "://" in text else f"https://{text}"
    if not re.fullmatch(r"https?://[\w.-]+\.[a-zA-Z]{2,}(?::\d+)?(?:[/?#]\S*)?", candidate):
        raise _Rejected("Das ist keine Internetadresse.", f"Bitte so angeben: {question.example}.")
    return candidate
