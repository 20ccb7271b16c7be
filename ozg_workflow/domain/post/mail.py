"""Mail: its kinds and what each of them says, its key, recipients that may be written to."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from enum import StrEnum
from fnmatch import fnmatchcase
from typing import ClassVar, Final, Self

OWN_ID: Final = "<ozg."  # so begins every Message-ID of ours


class MailKind(StrEnum):
    """Every mail this workflow writes; the value is also the name of its template folder."""

    INFORMATION_HEADS = "information_heads"
    INFORMATION_STAFF_COUNCIL = "information_staff_council"
    INFORMATION_STAFF = "information_staff"
    SERVICE_LISTS = "service_lists"
    EVENT_INVITATION = "event_invitation"
    ACKNOWLEDGEMENT = "acknowledgement"
    RETURN_WITH_ERRORS = "return_with_errors"
    SEVERAL_RETURNS = "several_returns"
    RESPONSIBILITY_TAKEN_OVER = "responsibility_taken_over"
    RESPONSIBILITY_SETTLED = "responsibility_settled"
    LISTS_HANDED_OVER = "lists_handed_over"
    REMINDER = "reminder"
    RESPONSIBILITY_REMINDER = "responsibility_reminder"
    ESCALATION = "escalation"
    DEADLINE_CHANGED = "deadline_changed"
    BOARD_DRAFT = "board_draft"
    PRESENTATION = "presentation"
    IMPLEMENTATION_START = "implementation_start"
    PROGRESS_QUERY = "progress_query"
    MEASURE_REMINDER = "measure_reminder"
    MEASURE_ESCALATION = "measure_escalation"
    FINAL_REPORT = "final_report"
    DAILY_DIGEST = "daily_digest"
    FAILURE_NOTICE = "failure_notice"
    ANSWERS_EXPORT = "answers_export"
    WORKING_TABLE = "working_table"


REMINDER_KINDS: Final = frozenset(
    {MailKind.REMINDER, MailKind.RESPONSIBILITY_REMINDER, MailKind.ESCALATION}
)  # of a list that is out


@dataclass(frozen=True, slots=True, kw_only=True)
class MailFacts:
    """What holds for every mail of one kind.

    `mass_mailing`: it goes to many at once and waits for a person where the rollout demands a release. Not so answers to one
    person, the result of one decision, and what a person asked for. `carries_lists`: Amtslisten are sent with it.
    `answer`: it answers a return.
    """

    kind: MailKind
    title: str
    mass_mailing: bool = True
    carries_lists: bool = False
    answer: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """What one mail says: a subclass for each kind (`domain/post/mails/`), its fields are the values its template may use."""

    facts: ClassVar[MailFacts]
    sample_day: ClassVar[date] = date(2020, 3, 25)  # the day the sample is written on

    @classmethod
    def sample(cls) -> Self:
        """Return a realistic mail, for golden tests and for looking at the template."""
        raise NotImplementedError(cls.__name__)

    def values(self) -> dict[str, object]:
        """Return name → value as the template sees it. Cities have templates of their own: names and structure stay."""
        return {field.name: _plain(getattr(self, field.name)) for field in fields(self)}


def _plain(value: object) -> object:
    """Return rows as mappings and several values as a list."""
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    return value


class IncomingKind(StrEnum):
    """What an incoming mail is."""

    OWN_COPY = "own_copy"
    BOUNCE = "bounce"
    DELAY = "delay"
    READ_RECEIPT = "read_receipt"
    CALENDAR_REPLY = "calendar_reply"
    AUTO_REPLY = "auto_reply"
    BULK = "bulk"
    REPORT = "report"
    PERSON = "person"
    DUPLICATE = "duplicate"


class IncomingState(StrEnum):
    """What has become of an incoming mail. `to_read`: recorded as usual, and it holds something that a person has to read."""

    STORED = "stored"
    RETURN = "return"
    AUTOMATIC = "automatic"
    QUARANTINED = "quarantined"
    DISMISSED = "dismissed"
    TO_READ = "to_read"


INCOMING_STATE_TITLES = {
    IncomingState.STORED: "gespeichert",
    IncomingState.RETURN: "Rücklauf",
    IncomingState.AUTOMATIC: "automatisch",
    IncomingState.QUARANTINED: "Klärungskorb",
    IncomingState.DISMISSED: "erledigt",
    IncomingState.TO_READ: "zu lesen",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file of a mail."""

    name: str
    content: bytes
    content_type: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MailIntent:
    """A mail a decision asks for. Rollout × kind × recipient × object_key × occasion is unique: it is sent once.

    What later decisions ask a mail about has fields of its own, because nothing takes an `occasion` to pieces: `about_on` is the
    day it is about (a deadline, the day of an event), `step` the reminder step, `sequence` that of the calendar entry. `list_ids`
    are the lists it carries or asks for, `measures` the ids of measures it reminds of, each with the day its step counts from, `offices` the numbers of offices whose lists it answers; it tells all of them what was
    corrected for them.
    """

    mail: Mail
    to: tuple[str, ...]
    cc: tuple[str, ...] = ()
    recipient: str
    object_key: str
    occasion: str
    attachments: tuple[Attachment, ...] = ()
    list_ids: tuple[int, ...] = ()
    measures: tuple[tuple[int, date], ...] = ()
    in_reply_to: str = ""
    references: str = ""
    expires_on: date | None = None
    about_on: date | None = None
    step: str = ""
    sequence: int = 0
    offices: tuple[str, ...] = ()

    @property
    def kind(self) -> MailKind:
        """What kind of mail it is."""
        return self.mail.facts.kind


def header_message_id(rollout: str, kind: MailKind, recipient: str, object_key: str, occasion: str, domain: str) -> str:
    """Return the deterministic Message-ID of a mail, at most 77 characters, so that a second copy is recognisable."""
    digest = hashlib.sha256(f"{rollout}\x1f{kind}\x1f{recipient}\x1f{object_key}\x1f{occasion}".encode()).hexdigest()[:32]
    return f"{OWN_ID}{digest}@{domain[:38].rstrip('.')}>"


def may_be_ours(header_id: str) -> bool:
    """Tell whether a Message-ID has the form of ours; of a mailbox full of foreign mails hardly any needs to be looked up."""
    return header_id.startswith(OWN_ID)


def is_allowed(address: str, allow_list: Iterable[str]) -> bool:
    """Tell whether `address` matches the allow-list of addresses, `*@domain` and `*`; an empty list allows nobody."""
    lowered = address.lower()
    return any(fnmatchcase(lowered, pattern.lower()) for pattern in allow_list)
