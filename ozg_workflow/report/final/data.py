"""Everything the final report says."""

from dataclasses import dataclass
from datetime import date, datetime

from ozg_workflow.domain.results.comparison import Comparison
from ozg_workflow.domain.results.progress.foretold import KeptForecast
from ozg_workflow.domain.survey.maturity import MaturityScale


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureResult:
    """One measure at the end: its service, office and Dezernat (titles), and the level reported last (None: never) with its day.

    `reached_on` is the day the target was reported during the implementation; `words` are what its office wrote in the last progress query;
    `target_on` is the last day for it.
    """

    service: str
    office: str
    department: str
    level: int | None
    reported_on: date | None = None
    reached_on: date | None = None
    words: str = ""
    target_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """A service without a measure: its office, and why in words."""

    service: str
    office: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FinalReport:
    """Everything the final report says.

    `date_label` is the date as the report shows it; `created_at` an aware moment, also the creation date of the file;
    `target_level` the level the city aims at, apart from `scale.compliant_level`, what counts as OZG-compliant;
    `target_on` the day by which the target was due; `measures` in the order in which they are listed; `left_out` the services that got none;
    `starts_on` is the day the implementation began, whose year is that of the "first processes"; `forecasts` what was foretold when; `comparison` is given
    where the survey was repeated.
    `weights_version` is that of the newest ranking, empty where nobody kept it.
    """

    city: str
    title: str
    rollout: str
    date_label: str
    created_at: datetime
    coordinator: str
    scale: MaturityScale
    target_level: int
    target_on: date
    measures: tuple[MeasureResult, ...]
    left_out: tuple[LeftOut, ...] = ()
    weights_version: str = ""
    starts_on: date | None = None
    forecasts: tuple[KeptForecast, ...] = ()
    comparison: Comparison | None = None

    @property
    def reached(self) -> int:
        """How many measures have reached the target."""
        return sum(has_reached(measure, self.target_level) for measure in self.measures)

    @property
    def first_year(self) -> tuple[int, int, int] | None:
        """The year the implementation began, how many measures had reached the target at its end, and how many of them before it began."""
        if self.starts_on is None:
            return None
        year, reached = self.starts_on.year, [m for m in self.measures if has_reached(m, self.target_level)]
        before = sum(m.reached_on is None for m in reached)
        return year, before + sum(m.reached_on is not None and m.reached_on.year <= year for m in reached), before

    @property
    def compliant(self) -> int:
        """How many services count as OZG-compliant."""
        return sum(has_reached(measure, self.scale.compliant_level) for measure in self.measures)


def has_reached(measure: MeasureResult, level: int) -> bool:
    """Tell whether the level reported last is at least `level`; a measure without a report has reached nothing."""
    return measure.level is not None and measure.level >= level


def level_title(scale: MaturityScale, value: int) -> str:
    """Return `Stufe 4 – Online-Transaktion`."""
    level = scale.level(value)
    return f"Stufe {value} – {level.title}" if level else f"Stufe {value}"
