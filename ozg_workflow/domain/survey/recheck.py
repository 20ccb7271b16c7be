"""A row that is checked again because somebody corrected an answer of it: by the same rules as the cells of a list."""

from collections.abc import Mapping
from typing import Any, Final

from ozg_workflow.domain.errors import InputError
from ozg_workflow.domain.survey.answers import Issue, IssueCode, cells_of, validate_row
from ozg_workflow.domain.survey.cells import UNKNOWN, Answer, Cell, says_nothing, says_unknown
from ozg_workflow.domain.survey.counting import Counting
from ozg_workflow.domain.survey.kinds.registry import asked
from ozg_workflow.domain.survey.maturity import MaturityScale
from ozg_workflow.domain.survey.question import Question
from ozg_workflow.domain.survey.questionnaire import Questionnaire
from ozg_workflow.domain.survey.returns import REFUSED
from ozg_workflow.domain.survey.service_list import RowState

_PLAIN: Final = ("question", "heading", "value", "reason", "remedy")


def read_value(
    questionnaire: Questionnaire, scale: MaturityScale, question: Question, text: str, answers: Mapping[str, Answer]
) -> Answer | None:
    """Return what a person wrote as the answer to a question, as it is stored; None empties the cell.

    `answers` are the other answers of the row. Raises InputError with the reason and the remedy where a cell of a list would be asked again.
    """
    others = {key: answer for key, answer in answers.items() if key != question.key}
    cells = {**cells_of(questionnaire, scale, others), question.key: text}
    checked = validate_row(questionnaire, scale, cells)
    for issue in checked.issues:
        if issue.question == question.key:
            what = f"„{issue.value}“ in der Spalte „{issue.heading}“" if issue.value else f"Spalte „{issue.heading}“"
            raise InputError(f"{what}: {issue.reason} {issue.remedy}".strip())
    if says_unknown(text) and asked(question, scale).may_be_unknown:
        return UNKNOWN  # said by a person; in a list it says nothing where the question does not apply
    return checked.answers.get(question.key)


def open_issues(questionnaire: Questionnaire, scale: MaturityScale, state: Counting) -> tuple[Issue, ...]:
    """Return what is still to be asked about a row with corrections.

    A refused cell of the return that counts stays refused until it is corrected; what is missing follows from all answers together.
    """
    base = state.base
    left = [i for i in base.refused if i["question"] not in base.answers and i["question"] not in state.over] if base else []
    written: dict[str, Mapping[str, Any]] = {issue["question"]: issue for issue in left if issue["value"]}
    silent: dict[str, Cell] = {key: issue["value"] for key, issue in written.items() if _is_silent(issue["value"])}
    checked = validate_row(questionnaire, scale, {**cells_of(questionnaire, scale, state.answers), **silent})
    found = {issue.question: issue for issue in checked.issues}
    return tuple((found | {key: _stored(issue) for key, issue in written.items() if key not in silent}).values())


def _is_silent(value: str) -> bool:
    return says_nothing(value) or says_unknown(value)


def _stored(issue: Mapping[str, Any]) -> Issue:
    return Issue(**{name: issue[name] for name in _PLAIN}, code=IssueCode(issue.get("code", IssueCode.UNCLEAR)))


def state_of(questionnaire: Questionnaire, scale: MaturityScale, state: Counting) -> RowState:
    """Return the state of a row from all that counts in it."""
    if state.base is None and not state.answers:
        return RowState.OPEN
    if open_issues(questionnaire, scale, state) if state.over else state.base and state.base.submission.issues:
        return RowState.INVALID
    refused = state.answers.get(questionnaire.responsibility or "") == REFUSED
    return RowState.DISPUTED if refused else RowState.ANSWERED
