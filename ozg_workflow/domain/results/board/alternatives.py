"""What else the board could decide, in figures: other weights, half the pace, only the best field, nothing."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from ozg_workflow.domain.results.board.effort import Costs
from ozg_workflow.domain.results.board.proposed import Frame, proposed
from ozg_workflow.domain.results.evaluating import rank
from ozg_workflow.domain.results.implementation import MeasurePlan, MeasureState
from ozg_workflow.domain.results.prioritisation import Candidate, Quadrant, Score, Wave


class AlternativeKey(StrEnum):
    """What else could be decided."""

    PROPOSED = "proposed"
    EQUAL_WEIGHTS = "equal_weights"  # every criterion counts the same
    HALF_PACE = "half_pace"  # every wave takes half as many, the last one the rest
    BEST_FIELD = "best_field"  # only what is useful and feasible
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternative:
    """One way to decide: its measures and their person-days.

    `cases` is the share (0…1) they serve of the known cases of all that is proposed, None where none is known.
    `first` and `last` are the measures of the first and the last wave, `kept` how many of the first wave are in the first wave
    of the proposal, too.
    """

    key: AlternativeKey
    measures: int
    days: int
    cases: float | None
    first: int
    kept: int
    last: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What the board decides about: the scores and the answers they rest on, what the waves have to fit into, what measures cost."""

    scores: tuple[Score, ...]
    candidates: Sequence[Candidate]
    levels: dict[int, int]
    frame: Frame
    costs: Costs

    def planned(self, scores: Sequence[Score], waves: tuple[Wave, ...]) -> tuple[MeasurePlan, ...]:
        """Return the measures that are still to be done when these scores fill these waves as far as the offices can carry them."""
        plans, _ = proposed(scores, self.levels, replace(self.frame, agreed=replace(self.frame.agreed, waves=waves)))
        return tuple(plan for plan in plans if plan.state is not MeasureState.REACHED)


def alternatives(question: Question) -> tuple[Alternative, ...]:
    """Return the proposal and what else could be decided, in the order of the paper."""
    waves = question.frame.agreed.waves
    ways = {
        AlternativeKey.PROPOSED: question.planned(question.scores, waves),
        AlternativeKey.EQUAL_WEIGHTS: question.planned(_equally(question), waves),
        AlternativeKey.HALF_PACE: question.planned(question.scores, tuple(map(_half, waves))),
        AlternativeKey.BEST_FIELD: question.planned([s for s in question.scores if s.quadrant is Quadrant.DO_FIRST], waves),
        AlternativeKey.NOTHING: (),
    }
    wanted = ways[AlternativeKey.PROPOSED]
    return tuple(_alternative(key, plans, question, wanted) for key, plans in ways.items())


def _equally(question: Question) -> tuple[Score, ...]:
    """Return the scores when every criterion counts the same; only what was evaluated is ranked."""
    equal = replace(question.frame.agreed, criteria=tuple(replace(c, weight=1.0) for c in question.frame.agreed.criteria))
    evaluated = {score.service_id for score in question.scores}
    return rank(equal, [c for c in question.candidates if c.service_id in evaluated])


def _half(wave: Wave) -> Wave:
    return wave if wave.capacity is None else replace(wave, capacity=max(1, wave.capacity // 2))


def _alternative(
    key: AlternativeKey, plans: Sequence[MeasurePlan], question: Question, wanted: Sequence[MeasurePlan]
) -> Alternative:
    waves, cases, todo = question.frame.agreed.waves, question.costs.known.cases, [plan.service_id for plan in wanted]
    first, own = ({plan.service_id for plan in found if plan.wave == waves[0].key} for found in (wanted, plans))
    total = sum(cases.get(service, 0) for service in todo)
    return Alternative(
        key=key,
        measures=len(plans),
        days=question.costs.of(plans).days,
        cases=sum(cases.get(plan.service_id, 0) for plan in plans) / total if total else None,
        first=len(own),
        kept=len(own & first),
        last=sum(plan.wave == waves[-1].key for plan in plans),
    )
