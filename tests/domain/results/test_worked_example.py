"""The ten services that are worked by hand in the docs come out of the code with the same digits."""

import re
from dataclasses import replace
from pathlib import Path

from ozg_workflow.domain.results.evaluating import evaluate
from ozg_workflow.domain.results.prioritisation import QUADRANT_TITLES, Candidate, Score
from ozg_workflow.domain.results.weights.rules import RULE_TITLES, Facts, lifts_of
from ozg_workflow.domain.survey.cells import Answer
from ozg_workflow.workspace.rollouts import load_rollout

ROOT = Path(__file__).parents[3]
NONE = "–"


def _rows(heading: str) -> list[list[str]]:
    """Return the cells of the table of the page that begins with `heading`, without its head."""
    page = (ROOT / "docs" / "prioritisation.md").read_text(encoding="utf-8")
    table = page[page.index(heading) :].split("\n\n", 1)[0].splitlines()
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table[2:]]


def _answer(text: str) -> Answer:
    return float(text) if re.fullmatch(r"\d+\.\d+|\d{2,}", text) else text


def _shown(score: Score) -> list[str]:
    spans = [(score.rank_low, score.rank_high), (score.stable_from, score.stable_to)]
    values = [score.score, score.benefit, score.feasibility]
    return [
        str(score.rank or NONE),
        f"{score.ref} {score.name}",
        score.state.value,
        *(NONE if low is None else f"{low}–{high}" for low, high in spans),
        *(NONE if value is None else f"{value:.1f}" for value in values),
        QUADRANT_TITLES[score.quadrant] if score.quadrant else NONE,
        str(score.completeness),
    ]


CONFIG = load_rollout(ROOT / "config" / "bielefeld-2020").config


def _candidates() -> list[Candidate]:
    questions = [criterion.question for criterion in CONFIG.prioritisation.criteria]
    return [
        Candidate(
            service_id=number,
            ref=ref,
            name=name,
            office="33",
            answers={q: _answer(text) for q, text in zip(questions, cells, strict=True) if text != NONE},
        )
        for number, (ref, name, *cells) in enumerate(_rows("| | service | Nutzen"))
    ]


def test_the_worked_example_is_what_the_code_says() -> None:
    candidates = _candidates()
    assert len(candidates) == 10
    assert [_shown(score) for score in evaluate(CONFIG.prioritisation, candidates)] == _rows("| rank | service | state")


def test_the_same_ten_with_rules_are_what_the_code_says() -> None:
    plan = replace(CONFIG.prioritisation, rules=tuple(replace(rule, active=True) for rule in CONFIG.prioritisation.rules))
    assert [(rule.key, rule.weight) for rule in plan.rules] == [("sdg_duty", 10), ("quick_win", 5)]

    def lifted(candidate: Candidate) -> Candidate:
        facts = Facts(sdg=candidate.ref in "BDG", entry=None, imported=False, efa=candidate.ref == "I")
        level = None if candidate.ref == "G" else 2
        return replace(candidate, lifts=lifts_of(facts, level, "maturity_level", CONFIG.scale))

    shown = [
        [
            str(score.rank or NONE),
            score.ref,
            NONE if score.rank_low is None else f"{score.rank_low}–{score.rank_high}",
            NONE if score.score is None else f"{score.score:.1f}",
            ", ".join(RULE_TITLES[key] for key in score.rules) or NONE,
        ]
        for score in evaluate(plan, [lifted(candidate) for candidate in _candidates()])
    ]
    assert shown == _rows("| rank | service | possible | score | rules")
