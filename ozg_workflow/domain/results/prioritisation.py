"""Prioritisation: six criteria, two axes, a rank with its range, and how stable it is when the weights move.

Choices of ours, with their reasons in `docs/decisions`: a criterion is a value from 0 to 1; a missing answer
is the interval [0, 1] and never zero; a legal block is a state and not a low score.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from ozg_workflow.domain.results.reasons import BLOCKED, Reason, missing, strong, weak
from ozg_workflow.domain.survey.cells import UNKNOWN, Answer


class Axis(StrEnum):
    """The two axes of the four-field matrix."""

    BENEFIT = "benefit"
    FEASIBILITY = "feasibility"


class Quadrant(StrEnum):
    """The four fields."""

    DO_FIRST = "do_first"
    PLAN = "plan"
    SEIZE = "seize"
    LATER = "later"


QUADRANT_TITLES = {
    Quadrant.DO_FIRST: "Sofort umsetzen",
    Quadrant.PLAN: "Gezielt vorbereiten",
    Quadrant.SEIZE: "Bei Gelegenheit",
    Quadrant.LATER: "Zurückstellen",
}


class RankState(StrEnum):
    """Whether a service could be ranked."""

    RANKED = "ranked"
    INCOMPLETE = "incomplete"
    BLOCKED = "blocked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """One criterion of the plan.

    `values` maps stored choices or levels to 0…1; `classes` are rising lower bounds for numbers: a value in
    class n of N (from 0) counts n / N. `invert` turns more into less.
    """

    key: str
    title: str
    question: str
    axis: Axis
    weight: float
    values: dict[str, float] = field(default_factory=dict)
    classes: tuple[float, ...] = ()
    invert: bool = False
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wave:
    """One wave of the implementation: when its measures start and end, how many it can take (None: all the rest)."""

    key: str
    title: str
    starts_on: str
    ends_on: str
    capacity: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Prioritisation:
    """The agreed weights with their version, the blocking answers and the waves."""

    version: str
    agreed_by: tuple[str, ...]
    criteria: tuple[Criterion, ...]
    blocking: dict[str, tuple[str, ...]]
    waves: tuple[Wave, ...]
    threshold: float = 0.5
    weight_shift: float = 0.25


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """A service that is not ranked because no office of this city has it; `body` is who has it, empty where nobody knows."""

    ref: str
    name: str
    body: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A service with the answers that count for it."""

    service_id: int
    ref: str
    name: str
    office: str
    answers: Mapping[str, Answer]


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """The result for one service. Scores and axes are 0…100; ranks start at 1; None where nothing is known."""

    service_id: int
    ref: str
    name: str
    office: str
    state: RankState
    rank: int | None
    rank_low: int | None
    rank_high: int | None
    stable_from: int | None
    stable_to: int | None
    score: float | None
    benefit: float | None
    feasibility: float | None
    quadrant: Quadrant | None
    completeness: float
    reasons: tuple[Reason, ...]


def criterion_value(criterion: Criterion, answer: Answer | None) -> float | None:
    """Return the value 0…1 of one answer; None when it is missing, not known to the office, or strange to the criterion."""
    if answer is None or answer == UNKNOWN:
        return None
    if criterion.classes:
        if not isinstance(answer, int | float):
            return None
        value = bisect_right(criterion.classes, answer) / len(criterion.classes)
    elif (mapped := criterion.values.get(str(answer))) is not None:
        value = mapped
    else:
        return None
    return 1 - value if criterion.invert else value


def blocking_reasons(plan: Prioritisation, answers: Mapping[str, Answer]) -> tuple[str, ...]:
    """Return which answers block a service by law."""
    return tuple(f"{key}={answers[key]}" for key, values in plan.blocking.items() if str(answers.get(key)) in values)


