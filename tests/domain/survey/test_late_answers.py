"""What an office says goes on with its service: the facts, never who is responsible, and nothing of a refusal."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st

from ozg_workflow.domain.survey.counting import Corrected, Given, contradictions, counting
from ozg_workflow.domain.survey.late_answers import offer
from tests.usecases.town import town_data

NOW = datetime(2020, 4, 6, 8, tzinfo=UTC)
CONFIG = town_data().config
ASKED = (CONFIG.questionnaire, CONFIG.scale)


def said(hours: int, *, adopted: str = "", **answers: Any) -> Given:
    return Given(
        at=NOW + timedelta(hours=hours),
        order=hours,
        answers=answers,
        refused=(),
        sender="amt66@stadt.example",
        incoming=hours,
        file="liste.xlsx",
        cells={},
        adopted=adopted,
    )


def corrected(hours: int, question: str, value: Any) -> Corrected:
    return Corrected(
        question=question, value=value, at=NOW + timedelta(hours=hours), order=1, by="Frau Lindner", note="Telefonat"
    )


def test_the_facts_go_on_and_who_is_responsible_does_not() -> None:
    found = offer(ASKED, [said(1, responsible="teilweise", proposed_office="Amt 65", case_volume=7)], [])
    assert found
    assert (dict(found.answers), found.whole) == ({"case_volume": 7}, False)


def test_a_refusal_says_nothing_but_leaves_what_was_said_before_it() -> None:
    before, refusal = said(1, responsible="ja", case_volume=7), said(2, responsible="nein", case_volume=9)
    found = offer(ASKED, [before, refusal], [])
    assert found
    assert (dict(found.answers), found.at, found.whole) == ({"case_volume": 7}, before.at, True)
    assert offer(ASKED, [refusal], []) is None


def test_a_correction_goes_along_and_makes_it_a_matter_of_confirming() -> None:
    found = offer(ASKED, [said(1, responsible="ja", case_volume=7)], [corrected(2, "case_volume", 8)])
    assert found
    assert (dict(found.answers), found.at, found.whole) == ({"case_volume": 8}, NOW + timedelta(hours=2), False)
    assert offer(ASKED, [said(1, responsible="ja", case_volume=7)], [corrected(2, "responsible", "nein")]) is None


@pytest.mark.parametrize("answers", [{}, {"responsible": "ja"}, {"gone_question": 3}])
def test_nothing_is_no_offer(answers: dict[str, Any]) -> None:
    assert offer(ASKED, [said(1, **answers)], []) is None


def test_what_an_office_says_itself_beats_what_was_adopted_for_it_whenever_that_was_said() -> None:
    own, other = said(1, case_volume=8), said(5, adopted="Amt 66, Fassung 1", case_volume=7)
    assert counting([own, other], []).answers == {"case_volume": 8}
    assert contradictions([own, other], []) == ()
    assert counting([other], []).answers == {"case_volume": 7}
    assert counting([said(1), other], []).answers == {"case_volume": 7}, "a blank line says nothing"


@for_all(
    st.permutations(
        [said(1, responsible="ja", case_volume=7), said(2, responsible="nein"), said(3, responsible="ja", case_volume=9)]
    )
)
def test_the_order_in_which_returns_are_read_does_not_matter(items: list[Given]) -> None:
    found = offer(ASKED, items, [])
    assert found
    assert dict(found.answers) == {"case_volume": 9}
