"""The ranking keeps its promises whatever the offices answer."""

import json
from dataclasses import asdict, replace

from hypothesis import given
from hypothesis import strategies as st

from ozg_workflow.domain.results.evaluating import evaluate
from ozg_workflow.domain.results.prioritisation import Axis, Candidate, Criterion, Prioritisation, RankState, Score
from ozg_workflow.domain.survey.cells import Answer

VALUES = {"0": 0.0, "1": 0.25, "2": 0.67, "3": 1.0}
BEST, WORST = "3", "0"
KEYS = ("use", "volume", "ease")


def _plan(weights: tuple[float, float, float] = (25, 25, 15)) -> Prioritisation:
    use, volume, ease = weights
    return Prioritisation(
        version="1",
        agreed_by=("OZG-Koordination",),
        criteria=(
            Criterion(key="use", title="Nutzen", question="use", axis=Axis.BENEFIT, weight=use, values=VALUES),
            Criterion(
                key="volume", title="Fallzahl", question="volume", axis=Axis.BENEFIT, weight=volume, classes=(10, 100, 1000)
            ),
            Criterion(key="ease", title="Technik", question="ease", axis=Axis.FEASIBILITY, weight=ease, values=VALUES),
        ),
        blocking={"law": ("excluded",)},
        waves=(),
    )


def _candidate(number: int, answers: dict[str, Answer]) -> Candidate:
    return Candidate(service_id=number, ref=f"L{number:03}", name=f"Leistung {number:03}", office="33", answers=answers)


levels = st.sampled_from(sorted(VALUES))
volumes = st.integers(0, 5000)
weights = st.tuples(*[st.floats(0.5, 50)] * 3)
complete = st.fixed_dictionaries({"use": levels, "volume": volumes, "ease": levels, "law": st.just("none")})
partial = st.fixed_dictionaries(
    {}, optional={"use": levels, "volume": volumes, "ease": levels, "law": st.sampled_from(("none", "excluded"))}
)
some_partial = st.lists(partial, min_size=1, max_size=12)
some_complete = st.lists(complete, min_size=1, max_size=12)


def _evaluate(rows: list[dict[str, Answer]], plan: Prioritisation | None = None) -> dict[int, Score]:
    scores = evaluate(plan or _plan(), [_candidate(number, row) for number, row in enumerate(rows)])
    assert len(scores) == len(rows)
    return {score.service_id: score for score in scores}


@given(some_partial, weights)
def test_a_rank_lies_within_its_range_and_its_stable_span(rows: list[dict[str, Answer]], own: tuple[float, float, float]) -> None:
    for score in _evaluate(rows, _plan(own)).values():
        if score.rank is None:
            continue
        assert score.rank_low is not None
        assert score.rank_high is not None
        assert score.stable_from is not None
        assert score.stable_to is not None
        assert score.rank_low <= score.rank <= score.rank_high <= len(rows)
        assert score.stable_from <= score.rank <= score.stable_to


@given(some_complete, weights)
def test_with_complete_answers_every_range_is_the_rank_alone(
    rows: list[dict[str, Answer]], own: tuple[float, float, float]
) -> None:
    scores = _evaluate(rows, _plan(own)).values()
    for score in scores:
        assert score.state is RankState.RANKED
        assert score.rank is not None
        assert (score.rank_low, score.rank_high) == (score.rank, score.rank)


@given(some_partial, complete, st.sampled_from(("use", "ease")), weights)
def test_a_better_answer_never_worsens_the_rank(
    rows: list[dict[str, Answer]], own: dict[str, Answer], key: str, own_weights: tuple[float, float, float]
) -> None:
    plan = _plan(own_weights)
    before = _evaluate([own, *rows], plan)[0]
    after = _evaluate([own | {key: BEST}, *rows], plan)[0]
    for old, new in ((before.rank, after.rank), (before.rank_low, after.rank_low), (before.rank_high, after.rank_high)):
        assert old is not None
        assert new is not None
        assert new <= old


@given(some_partial, complete, st.sampled_from(("use", "ease")))
def test_a_missing_answer_lies_between_the_best_and_the_worst_one(
    rows: list[dict[str, Answer]], own: dict[str, Answer], key: str
) -> None:
    missing = _evaluate([{k: v for k, v in own.items() if k != key}, *rows])[0]
    best, worst = (_evaluate([own | {key: answer}, *rows])[0] for answer in (BEST, WORST))
    assert best.rank is not None
    assert missing.rank is not None
    assert worst.rank is not None
    assert best.rank <= missing.rank <= worst.rank
    assert (missing.rank_low, missing.rank_high) == (best.rank_low, worst.rank_high)


