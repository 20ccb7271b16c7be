"""What counts in a row: the newest valid return, and over it what people corrected for the office."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from ozg_workflow.domain.survey.answer_history import answer_history
from ozg_workflow.domain.survey.counting import Corrected, Given, Sources, contradictions, counting

START = datetime(2020, 4, 6, 8, tzinfo=UTC)
REFUSED = {"question": "cases", "value": "viele", "reason": "Hier wird eine Zahl erwartet.", "remedy": "Bitte nur die Zahl."}


def mail(hour: float, *refused: dict[str, str], sender: str = "amt34@stadt.example", **answers: Any) -> Given:
    return Given(
        at=START + timedelta(hours=hour),
        order=int(hour * 10),
        answers=answers,
        refused=refused,
        sender=sender,
        incoming=int(hour * 10),
        file="liste.xlsx",
        cells=dict.fromkeys(answers, "C7"),
    )


def call(hour: float, value: Any, question: str = "cases") -> Corrected:
    return Corrected(
        question=question,
        value=value,
        at=START + timedelta(hours=hour),
        order=int(hour * 10),
        by="Frau Lindner",
        note="Telefonat",
    )


@pytest.mark.parametrize(
    ("given", "corrected", "value", "against"),
    [
        ([], [], None, []),
        ([mail(0, cases=1200)], [], 1200, []),
        ([], [call(1, 900)], 900, []),
        ([mail(0, cases=1200)], [call(1, 900)], 900, []),
        ([mail(0, cases=1200)], [call(1, None)], None, []),
        ([mail(0, cases=1200)], [call(1, 900), call(2, 950)], 950, []),
        ([mail(0, cases=1200), mail(2, level=2)], [call(1, 900)], 900, []),
        ([mail(0, cases=1200), mail(2, REFUSED, level=2)], [call(1, 900)], 900, []),
        ([mail(0, cases=1200), mail(2, cases=900)], [call(1, 900)], 900, []),
        ([mail(0, cases=1200), mail(2, cases=1300)], [call(1, 900)], 1300, [900]),
        ([mail(0, cases=1200), mail(2, cases=1300)], [call(1, None)], 1300, [None]),
        ([mail(0, cases=1200), mail(2, cases=1300)], [call(1, 900), call(3, 1300)], 1300, []),
        ([mail(0, cases=1200), mail(2, cases=1300), mail(3, cases=900)], [call(1, 900)], 900, []),
        ([mail(0, cases=1200), mail(2, cases=900), mail(3, cases=1300)], [call(1, 900)], 1300, []),
        ([mail(2, cases=1200)], [call(2, 900)], 900, []),
        ([mail(0, REFUSED, level=2)], [call(1, 900)], 900, []),
        ([mail(0, cases=1), mail(1, sender="b@stadt.example", cases=2)], [], 2, [1]),
        ([mail(0, cases=1), mail(1, sender="b@stadt.example", cases=2)], [call(2, 2)], 2, []),
        ([mail(0, cases=1), mail(1, sender="b@stadt.example", cases=2)], [call(0.5, 3)], 2, [3]),
        ([mail(0, cases=1), mail(30, sender="b@stadt.example", cases=2)], [], 2, []),
        ([mail(0, cases=1), mail(1, cases=2)], [], 2, []),
    ],
)
def test_what_counts_and_what_stands_against_it(
    given: list[Given], corrected: list[Corrected], value: Any, against: list[Any]
) -> None:
    assert counting(given, corrected).answers.get("cases") == value
    found = contradictions(given, corrected)
    assert [item.other.value for item in found] == against
    assert [item.counts.value for item in found] == [value] * len(against)


def test_the_order_in_which_they_are_known_changes_nothing() -> None:
    given, corrected = [mail(0, cases=1), mail(2, level=2), mail(1, REFUSED, cases=3)], [call(3, 900), call(1, 5, "level")]
    assert counting(given[::-1], corrected[::-1]).answers == counting(given, corrected).answers == {"cases": 900, "level": 2}


def test_the_history_says_what_each_replaced_and_one_value_of_a_question_counts() -> None:
    given = [mail(0, REFUSED, level=2), mail(2, cases=1200, level=2)]
    told = answer_history(given, [call(1, 900), call(3, None)], {"cases": "Fallzahl"})
    assert [(e.heading, e.value, e.replaced, e.counts, bool(e.issue)) for e in told] == [
        ("level", 2, None, False, False),
        ("Fallzahl", "viele", None, False, True),
        ("Fallzahl", 900, None, False, False),
        ("Fallzahl", 1200, 900, False, False),
        ("level", 2, 2, True, False),
        ("Fallzahl", None, 1200, True, False),
    ]


def test_every_answer_has_its_source_and_every_place_is_told_once_by_the_first_of_its_answers() -> None:
    state = counting([mail(0, level=2, cases=1200, fee=5, staff=3)], [call(1, 900), call(2, 4, "staff")])
    found = Sources(state, state.answers)
    assert dict(found) == {question: state.source(question) for question in state.answers}
    assert (len(found), list(found)) == (4, ["level", "cases", "fee", "staff"])
    assert found.places() == (found["level"], found["cases"], found["staff"])


def test_a_question_without_an_answer_has_no_source() -> None:
    state = counting([mail(0, level=2)], [])
    assert "cases" not in Sources(state, ["level"])
    assert dict(Sources(counting([], [call(1, 900)]), ["level", "cases"])).keys() == {"cases"}
    assert Sources(counting([], []), ["level"]).places() == ()
