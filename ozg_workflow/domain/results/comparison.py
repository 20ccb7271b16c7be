"""Two rounds side by side: how ranks and levels of the services and the return rates of the offices have changed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ozg_workflow.domain.results.prioritisation import Score


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceChange:
    """One service in both rounds; None where the round does not know it."""

    ref: str
    name: str
    office: str
    rank_before: int | None
    rank_after: int | None
    level_before: int | None
    level_after: int | None

    @property
    def places(self) -> int | None:
        """How many places it has risen (negative: fallen)."""
        return None if self.rank_before is None or self.rank_after is None else self.rank_before - self.rank_after

    @property
    def steps(self) -> int | None:
        """How many levels it has risen (negative: fallen)."""
        return None if self.level_before is None or self.level_after is None else self.level_after - self.level_before


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnRate:
    """How many lists an office (or all) got in a round, and how many of them came back."""

    lists: int = 0
    returned: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeChange:
    """The return rate of one office in both rounds."""

    office: str
    before: ReturnRate
    after: ReturnRate


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """The newest round compared with the one it repeats; services in the order of the newest ranking."""

    before: str
    after: str
    services: tuple[ServiceChange, ...]
    offices: tuple[OfficeChange, ...]

    @property
    def raised(self) -> int:
        """Services whose level has risen."""
        return sum((s.steps or 0) > 0 for s in self.services)

    @property
    def lowered(self) -> int:
        """Services whose level has fallen."""
        return sum((s.steps or 0) < 0 for s in self.services)

    @property
    def comparable(self) -> int:
        """Services whose level is known in both rounds."""
        return sum(s.steps is not None for s in self.services)


@dataclass(frozen=True, slots=True, kw_only=True)
class RankedRound:
    """A round as it is compared: its title, its ranking, the levels by service id."""

    title: str
    scores: Sequence[Score]
    levels: Mapping[int, int]


def compare(before: RankedRound, after: RankedRound, offices: Sequence[OfficeChange]) -> Comparison:
    """Compare two rankings of the services of today, made with the same weights."""
    ranks = {score.service_id: score.rank for score in before.scores}
    return Comparison(
        before=before.title,
        after=after.title,
        services=tuple(
            ServiceChange(
                ref=score.ref,
                name=score.name,
                office=score.office,
                rank_before=ranks.get(score.service_id),
                rank_after=score.rank,
                level_before=before.levels.get(score.service_id),
                level_after=after.levels.get(score.service_id),
            )
            for score in after.scores
        ),
        offices=tuple(offices),
    )
