"""The table of a round: its lines, how many lists are back, the deadlines and what people corrected."""

from datetime import date

import pytest

from ozg_workflow.report.answers.table import AnswerTable
from ozg_workflow.usecases.answers.chosen import AnswerFilter
from ozg_workflow.usecases.answers.table import answer_table
from ozg_workflow.usecases.survey.extend_list import extend_list
from ozg_workflow.usecases.survey.questions.rounds import find_round
from tests.usecases.answers.phone import CALL
from tests.usecases.town import Town


def table(town: Town, chosen: AnswerFilter | None = None, words: str = "") -> AnswerTable:
    with town.ctx().reading() as work:
        return answer_table(work, find_round(work, "erhebung-1"), chosen, words=words)


@pytest.mark.both_databases
def test_it_holds_every_line_and_says_how_many_lists_are_back(answered: Town) -> None:
    found = table(answered)
    assert (found.round_key, found.round_title, found.opened_on) == ("erhebung-1", "Erhebung", date(2020, 3, 25))
    assert (found.lists, found.returned, len(found.lines)) == (5, 4, 8)
    assert found.corrections == ()
    assert found.made_at.date() == date(2020, 6, 2)


def test_an_office_with_more_time_has_a_deadline_of_its_own(asked: Town) -> None:
    extend_list(asked.ctx(), "34", date(2020, 6, 30))
    dues = table(asked).dues
    assert dues.pop(("34", 1)) == date(2020, 6, 30)
    assert set(dues.values()) == {table(asked).due_on}


@pytest.mark.both_databases
def test_a_correction_stands_in_it_with_what_it_replaced_and_who_made_it(corrected: Town) -> None:
    (found,) = table(corrected).corrections
    assert (found.question, found.value, found.replaced) == ("case_volume", 900, 1200)
    assert (found.by, found.note) == ("Frau Lindner", CALL)
    assert found.row_id == next(line.row_id for line in table(corrected).lines if line.service.ref == "L5")


def test_a_part_of_the_round_still_counts_all_lists(answered: Town) -> None:
    found = table(answered, AnswerFilter(round="erhebung-1", office="50"), "nur Amt 50")
    assert ({line.office for line in found.lines}, found.chosen) == ({"50"}, "nur Amt 50")
    assert found.lists == 5
