"""Answers at the command line: named by heading, shown in words."""

import pytest

from ozg_workflow.domain.errors import InputError
from ozg_workflow.usecases.answers.list_answers import list_answers, show_history
from ozg_workflow.usecases.answers.read import AnswerFilter
from tests.usecases.answers.phone import back, call
from tests.usecases.setup.scales.test_change_scale import FEDERAL, with_scale
from tests.usecases.town import Town


def test_a_question_is_named_by_its_heading_and_shown_in_words(asked: Town) -> None:
    back(asked)
    found = list_answers(asked.ctx(), AnswerFilter(office="34", question="Stufe heute"))
    assert (found.question, found.headings["maturity_level"]) == ("maturity_level", "Stufe heute")
    assert [found.words(line.round, "maturity_level", line.answers["maturity_level"]) for line in found.lines] == [
        "Formular-Assistent (2)"
    ] * 2


def test_what_does_not_exist_is_told(asked: Town) -> None:
    with pytest.raises(InputError, match="Das Amt „99“ ist nicht bekannt"):
        list_answers(asked.ctx(), AnswerFilter(office="99"))


def test_the_history_has_the_same_words(asked: Town) -> None:
    call(asked)
    shown = show_history(asked.ctx(), "34", "L5")
    assert [shown.words("erhebung-1", entry.question, entry.value) for entry in shown.histories[0].entries] == ["900"]


def test_after_a_change_of_scale_an_old_answer_keeps_the_words_of_its_own(asked: Town) -> None:
    back(asked)
    asked.prepare(with_scale(FEDERAL))
    found = list_answers(asked.ctx(), AnswerFilter(office="34", question="Stufe heute"))
    assert {found.words(line.round, "maturity_level", line.answers["maturity_level"]) for line in found.lines} == {
        "Formular-Assistent (2)"
    }
