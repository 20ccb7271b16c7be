"""From a row of cells to its answers: what is unambiguous is normalised, what is not becomes an issue with its remedy."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Final, cast

from ozg_workflow.domain.survey.cells import UNKNOWN, UNKNOWN_WORD, Answer, Cell, is_blank, shown
from ozg_workflow.domain.survey.kinds.asked import AskedQuestion, Refusal, Silence, Understood
from ozg_workflow.domain.survey.kinds.registry import asked
from ozg_workflow.domain.survey.maturity import MaturityScale
from ozg_workflow.domain.survey.question import Question
from ozg_workflow.domain.survey.questionnaire import Questionnaire

_PLAIN: Final = frozenset({str, int, float})
_Unanswered = tuple[AskedQuestion, Cell, Silence | None]


class IssueCode(StrEnum):
    """Why a cell is asked again, where that decides something."""

    UNCLEAR = "unclear"
    DRAGGED = "dragged"  # counted up from line to line; it counts when it comes back the same


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """One cell that cannot be accepted: what stands there, why not, and how to mend it (German)."""

    question: str
    heading: str
    value: str
    reason: str
    remedy: str
    code: IssueCode = IssueCode.UNCLEAR


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """One cell that counts although more stood in it than is kept: what stands there, and what was taken, in words (German)."""

    question: str
    heading: str
    value: str
    taken: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RowAnswers:
    """The accepted answers of a row (key → JSON value; dates as ISO text), the issues of its other cells, and what to tell of accepted ones.

    `doubts` are about accepted ones, too: the office is asked, and a person decides what follows from them.
    """

    answers: dict[str, Answer]
    issues: tuple[Issue, ...]
    remarks: tuple[Remark, ...] = ()
    doubts: tuple[Issue, ...] = ()

    @property
    def empty(self) -> bool:
        """Nothing at all stands in the row."""
        return not self.answers and not any(issue.value for issue in self.issues)


class _Same:
    """A key that stands for one object, for caching what is worked out from values that cannot be hashed."""

    __slots__ = ("value",)

    def __init__(self, value: object) -> None:
        self.value = value

    def __hash__(self) -> int:
        return id(self.value)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.value is self.value


def validate_row(questionnaire: Questionnaire, scale: MaturityScale, cells: dict[str, Cell]) -> RowAnswers:
    """Validate the cells of one row (question key → raw cell). Never raises; a wholly empty row has issues for its required cells."""
    questions = _asked(_Same(questionnaire), _Same(scale))
    answers: dict[str, Answer] = {}
    found: dict[str, Issue] = {}
    remarks: list[Remark] = []
    empty: list[_Unanswered] = []
    for column in questions:
        key = column.question.key
        cell = cells.get(key)
        if cell is None or is_blank(cell):
            empty.append((column, None, None))
        elif (answer := column.read(cell)).__class__ in _PLAIN:  # as nearly always
            answers[key] = cast("Answer", answer)
        elif isinstance(answer, Silence):
            empty.append((column, cell, answer))
        elif isinstance(answer, Refusal):
            found[key] = _issue(column.question, cell, answer)
        elif isinstance(answer, Understood):
            answers[key] = answer.answer
            remarks.append(_remark(column, cell, answer.answer))
        else:
            answers[key] = answer
    found |= _settle_unanswered(questionnaire, empty, answers)
    issues = tuple(found[c.question.key] for c in questions if c.question.key in found) if found else ()
    return RowAnswers(answers=answers, issues=issues, remarks=tuple(remarks))


def label_of(question: Question, scale: MaturityScale, answer: Answer | None) -> str:
    """Return a stored answer as people read it in the list."""
    return "" if answer is None else _label(asked(question, scale), answer)


def _label(column: AskedQuestion, answer: Answer) -> str:
    return UNKNOWN_WORD if _is_unknown(column, answer) else column.label(answer)


def _is_unknown(column: AskedQuestion, answer: Answer) -> bool:
    return answer == UNKNOWN and column.may_be_unknown


def cells_of(questionnaire: Questionnaire, scale: MaturityScale, answers: Mapping[str, Answer]) -> dict[str, Cell]:
    """Return stored answers as the cells a clerk would have filled in: the inverse of `validate_row`."""
    questions = _asked(_Same(questionnaire), _Same(scale))
    return {key: _cell(column, answers[key]) for column in questions if (key := column.question.key) in answers}


def _cell(column: AskedQuestion, answer: Answer) -> Cell:
    return UNKNOWN_WORD if _is_unknown(column, answer) else column.cell(answer)


def still_valid(questionnaire: Questionnaire, scale: MaturityScale, answers: Mapping[str, Answer]) -> dict[str, Answer]:
    """Return the answers that this questionnaire knows and accepts; they may have been given to another version of it."""
    return validate_row(questionnaire, scale, cells_of(questionnaire, scale, answers)).answers


@lru_cache(maxsize=16)
def _asked(questionnaire: _Same, scale: _Same) -> tuple[AskedQuestion, ...]:
    levels = cast("MaturityScale", scale.value)
    return tuple(asked(question, levels) for question in cast("Questionnaire", questionnaire.value).questions)


def _settle_unanswered(
    questionnaire: Questionnaire, unanswered: list[_Unanswered], answers: dict[str, Answer]
) -> dict[str, Issue]:
    """Add "unbekannt" to the answers where it is one, and return the issues of cells that need an answer and have none."""
    given = cast("dict[str, object]", dict(answers))
    missing: dict[str, Issue] = {}
    for column, cell, silence in unanswered:
        question = column.question
        if silence is None and not (question.required or question.required_when):
            continue
        required = questionnaire.is_required(question, given)
        if silence is Silence.UNKNOWN and column.may_be_unknown and (required or not question.required_when):
            answers[question.key] = UNKNOWN
        elif required:
            missing[question.key] = _issue(question, cell, Refusal(reason="Die Angabe fehlt.", remedy=column.remedy()))
    return missing


def _issue(question: Question, cell: Cell, refused: Refusal) -> Issue:
    value = shown(cell)[:200]
    return Issue(question=question.key, heading=question.heading, value=value, reason=refused.reason, remedy=refused.remedy)


def _remark(column: AskedQuestion, cell: Cell, answer: Answer) -> Remark:
    question = column.question
    return Remark(question=question.key, heading=question.heading, value=shown(cell)[:200], taken=column.label(answer))
