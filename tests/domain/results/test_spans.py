"""The ranges of the ranks are those of brute force: every filling of every missing answer, in exact fractions."""

import itertools
import random
from fractions import Fraction

import pytest

from ozg_workflow.domain.results.evaluating import evaluate
from ozg_workflow.domain.results.prioritisation import Axis, Candidate, Criterion, Prioritisation, Score
from ozg_workflow.domain.survey.cells import Answer

Answers = dict[str, Answer]
BOUNDS = (10, 100)  # classes of the case number: 5 → 0, 50 → 1/2, 500 → 1
CHOICES = {"use": ("1", "2", "3"), "volume": (5, 50, 500), "law": ("none", "written", "excluded"), "party": ("yes", "no")}
VALUES = {
    ("use", "1"): Fraction(0),
    ("use", "2"): Fraction(1, 3),
    ("use", "3"): Fraction(1),
    ("volume", 5): Fraction(0),
    ("volume", 50): Fraction(1, 2),
    ("volume", 500): Fraction(1),
    ("law", "none"): Fraction(1),
    ("law", "written"): Fraction(1, 2),
    ("law", "excluded"): Fraction(0),
}
BLOCKING = {"law": ("excluded",), "party": ("no",)}  # the second is asked for no criterion


def _plan(weights: dict[str, int]) -> Prioritisation:
    values = {key: {str(a): float(v) for (k, a), v in VALUES.items() if k == key} for key in ("use", "law")}
    axis = {"use": Axis.BENEFIT, "volume": Axis.BENEFIT, "law": Axis.FEASIBILITY}
    return Prioritisation(
        version="1",
        agreed_by=(),
        criteria=tuple(
            Criterion(
                key=key,
                title=key,
                question=key,
                axis=axis[key],
                weight=weight,
                values=values.get(key, {}),
                classes=BOUNDS if key == "volume" else (),
            )
            for key, weight in weights.items()
        ),
        blocking=BLOCKING,
        waves=(),
    )


def _outcomes(weights: dict[str, int], answers: Answers) -> list[Fraction | None]:
    """Return every score a service may have, None for being blocked; each once: equal scores have equal consequences."""
    ways = itertools.product(*([answers[key]] if key in answers else choices for key, choices in CHOICES.items()))
    return list(dict.fromkeys(_outcome(weights, dict(zip(CHOICES, way, strict=True))) for way in ways))


def _outcome(weights: dict[str, int], way: Answers) -> Fraction | None:
    if any(way[key] in said for key, said in BLOCKING.items()):
        return None
    return sum((w * VALUES[key, way[key]] for key, w in weights.items()), Fraction(0))


def _true_ranges(weights: dict[str, int], services: list[Answers]) -> list[tuple[int | None, int | None]]:
    found: list[list[int]] = [[] for _ in services]
    for scores in itertools.product(*(_outcomes(weights, answers) for answers in services)):
        for own, ranks in zip(scores, found, strict=True):
            if own is not None:
                ranks.append(1 + sum(other is not None and other > own for other in scores))
    return [(min(ranks), max(ranks)) if ranks else (None, None) for ranks in found]


def _case(rng: random.Random) -> tuple[dict[str, int], list[Answers]]:
    """Return weights and two to five services; ties are frequent, and about every fifth answer is missing."""
    while True:
        weights = {key: rng.choice((1, 2, 3)) for key in ("use", "volume", "law")}
        services = [
            {key: rng.choice(choices) for key, choices in CHOICES.items() if rng.random() < 0.8} for _ in range(rng.randint(2, 5))
        ]
        ways = 1
        for answers in services:
            ways *= len(_outcomes(weights, answers))
        if ways <= 600:
            return weights, services


def _scores(weights: dict[str, int], services: list[Answers]) -> list[Score]:
    candidates = [Candidate(service_id=n, ref=str(n), name=str(n), office="33", answers=a) for n, a in enumerate(services)]
    return sorted(evaluate(_plan(weights), candidates), key=lambda s: s.service_id)


@pytest.mark.parametrize("seed", range(10))
def test_ranges_are_those_of_brute_force(seed: int) -> None:
    rng = random.Random(seed)
    for _ in range(1000):
        weights, services = _case(rng)
        scores = _scores(weights, services)
        assert [(s.rank_low, s.rank_high) for s in scores] == _true_ranges(weights, services), (weights, services)
        for score in scores:
            if score.rank is not None:
                assert None not in (score.rank_low, score.rank_high), (weights, services)
                assert (score.rank_low or 0) <= score.rank <= (score.rank_high or 0), (weights, services)


def test_a_rival_that_may_be_blocked_may_leave_the_ranking() -> None:
    sure = {"use": "2", "volume": 50, "law": "none", "party": "yes"}
    scores = _scores({"use": 1, "volume": 1, "law": 1}, [{"use": "3", "volume": 500, "party": "yes"}, sure])
    assert [(s.rank_low, s.rank_high) for s in scores] == [(1, 1), (1, 2)]


def test_a_question_that_no_criterion_knows_may_still_block() -> None:
    sure = {"use": "2", "volume": 50, "law": "none", "party": "yes"}
    scores = _scores({"use": 1, "volume": 1, "law": 1}, [{k: v for k, v in sure.items() if k != "party"} | {"use": "3"}, sure])
    assert [(s.rank, s.rank_low, s.rank_high) for s in scores] == [(1, 1, 1), (2, 1, 2)]
