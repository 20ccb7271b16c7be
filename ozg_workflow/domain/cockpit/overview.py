"""What the cockpit shows beside the status: who is needed, the returns, the mails, the ranking, the implementation."""

from dataclasses import dataclass
from datetime import date, datetime

from ozg_workflow.domain import german
from ozg_workflow.domain.cockpit.status import ListStatus, Status
from ozg_workflow.domain.needs import About, Need, NeedKind, need
from ozg_workflow.domain.post.mail import MailKind
from ozg_workflow.domain.post.outbox import MessageState
from ozg_workflow.domain.results.forecast import Forecast
from ozg_workflow.domain.results.prioritisation import Quadrant
from ozg_workflow.domain.survey.service_list import RoundKind


@dataclass(frozen=True, slots=True, kw_only=True)
class DepartmentReturns:
    """A Dezernat in a round: its lists, and how many are back, partly back, still out."""

    number: str
    name: str
    lists: int
    returned: int
    partly: int
    open: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnsOn:
    """The lists of a round on an evening, and how many of them were back."""

    day: date
    lists: int
    returned: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundView:
    """A round with its returns; `over_time` has the evenings on which the figures were new, oldest first.

    `forecast` is how many lists will be back by the deadline, None once it is over or the round closed.
    """

    key: str
    kind: RoundKind
    title: str
    opened_on: date
    due_on: date
    lists: int
    returned: int
    departments: tuple[DepartmentReturns, ...]
    over_time: tuple[ReturnsOn, ...]
    forecast: Forecast | None = None

    @property
    def lists_words(self) -> str:
        """Return what its lists are called."""
        return "Amtslisten" if self.kind is RoundKind.SURVEY else "Listen zum Umsetzungsstand"


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingList:
    """A list that is out and not back; `days_left` is negative when its deadline is over, `reminded_at` the last reminder."""

    item: ListStatus
    mailbox: str
    days_left: int
    reminded_at: datetime | None

    @property
    def until(self) -> str:
        """How long its deadline is away or over, in words."""
        if self.days_left > 0:
            return f"noch {german.count(self.days_left, 'Tag', 'Tage')}"
        return f"seit {german.count(-self.days_left, 'Tag', 'Tagen')} überfällig" if self.days_left else "heute"

    @property
    def need(self) -> Need:
        """What it asks of a person once its deadline is over."""
        reminders = german.count(self.item.reminders, "Erinnerung", "Erinnerungen")
        office = self.item.office
        return need(
            NeedKind.OVERDUE,
            f"Amt {office} {self.item.name}: {self.until}, {reminders}",
            About(number=office, office=office),
            since=self.item.due_on,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class MailLine:
    """A mail of the outbox; `reason` is empty where nothing needs one, and for a state of the past."""

    id: int
    created_at: datetime
    accepted_at: datetime | None
    kind: MailKind
    to: tuple[str, ...]
    subject: str
    state: MessageState
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EventReplies:
    """How many mailboxes come to an information event, do not come, or may come."""

    milestone: str
    title: str
    accepted: int
    declined: int
    tentative: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RankedService:
    """A service with its rank, the ranks it has when the weights move, its office in words; scores are 0…100."""

    rank: int
    stable_from: int | None
    stable_to: int | None
    name: str
    office: str
    benefit: float
    feasibility: float
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """Where a service stands in the four fields; scores are 0…100, a service without a rank is shown too."""

    rank: int | None
    benefit: float
    feasibility: float
    quadrant: Quadrant


@dataclass(frozen=True, slots=True, kw_only=True)
class Scores:
    """The newest evaluation: where the four fields meet (0…100), the ranked services in their order, all points."""

    threshold: float
    top: tuple[RankedService, ...]
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasuresOn:
    """The measures on an evening: all, begun (those at the target included), at the target."""

    day: date
    measures: int
    started: int
    reached: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanPoint:
    """How many measures the waves want to have reached the target by a day."""

    day: date
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WaveProgress:
    """A wave of the implementation and how far its measures are."""

    title: str
    starts_on: date
    ends_on: date
    measures: int
    started: int
    reached: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """The implementation over time: what was, what the waves want, how far each wave is."""

    over_time: tuple[MeasuresOn, ...]
    plan: tuple[PlanPoint, ...]
    waves: tuple[WaveProgress, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """The status with everything the cockpit shows beside it; `scores` and `progress` are None before there are any.

    `forecast` is how many measures will be at the target on the last day of the plan, None where nothing was reported yet.
    """

    status: Status
    needs: tuple[Need, ...]
    rounds: tuple[RoundView, ...]
    missing: tuple[MissingList, ...]
    mails: tuple[MailLine, ...]
    replies: tuple[EventReplies, ...]
    scores: Scores | None
    progress: Progress | None
    forecast: Forecast | None = None

    @property
    def waiting(self) -> tuple[Need, ...]:
        """Everything that waits for a person, the lists over their deadline included; the most pressing kinds first."""
        found = (*self.needs, *(missing.need for missing in self.missing if missing.days_left < 0))
        return tuple(sorted(found, key=lambda each: list(NeedKind).index(each.kind)))

    @property
    def round(self) -> RoundView | None:
        """The newest round that has been opened."""
        return self.rounds[-1] if self.rounds else None
