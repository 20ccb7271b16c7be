"""Answers of an earlier round become cells again, as a clerk would have filled them in."""

from dataclasses import replace
from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from ozg_workflow.domain.survey.answers import cells_of, still_valid, validate_row
from ozg_workflow.domain.survey.cells import Answer
from ozg_workflow.domain.survey.kinds.registry import asked
from ozg_workflow.domain.survey.question import Kind, Question
from tests.usecases.town import town_data

CONFIG = town_data().config
QUESTIONNAIRE, SCALE = CONFIG.questionnaire, CONFIG.scale


def _answer(question: Question) -> st.SearchStrategy[Any]:
    if question.kind in (Kind.CHOICE, Kind.SCALE):
        values = st.sampled_from([c.value for c in asked(question, SCALE).choices])
        return values.map(int) if question.kind is Kind.SCALE else values
    if question.kind is Kind.DATE:
        return st.dates(date(1990, 1, 1), date(2100, 12, 31)).map(date.isoformat)
    if question.kind is Kind.INTEGER:
        return st.integers(int(question.minimum or 0), int(question.maximum or 10**7))
    if question.kind is Kind.DECIMAL:
        return st.floats(question.minimum or 0, question.maximum or 1e6, allow_nan=False).map(
            lambda number: float(f"{number:.15g}")  # as a spreadsheet keeps it
        )
    return st.sampled_from(
        ["https://stadt.example/antrag"] if question.kind is Kind.URL else ["=Summe", "§ 17 BMG", "siehe oben"]
    )


stored = st.fixed_dictionaries({}, optional={q.key: _answer(q) for q in QUESTIONNAIRE.questions})


@given(answers=stored)
def test_what_was_accepted_is_accepted_again_when_it_comes_back_unchanged(answers: dict[str, Answer]) -> None:
    assert validate_row(QUESTIONNAIRE, SCALE, cells_of(QUESTIONNAIRE, SCALE, answers)).answers == answers


def test_an_answer_the_new_questionnaire_does_not_know_is_left_out() -> None:
    first, *others = QUESTIONNAIRE.questions
    shorter = replace(QUESTIONNAIRE, questions=(replace(first, values=first.values[1:]), *others[:1]))
    answers: dict[str, Answer] = {first.key: first.values[0].value, others[0].key: "Amt 34", "case_volume": 12}
    assert still_valid(shorter, SCALE, answers) == {others[0].key: "Amt 34"}
