"""What a service may score in every way its missing answers can turn out, and the best and worst rank that follows.

A question that is not answered may still get any allowed answer: any value of its criterion, any class, and where the answer blocks
by law, the block. Questions are independent of each other, so the ends of a span are sums of ends.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from ozg_workflow.domain.results.prioritisation import Criterion, Prioritisation, blocking_reasons, criterion_value
from ozg_workflow.domain.survey.cells import UNKNOWN, Answer

NOISE = 1e-9  # scores that differ by less are equal: the last bits of a sum decide nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """What a service may score (0…1); `filled` has for a missing value what it counts for now: the mean of the known ones, within what it may be.

    `expected` is the score of that, and both are None where nothing is known. `ways` is False for a service that the law blocks however it answers; `may_block` tells that a missing answer may still block it.
    """

    values: tuple[float | None, ...]
    filled: tuple[float, ...] | None
    expected: float | None
    low: float
    high: float
    ways: bool
    may_block: bool


class _Question(NamedTuple):
    """A question of the plan: its criteria by position, and what it may still add, `low` ≤ `high`, where its answer is missing."""

    key: str
    criteria: tuple[int, ...]
    weight: float
    low: float
    high: float
    ways: bool
    may_block: bool


class Spans:
    """The spans of the services under one plan; the weights are brought to a sum of 1."""

    def __init__(self, plan: Prioritisation) -> None:
        total = sum(c.weight for c in plan.criteria)
        self._plan = plan
        self._weights = [c.weight / total for c in plan.criteria]
        keys = dict.fromkeys((*(c.question for c in plan.criteria), *plan.blocking))
        self._questions = [self._question(key) for key in keys]

    def of(self, answers: Mapping[str, Answer]) -> Span:
        """Return the span of a service with these answers (question → answer as stored)."""
        values = tuple(criterion_value(c, answers.get(c.question)) for c in self._plan.criteria)
        missing = [q for q in self._questions if self._is_missing(q, values, answers)]
        known = [n for q in self._questions if q not in missing for n in q.criteria]
        base = sum(self._weights[n] * (values[n] or 0.0) for n in known)
        mean = base / sum(self._weights[n] for n in known) if known else None
        blocked = bool(blocking_reasons(self._plan, answers))
        filled = None if mean is None else self._filled(values, missing, mean)
        return Span(
            values=values,
            filled=filled,
            expected=None if filled is None else sum(w * v for w, v in zip(self._weights, filled, strict=True)),
            low=base + sum(q.low for q in missing),
            high=base + sum(q.high for q in missing),
            ways=not blocked and all(q.ways for q in missing),
            may_block=blocked or any(q.may_block for q in missing),
        )

    @staticmethod
    def _filled(values: Sequence[float | None], missing: Sequence[_Question], mean: float) -> tuple[float, ...]:
        counted = {n: min(max(mean, q.low / q.weight), q.high / q.weight) for q in missing for n in q.criteria}
        return tuple(counted.get(n, value or 0.0) for n, value in enumerate(values))

    @staticmethod
    def _is_missing(question: _Question, values: Sequence[float | None], answers: Mapping[str, Answer]) -> bool:
        if question.criteria:
            return any(values[n] is None for n in question.criteria)
        return answers.get(question.key) in (None, UNKNOWN)

    def _question(self, key: str) -> _Question:
        own = tuple(n for n, c in enumerate(self._plan.criteria) if c.question == key)
        ways = _ways([self._plan.criteria[n] for n in own], [self._weights[n] for n in own])
        blocking = self._plan.blocking.get(key, ())
        open_ones = [added for answer, added in ways.items() if answer not in blocking]
        return _Question(
            key=key,
            criteria=own,
            weight=sum(self._weights[n] for n in own),
            low=min(open_ones, default=0.0),
            high=max(open_ones, default=0.0),
            ways=bool(open_ones) or not own,
            may_block=bool(blocking),
        )


def _ways(criteria: Sequence[Criterion], weights: Sequence[float]) -> dict[str, float]:
    """Return answer → what it adds to the score: every choice that has a value, every class by its lower bound."""
    choices = dict.fromkeys(choice for c in criteria for choice in c.values if choice != UNKNOWN)
    bounds = sorted({bound for c in criteria for bound in c.classes})
    numbers: list[float] = [bounds[0] - 1, *bounds] if bounds else []
    answers: list[Answer] = [*choices, *numbers]
    return {str(answer): _added(criteria, weights, answer) for answer in answers}


def _added(criteria: Sequence[Criterion], weights: Sequence[float], answer: Answer) -> float:
    return sum(w * (criterion_value(c, answer) or 0.0) for c, w in zip(criteria, weights, strict=True))


def rank_ranges(spans: Sequence[Span]) -> list[tuple[int, int] | None]:
    """Return the best and the worst rank of each service over all ways the missing answers may turn out, None where all of them block it.

    Rank: 1 + how many services that are not blocked score more; equal scores share the better rank. A service is best with its highest
    score, when every rival that can leaves the ranking or scores least; it is worst with its lowest one, when every rival stays and scores most.
    """
    always = sorted(s.low for s in spans if s.ways and not s.may_block)
    perhaps = sorted(s.high for s in spans if s.ways)
    return [_range(s, always, perhaps) if s.ways else None for s in spans]


def _range(span: Span, always: Sequence[float], perhaps: Sequence[float]) -> tuple[int, int]:
    above = len(always) - bisect_right(always, span.high + NOISE)
    at_worst = len(perhaps) - bisect_right(perhaps, span.low + NOISE)
    itself = span.high > span.low + NOISE
    return 1 + above, 1 + at_worst - itself


def ranks(scores: Sequence[float | None]) -> list[int | None]:
    """Return the rank of each score, 1 for the highest; equal scores share the better rank, None has none."""
    ordered = sorted(-s for s in scores if s is not None)
    return [None if s is None else 1 + bisect_left(ordered, -s - NOISE) for s in scores]