def evaluate(plan: Prioritisation, candidates: Sequence[Candidate]) -> tuple[Score, ...]:
    """Rank all candidates, best first; services without any answer follow, blocked ones come last.

    Ties share the better rank and are listed by name. `rank_low` is the best and `rank_high` the worst rank
    possible whatever the missing answers are; `stable_from`/`stable_to` the span of ranks when each weight in
    turn moves by ± `weight_shift`.
    """
    open_ones = [c for c in candidates if not blocking_reasons(plan, c.answers)]
    values = [_values(plan, c) for c in open_ones]
    weights = [c.weight for c in plan.criteria]
    lows = [_weighted(weights, v, missing=0.0) for v in values]
    highs = [_weighted(weights, v, missing=1.0) for v in values]
    ranks = _ranks([_mean(weights, v) for v in values])
    stable = _stability(plan, weights, values)
    sorted_lows, sorted_highs = sorted(lows), sorted(highs)
    scores = []
    for i, candidate in enumerate(open_ones):
        best = 1 + len(lows) - bisect_right(sorted_lows, highs[i] + 1e-9)
        worst = len(highs) - bisect_left(sorted_highs, lows[i] - 1e-9)
        scores.append(_score(plan, candidate, values[i], _Place(rank=ranks[i], spread=(best, worst), stable=stable[i])))
    blocked = [_blocked(plan, c) for c in candidates if blocking_reasons(plan, c.answers)]
    return tuple(
        sorted(scores, key=lambda s: (s.rank is None, s.rank or 0, s.name, s.ref))
        + sorted(blocked, key=lambda s: (s.name, s.ref))
    )


def _values(plan: Prioritisation, candidate: Candidate) -> list[float | None]:
    return [criterion_value(c, candidate.answers.get(c.question)) for c in plan.criteria]


def _weighted(weights: Sequence[float], values: Sequence[float | None], *, missing: float) -> float:
    return sum(w * (missing if v is None else v) for w, v in zip(weights, values, strict=True)) / sum(weights)


def _mean(weights: Sequence[float], values: Sequence[float | None]) -> float | None:
    known = [(w, v) for w, v in zip(weights, values, strict=True) if v is not None]
    total = sum(w for w, _ in known)
    return sum(w * v for w, v in known) / total if total else None


def _ranks(scores: Sequence[float | None]) -> list[int | None]:
    ordered = sorted(-round(s, 9) for s in scores if s is not None)
    return [None if s is None else 1 + bisect_left(ordered, -round(s, 9)) for s in scores]


def _stability(
    plan: Prioritisation, weights: Sequence[float], values: Sequence[Sequence[float | None]]
) -> list[tuple[int | None, int | None]]:
    spans: list[list[int]] = [[] for _ in values]
    for position in range(len(weights)):
        for factor in (1 - plan.weight_shift, 1.0, 1 + plan.weight_shift):
            shifted = [w * factor if n == position else w for n, w in enumerate(weights)]
            for span, rank in zip(spans, _ranks([_mean(shifted, v) for v in values]), strict=True):
                if rank is not None:
                    span.append(rank)
    return [(min(s), max(s)) if s else (None, None) for s in spans]


def _axis(plan: Prioritisation, axis: Axis, values: Sequence[float | None]) -> float | None:
    own = [(c.weight, v) for c, v in zip(plan.criteria, values, strict=True) if c.axis is axis]
    mean = _mean([w for w, _ in own], [v for _, v in own])
    return None if mean is None else _points(mean)


def _points(mean: float) -> float:
    # Rounded twice: the noise of the last bits must not decide between 51.2 and 51.3, nor between two fields.
    return round(round(100 * mean, 9), 1)


def quadrant_of(benefit: float | None, feasibility: float | None, threshold: float) -> Quadrant | None:
    """Return the field of the matrix; the threshold (0…1) itself counts as high."""
    if benefit is None or feasibility is None:
        return None
    limit = round(100 * threshold, 9)  # 100 * 0.55 is 55.00000000000001: 55 points would miss their own threshold
    high, easy = benefit >= limit, feasibility >= limit
    return {
        (True, True): Quadrant.DO_FIRST,
        (True, False): Quadrant.PLAN,
        (False, True): Quadrant.SEIZE,
        (False, False): Quadrant.LATER,
    }[high, easy]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """Where a service stands: its rank, the best and worst possible one, and the span when weights move."""

    rank: int | None
    spread: tuple[int, int]
    stable: tuple[int | None, int | None]


