"""What else the board could decide, worked by hand on six services."""

from dataclasses import replace
from datetime import date

from ozg_workflow.domain.results.board.alternatives import AlternativeKey, Question, alternatives
from ozg_workflow.domain.results.board.effort import Costs, EffortDays, Known
from ozg_workflow.domain.results.board.proposed import Frame, proposed
from ozg_workflow.domain.results.evaluating import evaluate
from ozg_workflow.domain.results.implementation import Target
from ozg_workflow.domain.results.prioritisation import Axis, Candidate, Criterion, Prioritisation, Wave

VALUES = {"0": 0.0, "1": 1.0}
PLAN = Prioritisation(
    version="1",
    agreed_by=("OZG-Koordination",),
    criteria=(
        Criterion(key="n", title="Nutzen", question="n", axis=Axis.BENEFIT, weight=90, values=VALUES),
        Criterion(key="m", title="Machbarkeit", question="m", axis=Axis.FEASIBILITY, weight=5, values=VALUES),
        Criterion(key="k", title="Komplexität", question="k", axis=Axis.FEASIBILITY, weight=5, values=VALUES),
    ),
    blocking={},
    waves=(
        Wave(key="1", title="Erste", starts_on="2020-09-01", ends_on="2020-12-30", capacity=2),
        Wave(key="2", title="Zweite", starts_on="2021-01-04", ends_on="2021-12-30"),
    ),
)
ANSWERS = ("111", "110", "100", "011", "011", "000")  # benefit, feasibility twice
CANDIDATES = tuple(
    Candidate(service_id=n, ref=f"L{n}", name=f"Leistung {n}", office="33", answers=dict(zip("nmk", answers, strict=True)))
    for n, answers in enumerate(ANSWERS, 1)
)


def question(levels: dict[int, int] | None = None, plan: Prioritisation = PLAN) -> Question:
    scores = evaluate(PLAN, CANDIDATES)
    known = Known(cases={1: 600.0, 3: 300.0, 6: 100.0})
    return Question(
        scores=scores,
        candidates=CANDIDATES,
        levels=levels or {},
        frame=Frame(agreed=plan, target=Target(level=4, deadline=date(2022, 12, 31)), today=date(2020, 7, 1)),
        costs=Costs(assumed=EffortDays(easy=10, hard=25), known=known, scores={s.service_id: s for s in scores}),
    )


def test_the_proposal_and_what_else_could_be_decided() -> None:
    found = {a.key: a for a in alternatives(question())}
    assert tuple(found) == tuple(AlternativeKey)
    proposed = found[AlternativeKey.PROPOSED]
    # 1 and 2 are both useful and feasible (50 points count as high), 3 is hard, 4 and 5 are easy, 6 is put off
    assert (proposed.measures, proposed.days, proposed.cases, proposed.first, proposed.last) == (6, 90, 1.0, 2, 4)
    best = found[AlternativeKey.BEST_FIELD]
    assert (best.measures, best.days, best.cases) == (2, 20, 0.6)
    half = found[AlternativeKey.HALF_PACE]
    assert (half.first, half.kept, half.last, half.days) == (1, 1, 5, 90)
    nothing = found[AlternativeKey.NOTHING]
    assert (nothing.measures, nothing.days, nothing.cases) == (0, 0, 0.0)


def test_equal_weights_may_bring_others_to_the_front() -> None:
    """With equal weights 1 has three thirds, 2, 4 and 5 two, so that 1 and, by name, 2 stay in front; a service less useful than 3 passes it."""
    equal = {a.key: a for a in alternatives(question())}[AlternativeKey.EQUAL_WEIGHTS]
    assert (equal.measures, equal.first, equal.kept) == (6, 2, 2)
    without_second = {a.key: a for a in alternatives(question({2: 4}))}[AlternativeKey.EQUAL_WEIGHTS]
    assert (without_second.first, without_second.kept) == (2, 1), "now 4 is in front of 3, which the agreed weights have second"


def test_what_is_at_the_target_is_no_measure_of_any_alternative() -> None:
    found = {a.key: a for a in alternatives(question({1: 4, 3: 4}))}
    assert found[AlternativeKey.PROPOSED].measures == 4
    assert found[AlternativeKey.PROPOSED].cases == 1.0
    assert found[AlternativeKey.BEST_FIELD].measures == 1


def test_no_way_to_decide_puts_more_into_a_wave_than_its_offices_carry() -> None:
    carried = question(plan=replace(PLAN, capacity_per_office=1))
    found = {a.key: a for a in alternatives(carried)}
    plans, _ = proposed(carried.scores, {}, carried.frame)
    in_first = sum(plan.wave == "1" for plan in plans)
    assert (in_first, found[AlternativeKey.PROPOSED].first, found[AlternativeKey.PROPOSED].last) == (1, 1, 5)
    assert {found[key].first for key in (AlternativeKey.EQUAL_WEIGHTS, AlternativeKey.HALF_PACE)} == {1}
