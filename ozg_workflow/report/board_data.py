"""What the paper for the executive board is made of."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from ozg_workflow.domain.results.comparison import Comparison
from ozg_workflow.domain.results.prioritisation import Prioritisation, Score
from ozg_workflow.report.labels import Counts, count_states


@dataclass(frozen=True, slots=True, kw_only=True)
class DepartmentReturn:
    """How many of the lists of a Dezernat have come back; `title` as in `Dezernat 3 – Umwelt`."""

    title: str
    lists: int
    returned: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineRow:
    """One milestone in words: `25.03.2020` or `Juli 2020`, its title, its state (`erledigt`)."""

    when: str
    title: str
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedWave:
    """One wave of the implementation: from `starts_on` to `ends_on`, `count` services, the names of a few of them."""

    title: str
    starts_on: date
    ends_on: date
    count: int
    examples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardPaper:
    """Everything the paper and the slides say.

    `date_label` is the date as the paper shows it (`06.07.2020` or `Juli 2020`); `evaluated_at` an aware moment, also
    the creation date of the files; `target_level_title` as in `Stufe 4 – Online-Transaktion`; `office_names` maps
    numbers to names; `target_on` is the day by which the target is due; `comparison` is given for a repeated round,
    `doubts` say why it is provisional, `shifts` why services are in another wave than their rank alone would have them.
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
    waves: tuple[PlannedWave, ...]
    target_level_title: str
    target_on: date
    scale_title: str
    coordinator: str
    timeline: tuple[TimelineRow, ...] = field(default=())
    comparison: Comparison | None = None
    doubts: tuple[str, ...] = ()
    shifts: tuple[str, ...] = ()

    @property
    def counts(self) -> Counts:
        """How many services are ranked, incomplete and blocked."""
        return count_states(self.scores)

    @property
    def lists(self) -> int:
        """All lists that were sent."""
        return sum(d.lists for d in self.departments)

    @property
    def returned(self) -> int:
        """All lists that have come back."""
        return sum(d.returned for d in self.departments)
