"""One office with everything that happened to it, in order of time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from ozg_workflow.domain.cockpit.service import CaseStep
from ozg_workflow.domain.cockpit.status import ListStatus
from ozg_workflow.domain.people import who


class EntryKind(StrEnum):
    """What an entry of the history is about."""

    LIST_PREPARED = "list_prepared"
    LIST_SENT = "list_sent"
    MAIL_OUT = "mail_out"
    REMINDER = "reminder"
    MAIL_EVENT = "mail_event"
    MAIL_IN = "mail_in"
    RETURN = "return"
    NOTE = "note"
    NOTE_READ = "note_read"
    INBOX_EVENT = "inbox_event"
    HANDED_ON = "handed_on"
    CORRECTION = "correction"
    CASE_OPENED = "case_opened"
    CASE_SETTLED = "case_settled"
    DEADLINE = "deadline"
    NOT_ASKED = "not_asked"
    SUCCESSION = "succession"


KIND_TITLES: Final = {
    EntryKind.LIST_PREPARED: "Amtsliste vorbereitet",
    EntryKind.LIST_SENT: "Amtsliste versandt",
    EntryKind.MAIL_OUT: "Mail an das Amt",
    EntryKind.REMINDER: "Erinnerung",
    EntryKind.MAIL_EVENT: "Zu einer Mail",
    EntryKind.MAIL_IN: "Mail eingegangen",
    EntryKind.RETURN: "Rücklauf",
    EntryKind.NOTE: "Zu lesen",
    EntryKind.NOTE_READ: "Gelesen",
    EntryKind.INBOX_EVENT: "Zum Eingang",
    EntryKind.HANDED_ON: "Angaben weitergegeben",
    EntryKind.CORRECTION: "Angabe berichtigt",
    EntryKind.CASE_OPENED: "Zuständigkeitsfall",
    EntryKind.CASE_SETTLED: "Zuständigkeit entschieden",
    EntryKind.DEADLINE: "Frist geändert",
    EntryKind.NOT_ASKED: "Konnte nicht abgefragt werden",
    EntryKind.SUCCESSION: "Nachfolge",
}
# where several things happened at one moment they are told in the order in which they follow from one another
ORDER: Final = {kind: position for position, kind in enumerate(EntryKind)}


class TargetKind(StrEnum):
    """What an entry leads to."""

    MAIL = "mail"
    INCOMING = "incoming"
    CASE = "case"
    SERVICE = "service"


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """What an entry leads to: the number of a mail, of an incoming mail or of a case, the `ref` of a service."""

    kind: TargetKind
    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeEntry:
    """One thing that happened: when (aware), what, in words, and who did it (empty where nobody is known); `open`: a person still has to do something."""

    at: datetime
    kind: EntryKind
    text: str
    by: str = ""
    target: Target | None = None
    open: bool = False

    @property
    def title(self) -> str:
        """What it is about, in words."""
        return KIND_TITLES[self.kind]

    @property
    def who(self) -> str:
        """Who did it, in words."""
        return who(self.by)


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeView:
    """An office on a day: whose it is, how it is reached, its lists of all rounds, and its history, oldest first.

    `department` and its words are empty where the office belongs to none; `open_lines` and `due_on` are about the lists that are out
    and not back (the earliest deadline, None where nothing is missing).
    """

    number: str
    name: str
    active: bool
    department: str
    department_name: str
    mailbox: str
    department_mailbox: str
    head: str
    today: date
    lists: tuple[ListStatus, ...]
    entries: tuple[OfficeEntry, ...]

    @property
    def missing(self) -> tuple[ListStatus, ...]:
        """The lists that are out and not back."""
        return tuple(item for item in self.lists if item.is_missing)

    @property
    def open_lines(self) -> int:
        """How many lines of these nobody has answered, or not all of it could be accepted."""
        return sum(item.rows - item.answered for item in self.missing)

    @property
    def due_on(self) -> date | None:
        """The earliest deadline of what is missing."""
        return min((item.due_on for item in self.missing), default=None)


def opened_again(case_id: int, steps: Sequence[CaseStep]) -> tuple[Sequence[OfficeEntry], str, str]:
    """Return what happened to a case before it was opened again the last time, who opened it again, and how that is told.

    Its own columns know only what came then. Nothing and empty where nobody has opened it again.
    """
    last = max((n for n, step in enumerate(steps) if step.what == CaseStep.REOPENED), default=-1)
    if last < 0:
        return (), "", ""
    return [_entry(case_id, step) for step in steps[:last]], steps[last].by, f"; {steps[last].words}"


def _entry(case_id: int, step: CaseStep) -> OfficeEntry:
    kind = EntryKind.CASE_SETTLED if step.what == CaseStep.SETTLED else EntryKind.CASE_OPENED
    target = Target(kind=TargetKind.CASE, id=str(case_id))
    return OfficeEntry(at=step.at, kind=kind, text=f"Fall {case_id}: {step.text}", by=step.by, target=target)
