"""What the measures cost the offices in person-days, by an assumption that the paper states, beside the staff that is bound today."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from ozg_workflow.domain.results.implementation import MeasurePlan, MeasureState
from ozg_workflow.domain.results.prioritisation import Quadrant, Score, Wave

YEAR_DAYS: Final = 200  # working days of one full post in a year, without leave and illness
FEASIBLE: Final = (Quadrant.DO_FIRST, Quadrant.SEIZE)


@dataclass(frozen=True, slots=True, kw_only=True)
class EffortDays:
    """The person-days a measure is assumed to cost: `easy` where feasibility is high, `hard` where it is low or unknown."""

    easy: int = 10
    hard: int = 25


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is known by service id: person-days agreed for its measure, posts (VZÄ) that work on it today, its cases a year."""

    agreed: Mapping[int, int] = field(default_factory=dict)
    staff: Mapping[int, float] = field(default_factory=dict)
    cases: Mapping[int, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Effort:
    """What a set of measures costs: how many are still to be done, how many are at the target already, person-days of the former.

    `agreed` of the measures have person-days of their own, the others the assumed ones; `staff` posts work on these services
    today, as far as `staff_known` of them say.
    """

    measures: int
    reached: int
    days: int
    agreed: int
    staff: float
    staff_known: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Costs:
    """How much each measure costs: the assumption, what is known, and the scores (by service id) that tell easy from hard."""

    assumed: EffortDays
    known: Known
    scores: Mapping[int, Score]

    def days(self, service_id: int) -> int:
        """Return the person-days of one measure: agreed, else assumed."""
        score = self.scores.get(service_id)
        easy = score is not None and score.quadrant in FEASIBLE
        return self.known.agreed.get(service_id, self.assumed.easy if easy else self.assumed.hard)

    def of(self, plans: Iterable[MeasurePlan]) -> Effort:
        """Return what these measures cost together; what is at the target costs nothing."""
        plans = tuple(plans)
        todo = [plan.service_id for plan in plans if plan.state is not MeasureState.REACHED]
        staff = [self.known.staff[service] for service in todo if service in self.known.staff]
        return Effort(
            measures=len(todo),
            reached=len(plans) - len(todo),
            days=sum(self.days(service) for service in todo),
            agreed=sum(service in self.known.agreed for service in todo),
            staff=round(sum(staff), 2),
            staff_known=len(staff),
        )

    def by_wave(self, plans: Sequence[MeasurePlan], waves: Sequence[Wave]) -> tuple[Effort, ...]:
        """Return what each wave costs."""
        return tuple(self.of(plan for plan in plans if plan.wave == wave.key) for wave in waves)


def posts(effort: Effort, wave: Wave) -> float:
    """Return how many full posts the person-days of a wave take from its first to its last day."""
    length = (wave.last_day - wave.first_day).days + 1
    return effort.days / (YEAR_DAYS * length / 365.25)
