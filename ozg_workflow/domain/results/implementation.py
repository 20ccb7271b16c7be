"""The implementation: which measure starts in which wave, and how far it has come."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from ozg_workflow.domain.results.prioritisation import Score, Wave


class MeasureState(StrEnum):
    """Where a measure stands."""

    PLANNED = "planned"
    STARTED = "started"
    REACHED = "reached"


STATE_TITLES: Final = {MeasureState.PLANNED: "geplant", MeasureState.STARTED: "begonnen", MeasureState.REACHED: "Ziel erreicht"}


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasurePlan:
    """The plan for one service: wave, start, target level and target date; `put_off` waits for the last wave whatever its rank."""

    service_id: int
    office: str
    rank: int
    wave: str
    starts_on: date
    target_level: int
    target_on: date
    state: MeasureState
    put_off: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Which level the services are to reach, and the last day for it."""

    level: int
    deadline: date


def plan_measures(
    scores: "Iterable[Score]", waves: "Sequence[Wave]", levels: dict[int, int], target: Target, today: date
) -> tuple[MeasurePlan, ...]:
    """Distribute the ranked services over the waves, best rank first.

    Blocked services and services without a rank get no measure: they are shown as open instead. `levels` maps
    service ids to the level reported last; a service that has reached the target is a reached measure from the
    start and takes no capacity. What stands in the field „Zurückstellen“ waits for the last wave, whatever its rank: the law
    leaves no service out, so it is not dropped. No target date lies after the deadline (§ 1 OZG).
    """
    from ozg_workflow.domain.results.prioritisation import Quadrant  # the tables know states of measures and rank nothing

    plans = []
    left = [wave.capacity for wave in waves]
    position = 0
    for score in sorted((s for s in scores if s.rank is not None), key=lambda s: (s.rank or 0, s.name, s.ref)):
        reached = levels.get(score.service_id, -1) >= target.level
        while position < len(waves) - 1 and left[position] == 0:
            position += 1
        put_off = score.quadrant is Quadrant.LATER
        place = len(waves) - 1 if put_off else position
        if not reached and left[place] is not None:
            left[place] = (left[place] or 0) - 1
        wave = waves[place]
        starts_on = date.fromisoformat(wave.starts_on)
        plans.append(
            MeasurePlan(
                service_id=score.service_id,
                office=score.office,
                rank=score.rank or 0,
                wave=wave.key,
                starts_on=starts_on,
                target_level=target.level,
                target_on=min(date.fromisoformat(wave.ends_on), target.deadline),
                state=MeasureState.REACHED if reached else state_on(starts_on, today),
                put_off=put_off,
            )
        )
    return tuple(plans)


def state_on(starts_on: date, today: date) -> MeasureState:
    """Return whether a measure that has not reached its target has started on `today`."""
    return MeasureState.STARTED if starts_on <= today else MeasureState.PLANNED


def state_after_reading(level: int, target_level: int, starts_on: date, today: date) -> MeasureState:
    """Return the state of a measure after the office reported `level`."""
    return MeasureState.REACHED if level >= target_level else state_on(starts_on, today)
