"""What the plan hangs on: missing answers, ranks that are not certain, offices with very much to do, measures that wait for others."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from ozg_workflow.domain.results.implementation import MeasurePlan, MeasureState
from ozg_workflow.domain.results.prioritisation import RankState, Score


@dataclass(frozen=True, slots=True, kw_only=True)
class Risks:
    """The figures behind the risks.

    Of the `first` services `unsure` may fall behind them when missing answers come in, `hanging` when the weights move. `office`
    (a number, empty without measures) has most of the measures that are to be done, `busiest` of `measures`; `waiting` measures depend on another one.
    """

    incomplete: int
    unranked: int
    blocked: int
    first: int
    unsure: int
    hanging: int
    office: str
    busiest: int
    measures: int
    waiting: int


def risks(scores: Sequence[Score], plans: Sequence[MeasurePlan], top: int, waiting: int) -> Risks:
    """Return what the plan hangs on; `top` is how many services „the first ones“ are."""
    first = [score for score in scores if score.rank is not None][:top]
    offices = Counter(plan.office for plan in plans if plan.state is not MeasureState.REACHED)
    (office, busiest), *_ = (*sorted(offices.items(), key=lambda item: (-item[1], item[0])), ("", 0))
    states = Counter(score.state for score in scores)
    return Risks(
        incomplete=states[RankState.INCOMPLETE],
        unranked=sum(s.rank is None for s in scores if s.state is RankState.INCOMPLETE),
        blocked=states[RankState.BLOCKED],
        first=len(first),
        unsure=sum((score.rank_high or 0) > len(first) for score in first),
        hanging=sum((score.stable_to or 0) > len(first) for score in first),
        office=office,
        busiest=busiest,
        measures=offices.total(),
        waiting=waiting,
    )
