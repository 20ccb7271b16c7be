"""A Nachtrag that was replaced comes back all the same: what it says counts on the list its rows stand on now."""

from io import BytesIO

import pytest
from openpyxl import load_workbook

from ozg_workflow.usecases.survey.decide_cases import decide_cases
from tests.usecases.survey.deciding.acts import words_of
from tests.usecases.town import Town, fill, not_ours

GONE_ON = "Ihre Datei ist die frühere Fassung 2; die Angaben zählen in Fassung 3, die sie ersetzt."


@pytest.fixture
def two(asked: Town) -> Town:
    """Amt 34 got a Nachtrag with two services on 6 April and another one on 7 April; nothing is back."""
    asked.send_back("33", {n: not_ours() for n in (1, 2, 3)})
    asked.do("collect", "deliver")
    decide_cases(asked.ctx(), [1, 2], "34")
    asked.do("deliver")
    asked.day("2020-04-07")
    decide_cases(asked.ctx(), [3], "34")
    asked.do("deliver")
    asked.clock.wait(hours=1)
    asked.new_letters()
    return asked


def test_the_replaced_file_counts_and_only_the_rest_is_asked(two: Town) -> None:
    two.send_back("34", {1: {"Fallzahl pro Jahr": 11}, 2: {"Fallzahl pro Jahr": 22}}, version=2)
    two.do("collect", "deliver")
    assert two.list_state("34", version=2) == "superseded"
    assert {r.service.ref: (str(r.state), r.answers.get("case_volume")) for r in two.rows("34", 3).values()} == {
        "L2": ("answered", 11),
        "L3": ("answered", 22),
        "L4": ("open", None),
    }
    (letter,) = two.new_letters()
    assert GONE_ON in words_of(letter)
    assert "Personalausweis beantragen" in letter.text
    assert list(letter.attachments) == ["OZG-Amtsliste_34_Standesamt_v3.xlsx"]


def test_both_files_in_any_order_give_the_newest_answer(two: Town) -> None:
    two.send_back("34", {1: {"Fallzahl pro Jahr": 40}, 2: {"Fallzahl pro Jahr": 900}, 3: {"Fallzahl pro Jahr": 103}}, version=3)
    two.do("collect")
    two.clock.wait(hours=1)
    two.send_back("34", {1: {"Fallzahl pro Jahr": 7}, 2: {"Fallzahl pro Jahr": 8}}, version=2)
    two.do("collect", "deliver")
    assert [row.answers["case_volume"] for row in two.rows("34", 3).values()] == [7, 8, 103]
    assert two.list_state("34", version=3) == "returned"
    assert GONE_ON in words_of(two.new_letters()[-1])
    assert two.findings() == []


def test_a_fehlanzeige_in_the_replaced_file_refuses_its_own_rows_only(two: Town) -> None:
    two.send_back("34", version=2, nil="ja")
    two.do("collect", "deliver")
    assert two.states("34", version=3) == ["disputed", "disputed", "open"]
    assert two.list_state("34", version=3) == "partly_returned"


def test_a_replaced_file_that_lost_its_identity_is_found_by_its_lines(two: Town) -> None:
    name, content, letter = two.book("34", 2)
    book = load_workbook(BytesIO(fill(content, {1: {"Fallzahl pro Jahr": 11}})))
    del book["_ozg"]
    book.save(bare := BytesIO())
    two.drop(two.letter({name: bare.getvalue()}, sender="amt34@bielefeld.example", answers=letter))
    two.do("collect")
    assert two.states("34", version=3) == ["answered", "answered", "open"]


def test_a_file_of_which_one_row_has_gone_on_counts_on_both_lists(asked: Town) -> None:
    asked.send_back("33", {n: not_ours() for n in (1, 2, 3)})
    asked.do("collect", "deliver")
    decide_cases(asked.ctx(), [1, 2], "34")
    asked.do("deliver")
    asked.clock.wait(hours=1)
    asked.send_back("34", {2: {"Fallzahl pro Jahr": "viele"}}, version=2)
    asked.do("collect", "deliver")
    asked.day("2020-04-07")
    decide_cases(asked.ctx(), [3], "34")
    asked.do("deliver")
    asked.clock.wait(hours=1)
    asked.send_back("34", {1: {"Fallzahl pro Jahr": 1}, 2: {"Fallzahl pro Jahr": 2}}, version=2)
    asked.do("collect", "deliver")
    assert [row.answers["case_volume"] for row in asked.rows("34", 2).values()] == [1]
    assert [row.answers.get("case_volume") for row in asked.rows("34", 3).values()] == [2, None]
    assert asked.findings() == []
