"""Two rounds side by side: how ranks and levels of the services and the return rates of the offices have changed."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from ozg_workflow.domain.results.implementation import MeasureState
from ozg_workflow.domain.results.prioritisation import Score
from ozg_workflow.domain.survey.cells import Answer


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceChange:
    """One service in both rounds; None where the round does not know it.

    `changed` are the headings of the questions answered differently, `measure` is what became of its measure in words.
    """

    ref: str
    name: str
    office: str
    rank_before: int | None
    rank_after: int | None
    level_before: int | None
    level_after: int | None
    changed: tuple[str, ...] = ()
    measure: str = ""

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

    @property
    def answered_otherwise(self) -> tuple[tuple[str, int], ...]:
        """The questions that were answered differently with the number of services, the most frequent first."""
        found = Counter(heading for service in self.services for heading in service.changed)
        return tuple(sorted(found.items(), key=lambda pair: (-pair[1], pair[0])))

    @property
    def measures(self) -> tuple[tuple[str, int], ...]:
        """What became of the measures, with their number, the most frequent first."""
        found = Counter(service.measure for service in self.services if service.measure)
        return tuple(sorted(found.items(), key=lambda pair: (-pair[1], pair[0])))


CARRIED_OVER: Final = "geht weiter"


def measure_words(before: MeasureState | None, after: MeasureState | None, *, decided: bool) -> str:
    """Return what became of a measure; `decided` says whether there is a decision about the later round yet."""
    if after is not None:
        return CARRIED_OVER if before else "neu beschlossen"
    if before is None:
        return ""
    if before is MeasureState.REACHED:
        return "war am Ziel"
    return "nicht neu beschlossen" if decided else "noch nicht neu beschlossen"


@dataclass(frozen=True, slots=True, kw_only=True)
class RankedRound:
    """A round as it is compared: its title, its ranking, levels and answers by service id."""

    title: str
    scores: Sequence[Score]
    levels: Mapping[int, int]
    answers: Mapping[int, Mapping[str, Answer]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """What is compared besides the rankings: the offices, the headings of the questions by key, what became of the measures by service id."""

    offices: Sequence[OfficeChange] = ()
    headings: Mapping[str, str] = field(default_factory=dict)
    measures: Mapping[int, str] = field(default_factory=dict)


def _changed(before: Mapping[str, Answer], after: Mapping[str, Answer], headings: Mapping[str, str]) -> tuple[str, ...]:
    """Return the headings of the questions both rounds answered, differently; a first answer changes nothing."""
    return tuple(text for key, text in headings.items() if key in before and key in after and before[key] != after[key])


def compare(before: RankedRound, after: RankedRound, beside: Beside) -> Comparison:
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
                changed=_changed(
                    before.answers.get(score.service_id, {}), after.answers.get(score.service_id, {}), beside.headings
                ),
                measure=beside.measures.get(score.service_id, ""),
            )
            for score in after.scores
        ),
        offices=tuple(beside.offices),
    )
