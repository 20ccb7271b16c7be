"""What moving weights do: no draw leaves the bounds, and the shares are those of drawing one by one."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ozg_workflow.domain.results.moving_weights import DRAWS, SEED, Box, deciding, rank_bounds, top_shares

steps = st.sampled_from((0.0, 0.25, 0.33, 0.5, 0.67, 1.0))
tables = st.integers(1, 12).flatmap(lambda n: st.lists(st.lists(steps, min_size=3, max_size=3), min_size=n, max_size=n))


def _box(*weights: float, shift: float = 0.25) -> Box:
    return Box(weights=np.array(weights) / sum(weights), shift=shift)


def _ranks(values: np.ndarray, weights: np.ndarray) -> list[int]:
    scores = values @ weights
    return [1 + int(np.count_nonzero(scores > own + 1e-9)) for own in scores]


@settings(max_examples=60)
@given(tables, st.lists(st.floats(-1, 1), min_size=3, max_size=3), st.sampled_from((0.0, 0.1, 0.25, 0.9)))
def test_no_weights_of_the_box_get_past_the_bounds(table: list[list[float]], moves: list[float], shift: float) -> None:
    values, box = np.array(table), _box(25, 15, 10, shift=shift)
    low, high = rank_bounds(values, box, np.arange(len(values)))
    ranks = _ranks(values, box.weights * (1 + shift * np.array(moves)))
    assert all(a <= rank <= b for a, rank, b in zip(low, ranks, high, strict=True))


@given(tables)
def test_without_play_the_bounds_are_the_rank(table: list[list[float]]) -> None:
    values, box = np.array(table), _box(25, 15, 10, shift=0.0)
    low, high = rank_bounds(values, box, np.arange(len(values)))
    assert list(low) == list(high) == _ranks(values, box.weights)


def test_two_services_that_differ_in_one_criterion_never_change_places() -> None:
    low, high = rank_bounds(np.array([[1, 0.5, 0.5], [0.67, 0.5, 0.5]]), _box(1, 1, 1, shift=0.9), np.arange(2))
    assert (list(low), list(high)) == ([1, 2], [1, 2])


def test_a_share_counts_the_draws_in_which_a_service_is_among_the_first() -> None:
    values, box = np.random.default_rng(1).random((9, 3)), _box(25, 15, 10, shift=0.5)
    draws = np.random.default_rng(SEED).uniform(0.5, 1.5, (DRAWS, 3)) * box.weights
    counted = np.mean([[rank <= 3 for rank in _ranks(values, weights)] for weights in draws], axis=0)
    assert top_shares(values, box, 3) == pytest.approx(counted)
    assert np.count_nonzero((counted > 0) & (counted < 1)) > 0


def test_where_all_are_among_the_first_every_share_is_whole() -> None:
    assert list(top_shares(np.zeros((4, 3)), _box(1, 1, 1), 10)) == [1, 1, 1, 1]


def test_services_that_tie_at_the_edge_are_all_among_the_first() -> None:
    assert list(top_shares(np.array([[1.0], [0.5], [0.5], [0.0]]), _box(1), 2)) == [1, 1, 1, 0]


def test_the_deciding_criterion_is_the_one_furthest_from_the_average() -> None:
    values = np.array([[1, 0.5, 0.5], [0, 0.5, 1], [0.5, 0.5, 0]])
    assert list(deciding(values, _box(25, 15, 10))) == [0, 0, 2]
