"""How a ranking changes when the agreed weights move: all of them at once, each within its share up and down (the box of weights).

Missing answers stay at what they count under the agreed weights, so that a score is a sum of weights times values. All arrays have one
row per service and one column per criterion; weights are brought to a sum of 1 and values are 0…1, so a difference has no unit.
"""

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ozg_workflow.domain.results.spans import NOISE

Matrix = NDArray[np.float64]

BOUNDED: Final = 500  # the bounds are worked out for so many services, the best first; a board decides about fewer
DRAWS: Final = 10_000
SEED: Final = 20200603  # the day of the plan: the same answers give the same figures
_BLOCK: Final = 250  # so many draws at a time: memory stays flat


class Box(NamedTuple):
    """The weights agreed on (sum 1) and the share by which each may move up and down (0 ≤ shift < 1)."""

    weights: Matrix
    shift: float


def rank_bounds(values: Matrix, box: Box, rows: NDArray[np.intp]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return for each of the `rows` a best and a worst rank that no weights of the box get past.

    A rival is surely above where its lead is positive for the least favourable weights of the box, and may be above where it is positive
    for the most favourable ones; both are exact for each pair. Different rivals may want different weights, so the true span may be
    narrower, never wider.
    """
    above, perhaps = np.empty(len(rows), np.int64), np.empty(len(rows), np.int64)
    for n, row in enumerate(rows):
        lead = values - values[row]
        middle, play = lead @ box.weights, np.abs(lead) @ box.weights * box.shift
        above[n] = np.count_nonzero(middle - play > NOISE)
        perhaps[n] = np.count_nonzero(middle + play > NOISE)
    return 1 + above, 1 + perhaps


def top_shares(values: Matrix, box: Box, top: int) -> Matrix:
    """Return how often (0…1) each service is among the first `top` when the weights are drawn evenly from the box, `DRAWS` times."""
    if len(values) <= top:
        return np.ones(len(values))
    random = np.random.default_rng(SEED)
    counts = np.zeros(len(values))
    for start in range(0, DRAWS, _BLOCK):
        moves = random.uniform(1 - box.shift, 1 + box.shift, (min(_BLOCK, DRAWS - start), len(box.weights)))
        weights = moves * box.weights
        scores = weights @ values.T
        last = np.partition(scores, -top, axis=1)[:, -top]
        counts += np.count_nonzero(scores >= last[:, None] - NOISE, axis=0)
    return counts / DRAWS


def deciding(values: Matrix, box: Box) -> NDArray[np.intp]:
    """Return for each service the criterion that takes it furthest from the average service, up or down; the first of equals."""
    return np.asarray(np.argmax(np.round(np.abs(values - values.mean(axis=0)) * box.weights, 9), axis=1))