@given(some_partial, complete, st.sampled_from(KEYS), levels, volumes)
def test_answering_later_never_leaves_the_range_that_was_stated(
    rows: list[dict[str, Answer]], own: dict[str, Answer], key: str, level: str, volume: int
) -> None:
    before = _evaluate([{k: v for k, v in own.items() if k != key}, *rows])[0]
    after = _evaluate([own | {key: volume if key == "volume" else level}, *rows])[0]
    assert before.rank_low is not None
    assert before.rank_high is not None
    assert after.rank is not None
    assert before.rank_low <= after.rank <= before.rank_high


@given(some_partial)
def test_blocked_services_are_listed_last_and_never_ranked(rows: list[dict[str, Answer]]) -> None:
    scores = evaluate(_plan(), [_candidate(number, row) for number, row in enumerate(rows)])
    blocked = {number for number, row in enumerate(rows) if row.get("law") == "excluded"}
    assert {s.service_id for s in scores if s.state is RankState.BLOCKED} == blocked
    assert {s.service_id for s in scores[len(scores) - len(blocked) :]} == blocked
    for score in scores[len(scores) - len(blocked) :]:
        assert (score.rank, score.rank_low, score.rank_high, score.quadrant, score.score) == (None,) * 5


@given(some_partial)
def test_blocked_services_take_no_rank_from_the_others(rows: list[dict[str, Answer]]) -> None:
    with_blocked = evaluate(_plan(), [_candidate(n, row) for n, row in enumerate(rows)])
    without = evaluate(_plan(), [_candidate(n, row) for n, row in enumerate(rows) if row.get("law") != "excluded"])
    assert with_blocked[: len(without)] == without


@given(some_partial, st.floats(0.01, 1000))
def test_only_the_proportions_of_the_weights_count(rows: list[dict[str, Answer]], factor: float) -> None:
    plan = _plan()
    scaled = replace(plan, criteria=tuple(replace(c, weight=c.weight * factor) for c in plan.criteria))
    assert _evaluate(rows, plan) == _evaluate(rows, scaled)


@given(some_partial, st.randoms(use_true_random=False))
def test_the_order_of_the_candidates_does_not_matter(rows: list[dict[str, Answer]], rng: object) -> None:
    candidates = [_candidate(number, row) for number, row in enumerate(rows)]
    shuffled = candidates[:]
    rng.shuffle(shuffled)  # type: ignore[attr-defined]
    assert evaluate(_plan(), candidates) == evaluate(_plan(), shuffled)


def test_a_service_without_any_answer_has_no_rank_but_may_still_take_every_place() -> None:
    best = {"use": "3", "volume": 5000, "ease": "3", "law": "none"}
    scores = _evaluate([{}, best, best | {"use": "1", "volume": 1, "ease": "0"}])
    assert (scores[0].state, scores[0].rank, scores[0].score) == (RankState.INCOMPLETE, None, None)
    assert (scores[0].rank_low, scores[0].rank_high) == (1, 3)
    assert [scores[n].rank for n in (1, 2)] == [1, 2]
    assert (scores[1].rank_low, scores[1].rank_high) == (1, 1), "the one without answers can draw level at most"


def test_a_legal_block_counts_even_when_nothing_else_is_answered() -> None:
    assert _evaluate([{"law": "excluded"}])[0].state is RankState.BLOCKED


@given(some_partial)
def test_a_score_is_read_as_it_was_stored(rows: list[dict[str, Answer]]) -> None:
    for score in _evaluate(rows).values():
        assert Score.read(json.loads(json.dumps(asdict(score)))) == score


def test_a_score_of_an_older_version_is_read_without_what_it_did_not_know() -> None:
    (score,) = _evaluate([{"use": BEST, "volume": 7, "ease": WORST}]).values()
    newer = ("top_share", "decisive", "rules")
    stored = {key: value for key, value in asdict(score).items() if key not in newer}
    assert Score.read(stored) == replace(score, top_share=None, decisive="", rules=())
