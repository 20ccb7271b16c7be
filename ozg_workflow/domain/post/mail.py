"""Mail: kinds, keys, recipients that may be written to."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fnmatch import fnmatchcase


class MailKind(StrEnum):
    """Every mail this workflow writes; the value is also the name of its template folder."""

    INFORMATION_HEADS = "information_heads"
    INFORMATION_STAFF_COUNCIL = "information_staff_council"
    INFORMATION_STAFF = "information_staff"
    SERVICE_LISTS = "service_lists"
    EVENT_INVITATION = "event_invitation"
    ACKNOWLEDGEMENT = "acknowledgement"
    RETURN_WITH_ERRORS = "return_with_errors"
    RESPONSIBILITY_TAKEN_OVER = "responsibility_taken_over"
    REMINDER = "reminder"
    RESPONSIBILITY_REMINDER = "responsibility_reminder"
    ESCALATION = "escalation"
    DEADLINE_CHANGED = "deadline_changed"
    PRESENTATION = "presentation"
    IMPLEMENTATION_START = "implementation_start"
    PROGRESS_QUERY = "progress_query"
    FINAL_REPORT = "final_report"
    DAILY_DIGEST = "daily_digest"
    FAILURE_NOTICE = "failure_notice"


KIND_TITLES = {
    MailKind.INFORMATION_HEADS: "Information der Leitungen",
    MailKind.INFORMATION_STAFF_COUNCIL: "Information des Personalrates",
    MailKind.INFORMATION_STAFF: "Information der Beschäftigten",
    MailKind.SERVICE_LISTS: "Versand der Amtslisten",
    MailKind.EVENT_INVITATION: "Einladung zur Infoveranstaltung",
    MailKind.ACKNOWLEDGEMENT: "Eingangsbestätigung",
    MailKind.RETURN_WITH_ERRORS: "Rückgabe mit Hinweisen",
    MailKind.RESPONSIBILITY_TAKEN_OVER: "Nachtrag",
    MailKind.REMINDER: "Erinnerung",
    MailKind.RESPONSIBILITY_REMINDER: "Erinnerung Zuständigkeit",
    MailKind.ESCALATION: "Eskalation",
    MailKind.DEADLINE_CHANGED: "Neue Frist",
    MailKind.PRESENTATION: "Vorlage für den Verwaltungsvorstand",
    MailKind.IMPLEMENTATION_START: "Beginn der Umsetzung",
    MailKind.PROGRESS_QUERY: "Abfrage des Umsetzungsstands",
    MailKind.FINAL_REPORT: "Abschlussbericht",
    MailKind.DAILY_DIGEST: "Tagesübersicht",
    MailKind.FAILURE_NOTICE: "Störungsmeldung",
}

REMINDER_KINDS = frozenset({MailKind.REMINDER, MailKind.RESPONSIBILITY_REMINDER, MailKind.ESCALATION})

# Answers to one person, the result of one decision, and what a person asked for; every other mail goes to many at once.
SINGLE_KINDS = frozenset(
    {
        MailKind.ACKNOWLEDGEMENT,
        MailKind.RETURN_WITH_ERRORS,
        MailKind.RESPONSIBILITY_TAKEN_OVER,
        MailKind.PRESENTATION,
        MailKind.FINAL_REPORT,
        MailKind.DAILY_DIGEST,
        MailKind.FAILURE_NOTICE,
    }
)


def is_mass_mailing(kind: MailKind) -> bool:
    """Tell whether mails of this kind wait for a person where the rollout demands a release."""
    return kind not in SINGLE_KINDS


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


class IncomingState(StrEnum):
    """What has become of an incoming mail."""

    STORED = "stored"
    RETURN = "return"
    AUTOMATIC = "automatic"
    QUARANTINED = "quarantined"
    DISMISSED = "dismissed"


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
    day it is about (a deadline, the day of an event), `step` the reminder step, `sequence` that of the calendar entry.
    """

    kind: MailKind
    to: tuple[str, ...]
    cc: tuple[str, ...] = ()
    recipient: str
    object_key: str
    occasion: str
    values: dict[str, object]
    attachments: tuple[Attachment, ...] = ()
    list_ids: tuple[int, ...] = ()
    in_reply_to: str = ""
    references: str = ""
    expires_on: date | None = None
    about_on: date | None = None
    step: str = ""
    sequence: int = 0


def header_message_id(rollout: str, kind: MailKind, recipient: str, object_key: str, occasion: str, domain: str) -> str:
    """Return the deterministic Message-ID of a mail, at most 77 characters, so that a second copy is recognisable."""
    digest = hashlib.sha256(f"{rollout}\x1f{kind}\x1f{recipient}\x1f{object_key}\x1f{occasion}".encode()).hexdigest()[:32]
    return f"<ozg.{digest}@{domain[:38].rstrip('.')}>"


def is_allowed(address: str, allow_list: Iterable[str]) -> bool:
    """Tell whether `address` matches the allow-list of addresses, `*@domain` and `*`; an empty list allows nobody."""
    lowered = address.lower()
    return any(fnmatchcase(lowered, pattern.lower()) for pattern in allow_list)
