"""What the plan hangs on, in figures."""

from dataclasses import replace

from ozg_workflow.domain.results.board.risks import risks
from ozg_workflow.domain.results.implementation import MeasureState
from ozg_workflow.domain.results.prioritisation import Quadrant, RankState

from .test_effort import measure, score


def test_ranks_that_may_fall_behind_the_first_are_counted() -> None:
    ranks = ((1, 1), (5, 2), (2, 3), (9, 9))  # worst rank by missing answers, by moving weights
    scores = [replace(score(n, Quadrant.DO_FIRST), rank_high=high, stable_to=stable) for n, (high, stable) in enumerate(ranks, 1)]
    found = risks(scores, [], 3, waiting=2)
    assert (found.first, found.unsure, found.hanging, found.waiting) == (3, 1, 0, 2)
    assert risks(scores, [], 2, waiting=0).unsure == 1
    assert risks(scores, [], 10, waiting=0).first == 4


def test_missing_answers_and_blocks_are_counted() -> None:
    scores = [
        score(1, Quadrant.PLAN),
        replace(score(2, None), state=RankState.INCOMPLETE),
        replace(score(3, None), state=RankState.INCOMPLETE, rank=None),
        replace(score(4, None), state=RankState.BLOCKED, rank=None),
    ]
    found = risks(scores, [], 10, waiting=0)
    assert (found.incomplete, found.unranked, found.blocked, found.first) == (2, 1, 1, 2)


def test_the_office_with_most_to_do_is_named() -> None:
    plans = [
        replace(measure(1), office="33"),
        replace(measure(2), office="50"),
        replace(measure(3), office="50"),
        replace(measure(4, MeasureState.REACHED), office="33"),
        replace(measure(5, MeasureState.REACHED), office="33"),
    ]
    found = risks([], plans, 10, waiting=0)
    assert (found.office, found.busiest, found.measures) == ("50", 2, 3)
    assert risks([], [], 10, waiting=0).office == ""
