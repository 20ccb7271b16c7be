"""One service with everything that is known of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from ozg_workflow.domain.cockpit.results import MeasureLine, RankLine
from ozg_workflow.domain.survey.answer_line import AnswerLine, HistoryEntry
from ozg_workflow.domain.survey.criteria.check import Checked
from ozg_workflow.domain.survey.outside_view import OutsideView
from ozg_workflow.domain.survey.responsibility import MAY_BE_REOPENED, CaseReason, CaseState, holder_words
from ozg_workflow.domain.survey.service_list import AssignmentState


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogueEntry:
    """What the catalogue says about a service; `active` is whether it is still in it."""

    ref: str
    key: str
    name: str
    service_type: str
    ozg_id: str
    ozg_name: str
    topic: str
    legal_basis: str
    proposed_office: str
    active: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Owner:
    """An office that has, had or may have the service, and since when that is so."""

    office: str
    office_name: str
    state: AssignmentState
    changed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AnsweredLine:
    """The service on one list: the answers that count, and everything that was said, oldest first."""

    line: AnswerLine
    round_title: str
    history: tuple[HistoryEntry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseStep:
    """One thing that happened to a case: when, who did it, and what (`case_opened`, `case_settled`, `case_reopened`) in words."""

    SETTLED: ClassVar = "case_settled"
    REOPENED: ClassVar = "case_reopened"

    at: datetime
    by: str
    what: str
    text: str
    note: str

    @property
    def words(self) -> str:
        """What was done, without the name of the service before it."""
        return self.text.partition(": ")[2]


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceCase:
    """A case about the service; `named` is what the office wrote, `body` who has it outside the city, `history` what was done, oldest first."""

    id: int
    office: str
    state: CaseState
    named: str
    reason: str
    opened_at: datetime
    settled_at: datetime | None
    settled_office: str | None
    reason_code: CaseReason | None
    body: str
    settled_by: str
    note: str
    history: tuple[CaseStep, ...]

    @property
    def holder(self) -> str:
        """Who has the service by it: `Amt 33`, `keine Stelle dieser Stadt: Kreis Herford`."""
        return holder_words(self.settled_office, self.reason_code, self.body)

    @property
    def may_be_reopened(self) -> bool:
        """A person may open it again."""
        return self.state is CaseState.SETTLED and self.reason_code in MAY_BE_REOPENED


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelOn:
    """A level that was reported, on the scale of its time."""

    day: date
    scale: str
    level: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceView:
    """A service: whose it is, its answers (the newest round first), its ranks (the newest evaluation first), its measure and its levels.

    `outside` is what the portals show of it beside what its offices say, None where nothing is known; `checked` what its answers to the
    criteria of a level come to, None where it was not asked for them.
    """

    service: CatalogueEntry
    owners: tuple[Owner, ...]
    lines: tuple[AnsweredLine, ...]
    cases: tuple[ServiceCase, ...]
    ranks: tuple[tuple[datetime, RankLine], ...]
    measure: MeasureLine | None
    levels: tuple[LevelOn, ...]
    headings: Mapping[str, str]
    elsewhere: str = ""
    outside: OutsideView | None = None
    checked: Checked | None = None
