"""What a service may score in every way its missing answers can turn out; `ranks.py` makes ranks of it.

A question that is not answered may still get any allowed answer: any value of its criterion, any class, and where the answer blocks
by law, the block. Questions are independent of each other, so the ends of a span are sums of ends. A rule that hangs on an open
question belongs to that question: each of its answers brings its points of the criteria and those of the rules along.
"""

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
    `expected` is the score of that. A service of which nothing is known (`known`) has no rank, but what it will have for certain stands in
    the way of others: it counts with the least it may get, and where it may yet be blocked both are None. So they are for a service
    that the law blocks however it answers (`ways` is False); `may_block` tells that a missing answer may still block it.
    """

    values: tuple[float | None, ...]
    known: bool
    filled: tuple[float, ...] | None
    expected: float | None
    low: float
    high: float
    ways: bool
    may_block: bool


class _Way(NamedTuple):
    """What an answer to a question brings along: the values of its criteria, the rules that hang on it, and what both add to the score."""

    values: tuple[float, ...]
    rules: Collection[RuleKey]
    added: float


class _Question(NamedTuple):
    """A question of the plan: its criteria by position, and the ways that add least and most where its answer is missing.

    `now` are the rules that hang on it as they hold for now, `lifted` is their part in what it adds.
    """

    key: str
    criteria: tuple[int, ...]
    weight: float
    least: _Way
    most: _Way
    ways: bool
    may_block: bool
    now: Collection[RuleKey] = ()
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
        hanging = next((q for q in missing if q.key == lifts.question), None)
        blocked = bool(blocking_reasons(self._plan, answers))
        ways = not blocked and all(q.ways for q in missing)
        may_block = blocked or any(q.may_block for q in missing)
        filled = None
        if known and ways:
            mean = base / sum(self._weights[n] for n in known)
            filled = (*self._filled(values, missing, mean), *self._holding(lifts.keys if hanging is None else hanging.now))
        elif ways and not may_block:
            filled = (*self._least(missing), *self._holding(lifts.keys if hanging is None else hanging.least.rules))
        return Span(
            values=values,
            known=bool(known),
            filled=filled,
            expected=None if filled is None else sum(w * v for w, v in zip(self._all_weights, filled, strict=True)),
            low=base + lifted + sum(q.least.added for q in missing),
            high=base + lifted + sum(q.most.added for q in missing),
            ways=ways,
            may_block=may_block,
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
        ways = {str(level): self._way(lifts.question, level, keys) for level, keys in lifts.ways if valued or str(level) in own}
        lifted = self._lifted(lifts.keys)
        ways = ways or {a: way._replace(rules=lifts.keys, added=way.added + lifted) for a, way in own.items()}
        question = self._question(lifts.question, ways)
        held = [way.rules for answer, way in ways.items() if answer not in self._blocking(lifts.question)]
        now = lifts.keys if lifts.keys in held or not held else held[0]  # what the portals show may be what the law blocks
        return question._replace(now=now, lifted=self._lifted(now))

    def _lifted(self, keys: Collection[RuleKey]) -> float:
        return sum(weight for key, weight in self._rules.items() if key in keys)

    def _holding(self, keys: Collection[RuleKey]) -> Iterable[float]:
        return (float(key in keys) for key in self._rules)

    @staticmethod
    def _filled(values: Sequence[float | None], missing: Sequence[_Question], mean: float) -> tuple[float, ...]:
        counted = {
            n: min(max(mean, (q.least.added - q.lifted) / q.weight), (q.most.added - q.lifted) / q.weight)
            for q in missing
            for n in q.criteria
        }
        return tuple(counted.get(n, value or 0.0) for n, value in enumerate(values))

    @staticmethod
    def _least(missing: Sequence[_Question]) -> Iterable[float]:
        """Return the values of a service of which no criterion is known that add least to its score."""
        values = {n: value for q in missing for n, value in zip(q.criteria, q.least.values, strict=True)}
        return (values[n] for n in sorted(values))

    @staticmethod
    def _is_missing(question: _Question, values: Sequence[float | None], answers: Mapping[str, Answer]) -> bool:
        if question.criteria:
            return any(values[n] is None for n in question.criteria)
        return answers.get(question.key) in (None, UNKNOWN)

    def _question(self, key: str, ways: Mapping[str, _Way]) -> _Question:
        own = self._criteria(key)
        blocking = self._blocking(key)
        open_ones = [way for answer, way in ways.items() if answer not in blocking]
        nothing = _Way(values=(0.0,) * len(own), rules=(), added=0.0)
        return _Question(
            key=key,
            criteria=own,
            weight=sum(self._weights[n] for n in own),
            least=min(open_ones, key=_added, default=nothing),
            most=max(open_ones, key=_added, default=nothing),
            ways=bool(open_ones) or not ways,
            may_block=bool(blocking),
        )

    def _ways(self, key: str) -> dict[str, _Way]:
        """Return answer → what it brings: every choice that has a value, every class by its lower bound."""
        criteria = [self._plan.criteria[n] for n in self._criteria(key)]
        choices = dict.fromkeys(choice for c in criteria for choice in c.values if choice != UNKNOWN)
        bounds = sorted({bound for c in criteria for bound in c.classes})
        numbers: list[float] = [bounds[0] - 1, *bounds] if bounds else []
        answers: list[Answer] = [*choices, *numbers]
        return {str(answer): self._way(key, answer, ()) for answer in answers}

    def _way(self, key: str, answer: Answer, rules: Collection[RuleKey]) -> _Way:
        own = self._criteria(key)
        values = tuple(criterion_value(self._plan.criteria[n], answer) or 0.0 for n in own)
        added = sum(self._weights[n] * value for n, value in zip(own, values, strict=True))
        return _Way(values, rules, added + self._lifted(rules))

    def _blocking(self, key: str) -> Collection[str]:
        return self._plan.blocking.get(key, ())

    def _criteria(self, key: str) -> tuple[int, ...]:
        return tuple(n for n, c in enumerate(self._plan.criteria) if c.question == key)


def _added(way: _Way) -> float:
    return way.added
