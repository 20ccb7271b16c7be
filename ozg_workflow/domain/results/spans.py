"""What a service may score in every way its missing answers can turn out, and the best and worst rank that follows.

A question that is not answered may still get any allowed answer: any value of its criterion, any class, and where the answer blocks
by law, the block. Questions are independent of each other, so the ends of a span are sums of ends. A rule that hangs on an open
question belongs to that question: each of its answers brings its points of the criteria and those of the rules along.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from ozg_workflow.domain.results.prioritisation import Prioritisation, blocking_reasons, criterion_value
from ozg_workflow.domain.results.weights.rules import NO_LIFTS, Lifts, RuleKey
from ozg_workflow.domain.survey.cells import UNKNOWN, Answer

NOISE = 1e-9  # scores that differ by less are equal: the last bits of a sum decide nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """What a service may score (0…1); `filled` has for a missing value what it counts for now: the mean of the known ones, within what it may be.

    `values` are those of the criteria; behind them `filled` has 1 for each active rule that holds now and 0 for each other one.
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
    """A question of the plan: its criteria by position, and what it may still add, `low` ≤ `high`, where its answer is missing.

    `lifted` is the part of the rules in what it adds for now.
    """

    key: str
    criteria: tuple[int, ...]
    weight: float
    low: float
    high: float
    ways: bool
    may_block: bool
    lifted: float = 0.0


class Spans:
    """The spans of the services under one plan; the weights, those of the active rules among them, are brought to a sum of 1."""

    def __init__(self, plan: Prioritisation) -> None:
        total = plan.total_weight
        self._plan = plan
        self._weights = [c.weight / total for c in plan.criteria]
        self._rules = {rule.key: rule.weight / total for rule in plan.active_rules}
        self._all_weights = [*self._weights, *self._rules.values()]
        keys = dict.fromkeys((*(c.question for c in plan.criteria), *plan.blocking))
        self._questions = {key: self._question(key, self._ways(key)) for key in keys}
        self._hanging: dict[Lifts, _Question] = {}

    def of(self, answers: Mapping[str, Answer], lifts: Lifts = NO_LIFTS) -> Span:
        """Return the span of a service with these answers (question → answer as stored) and the rules that lift it."""
        values = tuple(criterion_value(c, answers.get(c.question)) for c in self._plan.criteria)
        questions, lifted = self._with_rules(lifts)
        missing = [q for q in questions if self._is_missing(q, values, answers)]
        known = [n for q in questions if q not in missing for n in q.criteria]
        base = sum(self._weights[n] * (values[n] or 0.0) for n in known)
        mean = base / sum(self._weights[n] for n in known) if known else None
        blocked = bool(blocking_reasons(self._plan, answers))
        filled = None if mean is None else (*self._filled(values, missing, mean), *self._holding(lifts))
        return Span(
            values=values,
            filled=filled,
            expected=None if filled is None else sum(w * v for w, v in zip(self._all_weights, filled, strict=True)),
            low=base + lifted + sum(q.low for q in missing),
            high=base + lifted + sum(q.high for q in missing),
            ways=not blocked and all(q.ways for q in missing),
            may_block=blocked or any(q.may_block for q in missing),
        )

    def _with_rules(self, lifts: Lifts) -> tuple[Iterable[_Question], float]:
        """Return the questions, the one the rules hang on with what they add to it, and what the rules add for certain."""
        if not self._rules or not lifts.question:
            return self._questions.values(), self._lifted(lifts.keys)
        if lifts not in self._hanging:
            self._hanging[lifts] = self._hanging_question(lifts)
        return {**self._questions, lifts.question: self._hanging[lifts]}.values(), 0.0

    def _hanging_question(self, lifts: Lifts) -> _Question:
        own = self._ways(lifts.question)
        valued = all(c.classes for c in self._plan.criteria if c.question == lifts.question)  # every number has a class
        ways = {
            str(level): self._added(lifts.question, level) + self._lifted(keys)
            for level, keys in lifts.ways
            if valued or str(level) in own
        }
        ways = ways or {answer: added + self._lifted(lifts.keys) for answer, added in own.items()}
        return self._question(lifts.question, ways)._replace(lifted=self._lifted(lifts.keys))

    def _lifted(self, keys: Collection[RuleKey]) -> float:
        return sum(weight for key, weight in self._rules.items() if key in keys)

    def _holding(self, lifts: Lifts) -> Iterable[float]:
        keys = lifts.keys
        return (float(key in keys) for key in self._rules)

    @staticmethod
    def _filled(values: Sequence[float | None], missing: Sequence[_Question], mean: float) -> tuple[float, ...]:
        counted = {
            n: min(max(mean, (q.low - q.lifted) / q.weight), (q.high - q.lifted) / q.weight) for q in missing for n in q.criteria
        }
        return tuple(counted.get(n, value or 0.0) for n, value in enumerate(values))

    @staticmethod
    def _is_missing(question: _Question, values: Sequence[float | None], answers: Mapping[str, Answer]) -> bool:
        if question.criteria:
            return any(values[n] is None for n in question.criteria)
        return answers.get(question.key) in (None, UNKNOWN)

    def _question(self, key: str, ways: Mapping[str, float]) -> _Question:
        own = tuple(n for n, c in enumerate(self._plan.criteria) if c.question == key)
        blocking = self._plan.blocking.get(key, ())
        open_ones = [added for answer, added in ways.items() if answer not in blocking]
        return _Question(
            key=key,
            criteria=own,
            weight=sum(self._weights[n] for n in own),
            low=min(open_ones, default=0.0),
            high=max(open_ones, default=0.0),
            ways=bool(open_ones) or not ways,
            may_block=bool(blocking),
        )

    def _ways(self, key: str) -> dict[str, float]:
        """Return answer → what it adds to the score: every choice that has a value, every class by its lower bound."""
        criteria = [c for c in self._plan.criteria if c.question == key]
        choices = dict.fromkeys(choice for c in criteria for choice in c.values if choice != UNKNOWN)
        bounds = sorted({bound for c in criteria for bound in c.classes})
        numbers: list[float] = [bounds[0] - 1, *bounds] if bounds else []
        answers: list[Answer] = [*choices, *numbers]
        return {str(answer): self._added(key, answer) for answer in answers}

    def _added(self, key: str, answer: Answer) -> float:
        own = ((c, w) for c, w in zip(self._plan.criteria, self._weights, strict=True) if c.question == key)
        return sum(w * (criterion_value(c, answer) or 0.0) for c, w in own)


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
