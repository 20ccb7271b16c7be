"""Several returns of the same list merge to one result, whatever the order in which they arrive."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ozg_workflow.domain.survey.cells import UNKNOWN, Answer
from ozg_workflow.domain.survey.returns import Submission, combine_shared, newest_valid, row_state
from ozg_workflow.domain.survey.service_list import RowState

NOON = datetime(2020, 4, 20, 10, 0, tzinfo=UTC)


def _submission(minute: int, *, issues: int = 0, order: int = 0, answers: dict[str, Answer] | None = None) -> Submission:
    given_answers: dict[str, Answer] = {"responsible": "ja", "minute": minute} if answers is None else answers
    return Submission(received_at=NOON + timedelta(minutes=minute), order=order, answers=given_answers, issues=issues)


def test_the_newest_valid_answer_wins() -> None:
    old, new = _submission(1), _submission(2)
    assert newest_valid([new, old]) is new


def test_a_newer_answer_with_mistakes_does_not_replace_a_valid_one() -> None:
    valid, wrong = _submission(1), _submission(2, issues=1)
    assert newest_valid([valid, wrong]) is valid


def test_without_a_valid_answer_the_newest_counts() -> None:
    first, second = _submission(1, issues=1), _submission(2, issues=3)
    assert newest_valid([second, first]) is second


def test_a_row_left_blank_later_never_takes_an_answer_back() -> None:
    answered, blank = _submission(1), _submission(2, answers={})
    assert newest_valid([answered, blank]) is answered
    assert newest_valid([blank]) is None
    assert newest_valid([]) is None


def test_of_two_returns_of_the_same_moment_the_later_stored_one_counts() -> None:
    first, second = _submission(1, order=1), _submission(1, order=2)
    assert newest_valid([second, first]) is second


@given(st.data())
def test_the_order_of_arrival_does_not_change_the_result(data: st.DataObject) -> None:
    drawn = data.draw(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 1), st.booleans()), max_size=8))
    submissions = [
        _submission(minute, issues=issues, order=n, answers={} if blank else None)
        for n, (minute, issues, blank) in enumerate(drawn)
    ]
    shuffled = data.draw(st.permutations(submissions))
    assert newest_valid(shuffled) == newest_valid(submissions)


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 1), st.booleans()), max_size=8))
def test_merging_one_by_one_gives_the_same_as_the_whole_history(drawn: list[tuple[int, int, bool]]) -> None:
    submissions = [
        _submission(minute, issues=issues, order=n, answers={} if blank else None)
        for n, (minute, issues, blank) in enumerate(drawn, 1)
    ]
    best: Submission | None = None
    for submission in submissions:
        best = newest_valid([replace(best, order=0), submission] if best else [submission])
    whole = newest_valid(submissions)
    assert (best and replace(best, order=0)) == (whole and replace(whole, order=0))


@pytest.mark.parametrize(
    ("submission", "state"),
    [
        (None, RowState.OPEN),
        (_submission(1, issues=2), RowState.INVALID),
        (_submission(1), RowState.ANSWERED),
        (_submission(1, answers={"responsible": "nein"}), RowState.DISPUTED),
        (_submission(1, answers={"responsible": "nein"}, issues=1), RowState.INVALID),
    ],
)
def test_the_state_of_a_row_follows_from_the_answer_that_counts(submission: Submission | None, state: RowState) -> None:
    assert row_state(submission, "responsible") is state


def test_without_a_deciding_question_nothing_is_disputed() -> None:
    assert row_state(_submission(1, answers={"responsible": "nein"}), None) is RowState.ANSWERED


def test_numbers_of_a_shared_service_add_up_and_the_rest_is_from_the_office_with_most_of_them() -> None:
    small: dict[str, Answer] = {"responsible": "teilweise", "cases": 20, "staff": 0.5, "level": 4}
    large: dict[str, Answer] = {"responsible": "teilweise", "cases": 100, "level": 2, "remark": "führend"}
    expected = {"responsible": "teilweise", "cases": 120, "staff": 0.5, "level": 2, "remark": "führend"}
    for parts in ((small, large), (large, small)):
        assert combine_shared(parts, frozenset({"cases", "staff"})) == expected


def test_a_service_of_one_office_keeps_its_answers_and_missing_numbers_stay_missing() -> None:
    alone: dict[str, Answer] = {"responsible": "ja", "level": 3}
    assert combine_shared([alone], frozenset({"cases"})) == alone


def test_what_one_office_does_not_know_is_left_out_of_the_sum_and_stays_unknown_where_none_does() -> None:
    known: dict[str, Answer] = {"level": 2, "cases": 500, "staff": UNKNOWN}
    unknown: dict[str, Answer] = {"level": 3, "cases": UNKNOWN, "staff": UNKNOWN}
    assert combine_shared([unknown, known], frozenset({"cases", "staff"})) == known