def _score(plan: Prioritisation, candidate: Candidate, values: Sequence[float | None], place: _Place) -> Score:
    mean = _mean([c.weight for c in plan.criteria], values)
    benefit, feasibility = _axis(plan, Axis.BENEFIT, values), _axis(plan, Axis.FEASIBILITY, values)
    unknown = [c.title for c, v in zip(plan.criteria, values, strict=True) if v is None]
    return Score(
        service_id=candidate.service_id,
        ref=candidate.ref,
        name=candidate.name,
        office=candidate.office,
        state=RankState.INCOMPLETE if unknown else RankState.RANKED,
        rank=place.rank,
        rank_low=place.spread[0],
        rank_high=place.spread[1],
        stable_from=place.stable[0],
        stable_to=place.stable[1],
        score=None if mean is None else _points(mean),
        benefit=benefit,
        feasibility=feasibility,
        quadrant=quadrant_of(benefit, feasibility, plan.threshold),
        completeness=round(1 - len(unknown) / len(plan.criteria), 3),
        reasons=(*_strongest(plan, values), *map(missing, unknown)),
    )


def _strongest(plan: Prioritisation, values: Sequence[float | None]) -> tuple[Reason, ...]:
    known = [(c.title, v) for c, v in zip(plan.criteria, values, strict=True) if v is not None]
    return (
        *(strong(title, round(100 * v)) for title, v in known if v >= 0.75),
        *(weak(title, round(100 * v)) for title, v in known if v <= 0.25),
    )


def _blocked(plan: Prioritisation, candidate: Candidate) -> Score:
    values = _values(plan, candidate)
    unknown = sum(v is None for v in values)
    return Score(
        service_id=candidate.service_id,
        ref=candidate.ref,
        name=candidate.name,
        office=candidate.office,
        state=RankState.BLOCKED,
        rank=None,
        rank_low=None,
        rank_high=None,
        stable_from=None,
        stable_to=None,
        score=None,
        benefit=_axis(plan, Axis.BENEFIT, values),
        feasibility=_axis(plan, Axis.FEASIBILITY, values),
        quadrant=None,
        completeness=round(1 - unknown / len(plan.criteria), 3),
        reasons=(BLOCKED,),
    )


def prioritisation_mistakes(plan: Prioritisation, questions: frozenset[str]) -> tuple[tuple[int, str], ...]:
    """Return (index of the criterion, German message) for each contradiction."""
    mistakes = []
    for index, criterion in enumerate(plan.criteria):
        if criterion.question not in questions:
            mistakes.append((index, f"Das Kriterium „{criterion.title}“ nennt die unbekannte Frage „{criterion.question}“."))
        if criterion.weight <= 0:
            mistakes.append((index, f"Das Gewicht von „{criterion.title}“ muss größer als 0 sein."))
        if bool(criterion.values) == bool(criterion.classes):
            mistakes.append((index, f"Das Kriterium „{criterion.title}“ braucht entweder values oder classes."))
        if list(criterion.classes) != sorted(set(criterion.classes)):
            mistakes.append((index, f"Die Klassen von „{criterion.title}“ müssen aufsteigen."))
        if any(not 0 <= v <= 1 for v in criterion.values.values()):
            mistakes.append((index, f"Die Werte von „{criterion.title}“ müssen zwischen 0 und 1 liegen."))
    return (*mistakes, *((0, message) for message in _general_mistakes(plan, questions)))


def _general_mistakes(plan: Prioritisation, questions: frozenset[str]) -> list[str]:
    messages = [f"Die Achse „{axis}“ hat kein Kriterium." for axis in Axis if not any(c.axis is axis for c in plan.criteria)]
    messages += [f"blocking nennt die unbekannte Frage „{key}“." for key in plan.blocking if key not in questions]
    if not 0 <= plan.threshold <= 1:
        messages.append("threshold muss zwischen 0 und 1 liegen.")
    if not 0 <= plan.weight_shift < 1:
        messages.append("weight_shift muss mindestens 0 und kleiner als 1 sein, sonst würden Gewichte null oder negativ.")
    return messages
