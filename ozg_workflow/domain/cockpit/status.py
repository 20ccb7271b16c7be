"""The status of a rollout, today or on the evening of a past day."""

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, Self

from ozg_workflow.domain import german
from ozg_workflow.domain.plan.milestones import MilestoneState
from ozg_workflow.domain.post.mail import IncomingState
from ozg_workflow.domain.post.outbox import MessageState
from ozg_workflow.domain.survey.responsibility import CaseState
from ozg_workflow.domain.survey.service_list import BACK, ListState

OUT: Final = (ListState.QUEUED, ListState.SENT, ListState.PARTLY_RETURNED)


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Planned:
    """When the plan wants a milestone: on a day (`first` is `last`), or in a whole month."""

    first: date
    last: date

    @classmethod
    def read(cls, text: str) -> Self:
        """Return what `2020-07` or an ISO date means."""
        if len(text) == 10:
            return cls(first=date.fromisoformat(text), last=date.fromisoformat(text))
        first = date.fromisoformat(f"{text}-01")
        return cls(first=first, last=first.replace(day=monthrange(first.year, first.month)[1]))

    def __str__(self) -> str:
        """As the contract writes it: `2020-07` for a month, an ISO date for a day."""
        return f"{self.first:%Y-%m}" if self.is_month else self.first.isoformat()

    @property
    def is_month(self) -> bool:
        """Whether the plan names only a month."""
        return self.first != self.last


@dataclass(frozen=True, slots=True, kw_only=True)
class MilestoneStatus:
    """A milestone with the state people see on the day of the status."""

    key: str
    title: str
    planned: Planned
    state: MilestoneState
    done_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DepartmentStatus:
    """A Dezernat: how many lists of the current round it has, and how many of them are back."""

    number: str
    name: str
    lists: int
    returned: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ListStatus:
    """A list: of which office in which round, how far it is; `closed` says that its round waits for nobody any more."""

    list_id: int
    office: str
    name: str
    department: str
    round: str
    version: int
    closed: bool
    state: ListState
    rows: int
    answered: int
    invalid: int
    disputed: int
    due_on: date
    sent_at: datetime | None
    returned_at: datetime | None
    reminders: int

    @property
    def is_back(self) -> bool:
        """Whether the office has answered all of it."""
        return self.state in BACK

    @property
    def is_missing(self) -> bool:
        """Whether it is out and not back; a closed round waits for nobody."""
        return self.state in OUT and not self.closed


@dataclass(frozen=True, slots=True, kw_only=True)
class MailboxStatus:
    """An address that gave mail back: whose it is, since when, and which mail of ours (its number) it was last."""

    address: str
    owner: str
    since: date
    message: int

    @property
    def sentence(self) -> str:
        """What to tell about it."""
        return f"{self.address} ({self.owner}) ist seit {german.short_date(self.since)} unzustellbar (Mail Nr. {self.message})"


@dataclass(frozen=True, slots=True, kw_only=True)
class PrioritisationStatus:
    """The newest evaluation: how many services it could rank, are blocked by law, lack answers; `version` is that of its weights."""

    evaluated_at: datetime
    ranked: int
    blocked: int
    incomplete: int
    version: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardStatus:
    """The newest paper for the board: when it was drafted, released to it, decided."""

    draft_at: datetime
    released_at: datetime | None
    decided_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ImplementationStatus:
    """The measures that are carried out: how many there are, have begun (those at the target included), are at the target, are late or threaten to be.

    `given_up` are those nobody carries out („keine Umsetzung“).
    """

    measures: int
    started: int
    reached_target: int
    target_level: int
    target_on: date
    late: int = 0
    threatened: int = 0
    given_up: int = 0

    @property
    def delays(self) -> str:
        """Return `13 verspätet, 2 von Verspätung bedroht`, empty where all are in time."""
        late, threatened = f"{self.late} verspätet", f"{self.threatened} von Verspätung bedroht"
        return ", ".join(words for words, number in ((late, self.late), (threatened, self.threatened)) if number)


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfigurationStatus:
    """Whether the files below `config/` are the ones that were loaded; `loaded` is None where that is not known, as for a past day."""

    loaded: bool | None = None

    @property
    def hint(self) -> str:
        """What a person should know about it, mostly nothing."""
        return NOT_LOADED if self.loaded is False else ""


NOT_LOADED: Final = (
    "Die Dateien unter config/ sind seit dem letzten Laden geändert; „ozg prepare --preview“ (Formular „01 Rollout vorbereiten“) zeigt, "
    "was sich mit ihnen ändert."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """Everything that has a state. `mail` and `cases` count all their states, `inbox` those a mail can end in."""

    rollout: str
    title: str
    today: date
    milestones: tuple[MilestoneStatus, ...]
    departments: tuple[DepartmentStatus, ...]
    lists: tuple[ListStatus, ...]
    mail: Mapping[MessageState, int]
    inbox: Mapping[IncomingState, int]
    mailboxes: tuple[MailboxStatus, ...]
    cases: Mapping[CaseState, int]
    prioritisation: PrioritisationStatus | None
    implementation: ImplementationStatus | None
    board: BoardStatus | None = None
    configuration: ConfigurationStatus = ConfigurationStatus()

    def lists_of(self, round_key: str) -> tuple[ListStatus, ...]:
        """Return the lists of a round that count: not those another version has replaced."""
        return tuple(i for i in self.lists if i.round == round_key and i.state is not ListState.SUPERSEDED)
