"""What the paper for the executive board is made of."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property

from ozg_workflow.domain.results.board.alternatives import Alternative
from ozg_workflow.domain.results.board.effort import Effort, EffortDays
from ozg_workflow.domain.results.board.risks import Risks
from ozg_workflow.domain.results.comparison import Comparison
from ozg_workflow.domain.results.implementation import MeasurePlan
from ozg_workflow.domain.results.maturity import Maturity
from ozg_workflow.domain.results.prioritisation import LeftOut, Prioritisation, Score
from ozg_workflow.report.labels import Counts, count_states


@dataclass(frozen=True, slots=True, kw_only=True)
class DepartmentReturn:
    """How many of the lists of a Dezernat have come back; `title` as in `Dezernat 3 – Umwelt`."""

    title: str
    lists: int
    returned: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DepartmentPlan:
    """How many measures a Dezernat has in each wave, in the order of the waves."""

    title: str
    measures: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineRow:
    """One milestone in words: `25.03.2020` or `Juli 2020`, its title, its state (`erledigt`)."""

    when: str
    title: str
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """What is proposed: the measures by rank, what each wave costs, what else could be decided, what it hangs on."""

    measures: tuple[MeasurePlan, ...]
    efforts: tuple[Effort, ...]
    total: Effort
    assumed: EffortDays
    departments: tuple[DepartmentPlan, ...]
    alternatives: tuple[Alternative, ...]
    risks: Risks


@dataclass(frozen=True, kw_only=True)
class BoardPaper:
    """Everything the paper and the slides say.

    `date_label` is the date as the paper shows it (`06.07.2020` or `Juli 2020`); `evaluated_at` an aware moment, also
    the creation date of the files; `target_level_title` as in `Stufe 4 – Online-Transaktion`; `office_names` maps
    numbers to names; `target_on` is the day by which the target is due; `comparison` is given for a repeated round,
    `doubts` say why it is provisional, `shifts` why services are in another wave than their rank alone would have them,
    `left_out` are services no office of the city has, `reuse` which solutions exist for the services of a wave: `Wohngeld beantragen:
    Wohngeld online (Land NRW)`, `maturity` how far they are today.
    """

    city: str
    title: str
    rollout: str
    date_label: str
    evaluated_at: datetime
    scores: tuple[Score, ...]
    plan: Prioritisation
    office_names: Mapping[str, str]
    departments: tuple[DepartmentReturn, ...]
    proposed: Proposed
    target_level_title: str
    target_on: date
    scale_title: str
    coordinator: str
    timeline: tuple[TimelineRow, ...] = field(default=())
    comparison: Comparison | None = None
    doubts: tuple[str, ...] = ()
    shifts: tuple[str, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    reuse: tuple[str, ...] = ()
    maturity: Maturity | None = None

    @cached_property
    def counts(self) -> Counts:
        """How many services are ranked, incomplete and blocked."""
        return count_states(self.scores)

    @cached_property
    def by_id(self) -> Mapping[int, Score]:
        """The scores by the id of their service."""
        return {score.service_id: score for score in self.scores}

    @cached_property
    def wave_of(self) -> Mapping[int, str]:
        """The key of the wave of each measure, by the id of its service."""
        return {plan.service_id: plan.wave for plan in self.proposed.measures}

    @property
    def lists(self) -> int:
        """All lists that were sent."""
        return sum(d.lists for d in self.departments)

    @property
    def returned(self) -> int:
        """All lists that have come back."""
        return sum(d.returned for d in self.departments)
