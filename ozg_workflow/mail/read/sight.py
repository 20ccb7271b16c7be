"""A mail as it is classified, and what comes of it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from ozg_workflow.domain.post.mail import IncomingKind
from ozg_workflow.domain.post.marks import Mark, certain
from ozg_workflow.mail.read import persons, reports, wording
from ozg_workflow.mail.read.calendar_replies import CalendarAnswer
from ozg_workflow.mail.read.parse import ParsedMail

OWN_HEADER: Final = "x-ozg-message"
REASONS: Final = {
    IncomingKind.OWN_COPY: "Kopie einer eigenen Mail.",
    IncomingKind.BOUNCE: "Unzustellbarkeitsmeldung.",
    IncomingKind.DELAY: "Die Zustellung verzögert sich.",
    IncomingKind.READ_RECEIPT: "Lesebestätigung.",
    IncomingKind.CALENDAR_REPLY: "Antwort auf eine Termineinladung.",
    IncomingKind.BULK: "Rundschreiben einer Verteilerliste.",
    IncomingKind.REPORT: "Automatischer Bericht eines Mailservers.",
    IncomingKind.PERSON: "Die Mail ist von einer Person geschrieben.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Classification:
    """What a mail is and why: the marks that were seen, and the reason in German.

    `original_message_id` names our mail that a bounce, delay or receipt is about; `calendar` holds (uid, attendee, partstat).
    """

    kind: IncomingKind
    reason: str
    marks: tuple[Mark, ...] = ()
    original_message_id: str = ""
    failed_recipients: tuple[str, ...] = ()
    calendar: tuple[CalendarAnswer, ...] = ()

    @property
    def certain(self) -> bool:
        """Tell whether nobody needs to doubt that a machine wrote it: it is proved, or very much agrees."""
        return certain(self.marks)


PERSON: Final = Classification(kind=IncomingKind.PERSON, reason=REASONS[IncomingKind.PERSON])


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """What the steps of `classify` look at."""

    mail: ParsedMail
    own_address: str
    is_own: Callable[[str], bool]

    @property
    def answers_ours(self) -> bool:
        """Whether it answers a mail of ours."""
        return any(self.is_own(known) for known in (self.mail.in_reply_to, *self.mail.references) if known)

    @property
    def null_path(self) -> bool:
        """Whether it has no way back, as bounces do and what some rules and gateways send."""
        path = self.mail.header("return-path").replace(" ", "").lower()
        return "return-path" in self.mail.headers and (path in ("<>", "") or path.startswith(("<mailer-daemon", "mailer-daemon")))

    def about(self, kind: IncomingKind, marks: Iterable[Mark], reason: str = "", failed: tuple[str, ...] = ()) -> Classification:
        """Return what is about a mail of ours, wherever its Message-ID stands."""
        return Classification(
            kind=kind,
            reason=reason or REASONS[kind],
            marks=tuple(sorted(marks)),
            original_message_id=reports.original_message_id(self.mail, self.is_own),
            failed_recipients=failed,
        )

    def undelivered(self, marks: Iterable[Mark], kind: IncomingKind | None = None) -> Classification:
        """Return a bounce or delay that is written for people only; which of them, its words tell."""
        kind = kind or (IncomingKind.DELAY if wording.sounds_delayed(self.mail) else IncomingKind.BOUNCE)
        failed = reports.recipients_in_text(self.mail, self.own_address) if kind is IncomingKind.BOUNCE else ()
        return self.about(kind, marks, failed=failed)

    def brought(self, *, returned: bool = False) -> tuple[Mark, ...]:
        """Return the mark of what a mail brings: files, or an attached mail that is neither ours nor `returned`."""
        foreign = not returned and any(not self.is_own(known) for known in reports.attached_ids(self.mail))
        return (Mark.ATTACHMENT,) if foreign or persons.brings_files(self.mail.message) else ()
