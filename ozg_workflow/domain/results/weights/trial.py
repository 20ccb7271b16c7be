"""Weights on trial: what would change for each service if other weights counted than those agreed on."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from ozg_workflow.domain import german
from ozg_workflow.domain.errors import InputError
from ozg_workflow.domain.results.prioritisation import Criterion, Prioritisation, Quadrant, RankState, Score

_ENTRY: Final = re.compile(r"(?P<name>.+?)\s*[:=]\s*(?P<weight>\d+(?:[.,]\d+)?)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where a service stands under one plan; `wave` is the title of the wave it would get, empty where it gets none."""

    state: RankState
    rank: int | None
    rank_low: int | None
    rank_high: int | None
    score: float | None
    quadrant: Quadrant | None
    wave: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """One service under the agreed weights and under those on trial."""

    ref: str
    name: str
    office: str
    before: Standing
    after: Standing

    @property
    def places(self) -> int:
        """How many places it would rise (negative: fall); 0 where one of the ranks is missing."""
        before, after = self.before.rank, self.after.rank
        return 0 if before is None or after is None else before - after

    @property
    def moves_field(self) -> bool:
        """Whether it would stand in another of the four fields."""
        return self.before.quadrant is not self.after.quadrant

    @property
    def moves_wave(self) -> bool:
        """Whether it would get another wave."""
        return self.before.wave != self.after.wave

    @property
    def changes_block(self) -> bool:
        """Whether it would be blocked, or blocked no more."""
        return (self.before.state is RankState.BLOCKED) is not (self.after.state is RankState.BLOCKED)

    @property
    def changes(self) -> bool:
        """Whether anything a person decides by would change."""
        return self.before.rank != self.after.rank or self.moves_field or self.moves_wave or self.changes_block


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """The answers ranked by one plan; `waves` maps ids of services to the title of the wave each would get."""

    plan: Prioritisation
    scores: Sequence[Score]
    waves: Mapping[int, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """The comparison: both plans, and every service in the order of the ranking on trial."""

    agreed: Prioritisation
    tried: Prioritisation
    shifts: tuple[Shift, ...]

    @property
    def changed(self) -> tuple[Shift, ...]:
        """Only the services for which something would change."""
        return tuple(shift for shift in self.shifts if shift.changes)


def compare_weights(agreed: Weighed, tried: Weighed) -> Trial:
    """Compare two rankings of the same services with the same answers."""
    before = {score.service_id: score for score in agreed.scores}
    return Trial(
        agreed=agreed.plan,
        tried=tried.plan,
        shifts=tuple(
            Shift(
                ref=score.ref,
                name=score.name,
                office=score.office,
                before=_standing(before[score.service_id], agreed),
                after=_standing(score, tried),
            )
            for score in tried.scores
        ),
    )


def _standing(score: Score, weighed: Weighed) -> Standing:
    return Standing(
        state=score.state,
        rank=score.rank,
        rank_low=score.rank_low,
        rank_high=score.rank_high,
        score=score.score,
        quadrant=score.quadrant,
        wave=weighed.waves.get(score.service_id, ""),
    )


def with_weights(plan: Prioritisation, text: str) -> Prioritisation:
    """Return the plan with the weights a person writes, `Personaleinsatz: 30`, one per line or after a semicolon; others stay.

    A criterion is named by its key or its title. Raises InputError naming the words that are not understood.
    """
    given: dict[str, float] = {}
    for entry in filter(None, (part.strip() for part in re.split(r"[\n;]", text))):
        found = _ENTRY.fullmatch(entry)
        if found is None:
            raise InputError(f"Gewicht „{entry}“: Erwartet wird „Kriterium: Zahl“, je Zeile oder mit Semikolon getrennt.")
        given[_criterion(plan, found["name"]).key] = float(found["weight"].replace(",", "."))
    if zero := [c.title for c in plan.criteria if given.get(c.key) == 0]:
        raise InputError(f"Das Gewicht von „{zero[0]}“ muss größer als 0 sein.")
    return replace(plan, criteria=tuple(replace(c, weight=given.get(c.key, c.weight)) for c in plan.criteria))


def _criterion(plan: Prioritisation, name: str) -> Criterion:
    wanted = german.normalise(name)
    for criterion in plan.criteria:
        if wanted in (german.normalise(criterion.key), german.normalise(criterion.title)):
            return criterion
    known = ", ".join(f"{c.key} ({c.title})" for c in plan.criteria)
    raise InputError(f"Das Kriterium „{name}“ gibt es nicht. Vorhanden: {known}.")
