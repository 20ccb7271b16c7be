"""The newest evaluation and the measures, line by line."""

from dataclasses import dataclass
from datetime import date, datetime

from ozg_workflow.domain.paged import Paged
from ozg_workflow.domain.results.implementation import MeasureState
from ozg_workflow.domain.results.lateness import Delay
from ozg_workflow.domain.results.prioritisation import Quadrant, RankState
from ozg_workflow.domain.results.progress.foretold import KeptForecast
from ozg_workflow.domain.results.reasons import Reason
from ozg_workflow.domain.results.routes import Route, is_carried_out
from ozg_workflow.domain.results.solutions import Solution, is_open
from ozg_workflow.domain.survey.criteria.check import Checked


@dataclass(frozen=True, slots=True, kw_only=True)
class RankLine:
    """A service in an evaluation: scores are 0…100, `completeness` is 0…1; None where nothing is known."""

    ref: str
    name: str
    office: str
    office_name: str
    state: RankState
    rank: int | None
    rank_low: int | None
    rank_high: int | None
    stable_from: int | None
    stable_to: int | None
    score: float | None
    benefit: float | None
    feasibility: float | None
    quadrant: Quadrant | None
    completeness: float
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranking:
    """One page of an evaluation, and what it counted in all; `version` is that of its weights, empty where nobody kept it."""

    evaluated_at: datetime
    version: str
    ranked: int
    blocked: int
    incomplete: int
    lines: Paged[RankLine]


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureLine:
    """The implementation of one service; `level` is the level reported last, None where nobody has; `delay_words` are empty where it is in time.

    `shift` says why it is in another wave than the board named, empty where it is not; `solutions` could be reused; `checked` is what the
    answers to the criteria of a level come to, None where nobody was asked for them.
    """

    ref: str
    name: str
    office: str
    office_name: str
    rank: int
    wave: str
    starts_on: date
    target_on: date
    target_level: int
    state: MeasureState
    level: int | None
    delay: Delay
    delay_words: str
    id: int
    route: Route | None
    contact: str
    effort_days: int | None
    depends_on: int | None
    note: str
    shift: str
    solutions: tuple[Solution, ...]
    checked: Checked | None = None

    @property
    def carried_out(self) -> bool:
        """Whether it is on its way or at its target."""
        return is_carried_out(self.route, self.state)

    @property
    def reusable(self) -> bool:
        """Whether a solution could be reused and is not."""
        return is_open(self.route, self.solutions)


@dataclass(frozen=True, slots=True, kw_only=True)
class WaveFigures:
    """A wave and how many of its measures are planned, have started, are at the target."""

    key: str
    title: str
    starts_on: date
    ends_on: date
    planned: int
    started: int
    reached: int

    @property
    def measures(self) -> int:
        """All of them."""
        return self.planned + self.started + self.reached


@dataclass(frozen=True, slots=True, kw_only=True)
class Measures:
    """The waves of the implementation, one page of its measures, and what was foretold when; `arrived` is what came, None before the last day."""

    waves: tuple[WaveFigures, ...]
    lines: Paged[MeasureLine]
    foretold: tuple[KeptForecast, ...] = ()
    target_on: date | None = None
    arrived: int | None = None
