"""Rank services by their answers: a score, the exact range of the rank, and how stable it is when the weights move."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from ozg_workflow.domain.german import sort_key
from ozg_workflow.domain.results.prioritisation import (
    Axis,
    Candidate,
    Criterion,
    Prioritisation,
    RankState,
    Score,
    blocking_reasons,
    quadrant_of,
)
from ozg_workflow.domain.results.ranks import rank_ranges, ranks
from ozg_workflow.domain.results.reasons import BLOCKED, Reason, lifted, missing, strong, weak
from ozg_workflow.domain.results.spans import Span, Spans
from ozg_workflow.domain.results.weights.rules import Rule

Values = Sequence[float | None]


class _Place(NamedTuple):
    """Where a service stands: its rank, the best and worst possible one (None: it will be blocked), and what moving weights do to it."""

    rank: int | None
    spread: tuple[int, int] | None
    moved: "_Moved"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Moved:
    """What moving weights do to a service: its ranks stay from … to, how often it is among the first, which criterion decides."""

    stable: tuple[int, int] | tuple[None, None] = (None, None)
    top_share: float | None = None
    decisive: str = ""


def evaluate(plan: Prioritisation, candidates: Sequence[Candidate]) -> tuple[Score, ...]:
    """Rank all candidates, best first; services without any answer follow, blocked ones come last.

    Ties share the better rank and are listed by name (DIN 5007); a service without any answer has no rank, yet where rules lift it above
    others whatever it answers, it counts in theirs. `rank_low` is the best and `rank_high` the worst rank over all ways
    in which the missing answers may turn out, blocking ones included; the score counts a missing answer like the known ones, within
    what it may be; active rules count as they hold now, in the ranges also as they may yet. `stable_from`/`stable_to` are bounds of the rank when all weights move by up to ± `weight_shift`, given for the
    first services (see `moving_weights`).
    """
    return _evaluated(plan, candidates, _moved)


def rank(plan: Prioritisation, candidates: Sequence[Candidate]) -> tuple[Score, ...]:
    """Return the same without what moving weights do: `stable_from`, `stable_to`, `top_share` and `decisive` are empty."""
    return _evaluated(plan, candidates, lambda _, spans: [_Moved() for _ in spans])


def _evaluated(
    plan: Prioritisation, candidates: Sequence[Candidate], moved: Callable[[Prioritisation, Sequence[Span]], list[_Moved]]
) -> tuple[Score, ...]:
    spans = Spans(plan)
    open_ones = [c for c in candidates if not blocking_reasons(plan, c.answers)]
    found = [spans.of(c.answers, c.lifts) for c in open_ones]
    places = zip(ranks(found), rank_ranges(found), moved(plan, found), strict=True)
    scores = [
        _score(plan, candidate, span, _Place(*place)) for candidate, span, place in zip(open_ones, found, places, strict=True)
    ]
    blocked = [_blocked(plan, c, spans.of(c.answers)) for c in candidates if blocking_reasons(plan, c.answers)]
    return tuple(
        sorted(scores, key=lambda s: (s.rank is None, s.rank or 0, sort_key(s.name), s.ref))
        + sorted(blocked, key=lambda s: (sort_key(s.name), s.ref))
    )


def _moved(plan: Prioritisation, spans: Sequence[Span]) -> list[_Moved]:
    """Return for each span what moving weights do to it; nothing where nothing is known."""
    import numpy as np  # not for those who only read what was evaluated

    from ozg_workflow.domain.results.moving_weights import BOUNDED, Box, deciding, rank_bounds, top_shares

    result = [_Moved() for _ in spans]
    counted = [n for n, span in enumerate(spans) if span.filled is not None]
    known = np.array([row for row, n in enumerate(counted) if spans[n].known], dtype=np.intp)
    if not known.size:
        return result
    weights = np.array([item.weight for item in plan.weighted])
    box = Box(weights=weights / weights.sum(), shift=plan.weight_shift)
    values = np.array([spans[n].filled for n in counted])
    best = known[np.argsort(-(values[known] @ box.weights), kind="stable")[:BOUNDED]]
    bounds = {int(row): span for row, *span in zip(best, *(b.tolist() for b in rank_bounds(values, box, best)), strict=True)}
    shares, criteria = top_shares(values, box, plan.top), deciding(values[known], box)
    for row, criterion in zip(known.tolist(), criteria, strict=True):
        result[counted[row]] = _Moved(
            stable=tuple(bounds.get(row, (None, None))),
            top_share=round(float(shares[row]), 4),
            decisive=plan.weighted[criterion].title,
        )
    return result


def _mean(criteria: Sequence[Criterion], values: Values) -> float | None:
    known = [(c.weight, v) for c, v in zip(criteria, values, strict=True) if v is not None]
    total = sum(w for w, _ in known)
    return sum(w * v for w, v in known) / total if total else None


def _axis(plan: Prioritisation, axis: Axis, values: Values) -> float | None:
    own = [(c, v) for c, v in zip(plan.criteria, values, strict=True) if c.axis is axis]
    mean = _mean([c for c, _ in own], [v for _, v in own])
    return None if mean is None else _points(mean)


def _points(mean: float) -> float:
    """Return 0…1 as points with one digit, halves up as people round; the noise of the last bits decides nothing."""
    return float(Decimal(str(round(100 * mean, 9))).quantize(Decimal("0.1"), ROUND_HALF_UP))


def _score(plan: Prioritisation, candidate: Candidate, span: Span, place: _Place) -> Score:
    benefit, feasibility = _axis(plan, Axis.BENEFIT, span.values), _axis(plan, Axis.FEASIBILITY, span.values)
    unknown = [c.title for c, v in zip(plan.criteria, span.values, strict=True) if v is None]
    rank_low, rank_high = place.spread or (None, None)
    rules = _rules(plan, candidate)
    return Score(
        service_id=candidate.service_id,
        ref=candidate.ref,
        name=candidate.name,
        office=candidate.office,
        state=RankState.INCOMPLETE if unknown else RankState.RANKED,
        rank=place.rank,
        rank_low=rank_low,
        rank_high=rank_high,
        stable_from=place.moved.stable[0],
        stable_to=place.moved.stable[1],
        score=None if place.rank is None or span.expected is None else _points(span.expected),
        benefit=benefit,
        feasibility=feasibility,
        quadrant=quadrant_of(benefit, feasibility, plan.threshold),
        completeness=round(1 - len(unknown) / len(plan.criteria), 3),
        reasons=(*(lifted(rule.title, why) for rule, why in rules), *_strongest(plan, span.values), *map(missing, unknown)),
        top_share=place.moved.top_share,
        decisive=place.moved.decisive,
        rules=tuple(rule.key for rule, _ in rules),
    )


def _rules(plan: Prioritisation, candidate: Candidate) -> tuple[tuple[Rule, str], ...]:
    """Return the active rules that lift a service, each with why it holds."""
    holding = dict(candidate.lifts.now)
    return tuple((rule, holding[rule.key]) for rule in plan.active_rules if rule.key in holding)


def _strongest(plan: Prioritisation, values: Values) -> tuple[Reason, ...]:
    known = [(c.title, v) for c, v in zip(plan.criteria, values, strict=True) if v is not None]
    return (
        *(strong(title, round(100 * v)) for title, v in known if v >= 0.75),
        *(weak(title, round(100 * v)) for title, v in known if v <= 0.25),
    )


def _blocked(plan: Prioritisation, candidate: Candidate, span: Span) -> Score:
    values = span.values
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
