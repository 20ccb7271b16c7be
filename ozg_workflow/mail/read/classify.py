"""What an incoming mail is: own marks first, structure second, wording last; a person's list is never taken for automatic.

Sources: RFC 3464 (delivery status), RFC 8098 (receipts), RFC 3834 (automatic answers), RFC 5965 (feedback), RFC 5546 (calendar).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from ozg_workflow.domain.post.mail import IncomingKind
from ozg_workflow.mail.read import reports, wording
from ozg_workflow.mail.read.calendar_replies import CalendarAnswer, calendar_answers
from ozg_workflow.mail.read.parse import ParsedMail
from ozg_workflow.mail.read.spreadsheets import carries_list

OWN_HEADER: Final = "x-ozg-message"
REPLIED_HEADERS: Final = ("x-autoreply", "x-autorespond", "x-autoresponder", "x-auto-reply", "x-mail-autoreply", "x-vacation")
RULE_HEADERS: Final = ("x-ms-exchange-inbox-rules-loop", "inbox-rules-loop", "x-ms-exchange-generated-message-source")
LIST_HEADERS: Final = ("list-id", "list-unsubscribe", "list-post", "x-mailing-list")
BULK_WORDS: Final = frozenset({"bulk", "list", "junk"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Classification:
    """What a mail is and why (German).

    `original_message_id` names our mail that a bounce, delay or receipt is about; `calendar` holds (uid, attendee, partstat).
    """

    kind: IncomingKind
    reason: str
    original_message_id: str = ""
    failed_recipients: tuple[str, ...] = ()
    calendar: tuple[CalendarAnswer, ...] = ()


def classify(mail: ParsedMail, *, own_address: str, is_own_message_id: Callable[[str], bool]) -> Classification:
    """Classify a mail. Never raises.

    `own_address` is the mailbox that is read; `is_own_message_id` tells whether a Message-ID (with its angle brackets) is ours.
    """
    steps = (_own, _report, _undelivered, _calendar, _auto_reply, _bulk)
    sight = _Sight(mail=mail, own_address=own_address.lower(), is_own=is_own_message_id, files=carries_list(mail.message))
    found = (step(sight) for step in steps)
    person = Classification(kind=IncomingKind.PERSON, reason="Die Mail ist von einer Person geschrieben.")
    return next((classification for classification in found if classification is not None), person)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sight:
    mail: ParsedMail
    own_address: str
    is_own: Callable[[str], bool]
    files: bool

    @property
    def answers_ours(self) -> bool:
        return any(self.is_own(known) for known in (self.mail.in_reply_to, *self.mail.references) if known)

    def about(self, kind: IncomingKind, reason: str, failed: tuple[str, ...] = ()) -> Classification:
        original = reports.original_message_id(self.mail, self.is_own)
        return Classification(kind=kind, reason=reason, original_message_id=original, failed_recipients=failed)


def _own(sight: _Sight) -> Classification | None:
    mail = sight.mail
    if OWN_HEADER in mail.headers or (mail.message_id and sight.is_own(mail.message_id)):
        return Classification(kind=IncomingKind.OWN_COPY, reason="Kopie einer eigenen Mail.", original_message_id=mail.message_id)
    if mail.from_address == sight.own_address and sight.own_address and not reports.is_report(mail.message):
        return Classification(kind=IncomingKind.OWN_COPY, reason="Die Mail trägt die eigene Adresse als Absender.")
    return None


def _report(sight: _Sight) -> Classification | None:
    """Read the machine-readable reports: delivery status, receipts, feedback."""
    mail = sight.mail
    automatic = reports.is_report(mail.message) or wording.automatic_sender(mail)
    status = reports.delivery_status(mail.message) if automatic else None
    if status is not None:
        kind = wording.status_kind(mail, status.actions)
        return sight.about(kind, wording.STATUS_REASONS[kind], status.failed if kind is IncomingKind.BOUNCE else ())
    if reports.has_part(mail.message, "message/disposition-notification"):
        return sight.about(IncomingKind.READ_RECEIPT, "Lesebestätigung.")
    if not sight.files and wording.is_read_receipt(mail):
        return sight.about(IncomingKind.READ_RECEIPT, "Lesebestätigung.")
    if reports.has_part(mail.message, "message/feedback-report") or wording.is_complaint(mail):
        return sight.about(IncomingKind.REPORT, "Beschwerde- oder Missbrauchsmeldung eines Mailanbieters.")
    return None


def _undelivered(sight: _Sight) -> Classification | None:
    """Recognise bounces and delays that are written for people only."""
    mail = sight.mail
    kind = wording.undelivered_kind(mail, returned=reports.returns_a_message(mail), files=sight.files)
    if kind is None and wording.automatic_sender(mail) and not sight.answers_ours:
        returned = reports.original_message_id(mail, sight.is_own)
        kind = IncomingKind.BOUNCE if returned and sight.is_own(returned) else None
    if kind is not None:
        failed = reports.recipients_in_text(mail, sight.own_address) if kind is IncomingKind.BOUNCE else ()
        return sight.about(kind, wording.STATUS_REASONS[kind], failed)
    if reports.is_report(mail.message):
        return sight.about(IncomingKind.REPORT, "Automatischer Bericht eines Mailservers.")
    return None


def _calendar(sight: _Sight) -> Classification | None:
    answers = calendar_answers(sight.mail)
    if answers is None or sight.files:
        return None
    return Classification(kind=IncomingKind.CALENDAR_REPLY, reason="Antwort auf eine Termineinladung.", calendar=answers)


def _auto_reply(sight: _Sight) -> Classification | None:
    reason = _auto_reply_reason(sight)
    return sight.about(IncomingKind.AUTO_REPLY, reason) if reason else None


def _auto_reply_reason(sight: _Sight) -> str:
    """Return why a mail is an automatic answer.

    "auto-replied" is believed always; weaker signs only without a list: rules that forward a colleague's mail set them, too.
    """
    submitted = sight.mail.header("auto-submitted").lower()
    if submitted.startswith("auto-replied"):
        return "Automatische Antwort (Auto-Submitted)."
    if wording.daemon_sender(sight.mail):
        return "Automatische Mail eines Mailservers."
    if sight.files:
        return ""
    if submitted and not submitted.startswith("no"):
        return "Automatisch erzeugte Mail (Auto-Submitted)."
    return _plain_reason(sight.mail) or _weak_reason(sight.mail)


def _plain_reason(mail: ParsedMail) -> str:
    if any(mail.header(name).lower() not in ("", "no") for name in REPLIED_HEADERS) or _precedence(mail) == "auto_reply":
        return "Automatische Antwort (Kopfzeile des Mailsystems)."
    if wording.is_forwarded_meeting(mail):
        return "Hinweis, dass jemand die Einladung weitergeleitet hat."
    if wording.is_absence_subject(mail.subject):
        return "Abwesenheitsnotiz (Betreff)."
    nobody = wording.automatic_sender(mail) or wording.nobody_sender(mail)
    return "Die Mail hat keinen Absender, dem man antworten könnte." if nobody else ""


def _weak_reason(mail: ParsedMail) -> str:
    """Judge signs that persons' mails carry now and then: a reply prefix in the subject outweighs them."""
    if wording.is_reply_subject(mail.subject):
        return ""
    if any(name in mail.headers for name in RULE_HEADERS):
        return "Von einer Posteingangsregel erzeugte Mail."
    answers = bool(mail.header("x-auto-response-suppress") and mail.in_reply_to)
    return "Automatische Antwort eines Exchange-Servers." if answers else ""


def _bulk(sight: _Sight) -> Classification | None:
    mail = sight.mail
    listed = any(name in mail.headers for name in LIST_HEADERS) or _precedence(mail) in BULK_WORDS
    if not listed or sight.files or sight.answers_ours:
        return None
    return Classification(kind=IncomingKind.BULK, reason="Rundschreiben einer Verteilerliste.")


def _precedence(mail: ParsedMail) -> str:
    return mail.header("precedence").lower().replace("-", "_")
