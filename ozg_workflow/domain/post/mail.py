"""Mail: its kinds, what became of incoming mail, its key, recipients that may be written to."""

import hashlib
from collections.abc import Iterable
from enum import StrEnum
from fnmatch import fnmatchcase
from typing import Final

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
