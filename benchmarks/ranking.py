"""The ranking beside a bare numpy product and sort of the same matrix, and how it grows: `python -m benchmarks ranking`."""

import random
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final

import numpy as np

from benchmarks.rows import SEED, Row, exponent, ratio
from ozg_workflow.domain.results import moving_weights
from ozg_workflow.domain.results.evaluating import evaluate
from ozg_workflow.domain.results.prioritisation import Candidate, Prioritisation
from ozg_workflow.domain.survey.cells import Answer
from ozg_workflow.workspace.rollouts import load_rollout

SERVICES: Final = 2378
LARGE: Final = 50_000
SAMPLE: Final = Path(__file__).parents[1] / "config" / "bielefeld-2020"


def _candidates(plan: Prioritisation, count: int) -> list[Candidate]:
    """Return services with drawn answers; every tenth answer is missing."""
    chance = random.Random(SEED)

    def answers() -> dict[str, Answer]:
        drawn: dict[str, Answer] = {}
        for c in plan.criteria:
            if chance.random() < 0.9:
                drawn[c.question] = chance.choice(list(c.values)) if c.values else round(10 ** (chance.random() * 5), 1)
        return drawn

    return [Candidate(service_id=n, ref=f"L{n}", name=f"Leistung {n}", office="33", answers=answers()) for n in range(count)]


def _bare(count: int, criteria: int) -> None:
    values, random_ = np.random.default_rng(1).random((count, criteria)), np.random.default_rng(2)
    for start in range(0, moving_weights.DRAWS, 250):
        np.sort(random_.random((min(250, moving_weights.DRAWS - start), criteria)) @ values.T, axis=1)


def _cpu(work: Callable[[], object]) -> float:
    before = time.process_time()
    work()
    return time.process_time() - before


def rows() -> Iterable[Row]:
    """Measure CPU seconds."""
    plan = load_rollout(SAMPLE).config.prioritisation
    small, large = _candidates(plan, SERVICES), _candidates(plan, LARGE)
    ours = min(_cpu(lambda: evaluate(plan, small)) for _ in range(3))
    bare = min(_cpu(lambda: _bare(SERVICES, len(plan.criteria))) for _ in range(3))
    yield ratio(f"{SERVICES} Leistungen reihen, nackt: Produkt und Sortieren", ours=ours, bare=bare, limit=4)
    huge = _cpu(lambda: evaluate(plan, large))
    yield exponent(f"{LARGE} Leistungen reihen", {SERVICES: ours, LARGE: huge}, limit=1.1)
