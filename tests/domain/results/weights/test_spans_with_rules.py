"""With rules, too, the ranges of the ranks are those of brute force: every level that is not answered yet, in exact fractions."""

import itertools
import random
from dataclasses import dataclass
from fractions import Fraction

import pytest

from ozg_workflow.domain.results.evaluating import evaluate
from ozg_workflow.domain.results.prioritisation import Axis, Candidate, Criterion, Prioritisation, Score
from ozg_workflow.domain.results.weights.rules import Facts, Rule, RuleKey, lifts_of
from ozg_workflow.domain.survey.cells import Answer
from ozg_workflow.domain.survey.maturity import MaturityLevel, MaturityScale
from ozg_workflow.domain.survey.outside_view import PortalEntry

SCALE = MaturityScale(
    key="s",
    title="S",
    source="",
    levels=tuple(MaturityLevel(value=n, title=str(n), description="") for n in range(4)),
    target_level=3,
    compliant_level=2,
)
USE = {"1": Fraction(0), "2": Fraction(1, 3), "3": Fraction(1)}
LEVEL_VALUES = {"0": Fraction(1), "1": Fraction(1, 2), "2": Fraction(1, 4), "3": Fraction(0)}
ENTRIES = (
    None,
    PortalEntry(key="k", shown=True, online=True, urls=("https://x.example",)),
    PortalEntry(key="k", shown=True, online=True),
    PortalEntry(key="k", shown=True, online=False),
    PortalEntry(key="k", shown=True, online=None, urls=("https://x.example",)),
)
BLOCKING = ((), ("3",), ("3",), ("2", "3"), ("0", "1"))


@dataclass(frozen=True)
class Weights:
    """Whole numbers; a weight of the level of 0 means that no criterion asks for it; `blocking` are levels that block."""

    use: int
    level: int
    sdg: int
    win: int
    blocking: tuple[str, ...] = ("3",)

    @property
    def plan(self) -> Prioritisation:
        criteria = [
            Criterion(
                key="use",
                title="use",
                question="use",
                axis=Axis.BENEFIT,
                weight=self.use,
                values={k: float(v) for k, v in USE.items()},
            )
        ]
        if self.level:
            values = {k: float(v) for k, v in LEVEL_VALUES.items()}
            criteria.append(
                Criterion(key="level", title="level", question="level", axis=Axis.FEASIBILITY, weight=self.level, values=values)
            )
        rules = (
            Rule(key=RuleKey.SDG_DUTY, weight=self.sdg, active=True),
            Rule(key=RuleKey.QUICK_WIN, weight=self.win, active=True),
        )
        return Prioritisation(
            version="1",
            agreed_by=(),
            criteria=tuple(criteria),
            blocking={"level": self.blocking} if self.blocking else {},
            waves=(),
            rules=rules,
        )


Service = tuple[Facts, dict[str, Answer]]


def _holds(facts: Facts, level: int) -> tuple[bool, bool]:
    """Say by hand which rules hold at a level: SDG duty, quick win."""
    offered, entry = level >= 2, facts.entry
    online = entry is not None and entry.online is True
    link_missing = entry is not None and not entry.urls and (offered or online)
    not_shown = facts.imported and offered and entry is None
    return bool(facts.sdg) and not offered, link_missing or not_shown or (facts.efa and not offered)


def _outcomes(weights: Weights, service: Service) -> list[Fraction | None]:
    facts, answers = service
    uses = [answers["use"]] if "use" in answers else list(USE)
    levels = [answers["level"]] if "level" in answers else list(SCALE.values)
    return list(dict.fromkeys(_outcome(weights, facts, str(use), int(level)) for use in uses for level in levels))


def _outcome(weights: Weights, facts: Facts, use: str, level: int) -> Fraction | None:
    if str(level) in weights.blocking:
        return None
    sdg, win = _holds(facts, level)
    return weights.use * USE[use] + weights.level * LEVEL_VALUES[str(level)] + weights.sdg * sdg + weights.win * win


def _true_ranges(weights: Weights, services: list[Service]) -> list[tuple[int | None, int | None]]:
    found: list[list[int]] = [[] for _ in services]
    for scores in itertools.product(*(_outcomes(weights, service) for service in services)):
        for own, ranks in zip(scores, found, strict=True):
            if own is not None:
                ranks.append(1 + sum(other is not None and other > own for other in scores))
    return [(min(ranks), max(ranks)) if ranks else (None, None) for ranks in found]


def _case(rng: random.Random) -> tuple[Weights, list[Service]]:
    weights = Weights(rng.choice((1, 2, 3)), rng.choice((0, 1, 2)), rng.choice((1, 2)), rng.choice((1, 2)), rng.choice(BLOCKING))
    return weights, [_service(rng) for _ in range(rng.randint(2, 4))]


def _service(rng: random.Random) -> Service:
    imported = rng.random() < 0.7
    facts = Facts(
        sdg=rng.choice((True, False, None)),
        entry=rng.choice(ENTRIES) if imported else None,
        imported=imported,
        efa=rng.random() < 0.3,
    )
    answers: dict[str, Answer] = {}
    if rng.random() < 0.7:
        answers["use"] = rng.choice(list(USE))
    if rng.random() < 0.5:
        answers["level"] = rng.choice(SCALE.values)
    return facts, answers


def _scores(weights: Weights, services: list[Service]) -> list[Score]:
    candidates = [
        Candidate(
            service_id=n,
            ref=str(n),
            name=str(n),
            office="33",
            answers=answers,
            lifts=lifts_of(facts, answers.get("level"), "level", SCALE),
        )
        for n, (facts, answers) in enumerate(services)
    ]
    return sorted(evaluate(weights.plan, candidates), key=lambda s: s.service_id)


@pytest.mark.parametrize("seed", range(10))
def test_ranges_with_rules_are_those_of_brute_force_and_hold_the_rank_that_is_shown(seed: int) -> None:
    rng = random.Random(f"rules/{seed}")
    for _ in range(1000):
        weights, services = _case(rng)
        scores = _scores(weights, services)
        assert [(s.rank_low, s.rank_high) for s in scores] == _true_ranges(weights, services), (weights, services)
        for score in scores:
            if score.rank is not None:
                assert None not in (score.rank_low, score.rank_high), (weights, services)
                assert (score.rank_low or 0) <= score.rank <= (score.rank_high or 0), (weights, services)
                assert (score.stable_from or 0) <= score.rank <= (score.stable_to or 0), (weights, services)


def test_a_rank_counts_a_service_nobody_answered_for_where_it_surely_stands_above() -> None:
    """Everybody says 1 of 40 points; the silent one has 10 of them for certain, the duty, and no rank of its own."""
    weights = Weights(use=30, level=0, sdg=10, win=1)
    duty = Facts(sdg=True, entry=None, imported=False, efa=False)
    poor, good = (duty, {"use": "1", "level": 2}), (duty, {"use": "3", "level": 2})
    scores = _scores(weights, [poor, (duty, {"level": 1}), good])
    assert [(s.rank, s.rank_low, s.rank_high) for s in scores] == [(3, 3, 3), (None, 1, 2), (1, 1, 2)]
