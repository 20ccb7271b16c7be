"""What an incoming mail is: automatic where it is proved or where independent marks agree, else a person's (`domain.post.marks`).

Sources: RFC 3464 (delivery status), RFC 8098 (receipts), RFC 3834 (automatic answers), RFC 5965 (feedback), RFC 5546 (calendar).
Whether a list lies in the mail that somebody filled in, which outweighs everything, is asked where the lists are known.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Final

from ozg_workflow.domain.post.mail import OWN_ID, IncomingKind
from ozg_workflow.domain.post.marks import Mark, certain, is_automatic, words
from ozg_workflow.mail.read import persons, reports, wording
from ozg_workflow.mail.read.answering import REPLIED_HEADERS, is_daemon, is_nobody, list_addresses, precedence
from ozg_workflow.mail.read.calendar_replies import CalendarAnswer, calendar_answers
from ozg_workflow.mail.read.parse import ParsedMail

OWN_HEADER: Final = "x-ozg-message"
RULE_HEADERS: Final = ("x-ms-exchange-inbox-rules-loop", "inbox-rules-loop", "x-ms-exchange-generated-message-source")
LIST_HEADERS: Final = ("list-id", "list-unsubscribe", "list-post", "x-mailing-list")
BULK_WORDS: Final = frozenset({"bulk", "list", "junk"})
POSTMASTERS: Final = (
    "postmaster@",
    "poostmaster@",
    "post-master@",
    "administrator@",
    "mailadmin@",
    "mailsystem@",
    "mail-system@",
)
BOUNCE: Final = frozenset({Mark.BOUNCE_SUBJECT, Mark.BOUNCE_TEXT})
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


def classify(mail: ParsedMail, *, own_address: str, is_own_message_id: Callable[[str], bool]) -> Classification:
    """Classify a mail. Never raises.

    `own_address` is the mailbox that is read; `is_own_message_id` tells whether a Message-ID (with its angle brackets) is ours.
    """
    sight = _Sight(mail=mail, own_address=own_address.lower(), is_own=is_own_message_id)
    found = (step(sight) for step in (_own, _report, _calendar, _server, _reply))
    return next((classification for classification in found if classification is not None), None) or _weighed(sight)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sight:
    mail: ParsedMail
    own_address: str
    is_own: Callable[[str], bool]

    @property
    def answers_ours(self) -> bool:
        return any(self.is_own(known) for known in (self.mail.in_reply_to, *self.mail.references) if known)

    @property
    def null_path(self) -> bool:
        path = self.mail.header("return-path").replace(" ", "").lower()
        return "return-path" in self.mail.headers and (path in ("<>", "") or path.startswith(("<mailer-daemon", "mailer-daemon")))

    def about(self, kind: IncomingKind, marks: Iterable[Mark], reason: str = "", failed: tuple[str, ...] = ()) -> Classification:
        return Classification(
            kind=kind,
            reason=reason or REASONS[kind],
            marks=tuple(sorted(marks)),
            original_message_id=reports.original_message_id(self.mail, self.is_own),
            failed_recipients=failed,
        )

    def undelivered(self, kind: IncomingKind, marks: Iterable[Mark]) -> Classification:
        """Return a bounce or delay that is written for people only."""
        failed = reports.recipients_in_text(self.mail, self.own_address) if kind is IncomingKind.BOUNCE else ()
        return self.about(kind, marks, failed=failed)


def _own(sight: _Sight) -> Classification | None:
    """Recognise copies of our own mails, and of those that people write from the mailbox to others."""
    mail, copy = sight.mail, IncomingKind.OWN_COPY
    if mail.message_id and sight.is_own(mail.message_id):
        return Classification(kind=copy, reason=REASONS[copy], marks=(Mark.OWN_ID,), original_message_id=mail.message_id)
    if not sight.own_address or mail.from_address != sight.own_address or reports.is_report(mail.message):
        return None
    if OWN_HEADER in mail.headers:  # a relay gave it another Message-ID
        marks = (Mark.OWN_ADDRESS, Mark.OWN_HEADER)
        return Classification(kind=copy, reason=REASONS[copy], marks=marks, original_message_id=mail.header(OWN_HEADER))
    marks = (Mark.OWN_ADDRESS, *((Mark.ELSEWHERE,) if mail.to and sight.own_address not in mail.to else ()), *_brought(sight))
    if not is_automatic(marks):
        return None
    return Classification(kind=copy, reason="Kopie einer Mail, die aus diesem Postfach an andere ging.", marks=marks)


def _brought(sight: _Sight, *, returned: bool = False) -> tuple[Mark, ...]:
    """Return the mark of what a mail brings: files, or an attached mail that is neither ours nor `returned`."""
    foreign = not returned and any(not sight.is_own(known) for known in reports.attached_ids(sight.mail))
    return (Mark.ATTACHMENT,) if foreign or persons.brings_files(sight.mail.message) else ()


def _report(sight: _Sight) -> Classification | None:
    """Read the machine-readable reports: delivery status, receipts, feedback."""
    mail, message = sight.mail, sight.mail.message
    report = reports.is_report(message)
    status = reports.delivery_status(message) if report or sight.null_path or _is_server(mail) else None
    if status is not None:
        kind = wording.status_kind(mail, status.actions)
        reason = "Zustellbestätigung." if kind is IncomingKind.READ_RECEIPT else ""
        return sight.about(kind, [Mark.DELIVERY_STATUS], reason, status.failed if kind is IncomingKind.BOUNCE else ())
    if reports.has_part(message, "message/disposition-notification"):
        return sight.about(IncomingKind.READ_RECEIPT, [Mark.DISPOSITION])
    if reports.has_part(message, "message/feedback-report") or wording.is_complaint(mail):
        return sight.about(IncomingKind.REPORT, [Mark.FEEDBACK], "Beschwerde- oder Missbrauchsmeldung eines Mailanbieters.")
    if not report:
        return None
    if wording.sounds_undelivered(mail):
        return sight.undelivered(_undelivered_kind(mail), [Mark.REPORT])
    return sight.about(IncomingKind.REPORT, [Mark.REPORT])


def _calendar(sight: _Sight) -> Classification | None:
    answers = calendar_answers(sight.mail)
    if answers is None:
        return None
    kind = IncomingKind.CALENDAR_REPLY
    return Classification(kind=kind, reason=REASONS[kind], marks=(Mark.CALENDAR,), calendar=answers)


def _server(sight: _Sight) -> Classification | None:
    """Recognise what a mail server wrote under its own name, mostly bounces for people only."""
    mail, marks = sight.mail, [Mark.FAILED_RECIPIENTS] if "x-failed-recipients" in sight.mail.headers else []
    marks += [Mark.DAEMON] if _is_server(mail) else []
    if not marks:
        return None
    if Mark.FAILED_RECIPIENTS in marks or wording.sounds_undelivered(mail):
        return sight.undelivered(_undelivered_kind(mail), marks)
    found = sight.about(IncomingKind.AUTO_REPLY, marks, "Automatische Mail eines Mailservers.")
    if found.original_message_id and sight.is_own(found.original_message_id) and not sight.answers_ours:
        return sight.undelivered(IncomingKind.BOUNCE, marks)
    return found


def _is_server(mail: ParsedMail) -> bool:
    return is_daemon(mail.from_address) or "mailer-daemon" in f"{mail.from_name} {mail.from_address}".lower()


def _undelivered_kind(mail: ParsedMail) -> IncomingKind:
    return IncomingKind.DELAY if wording.sounds_delayed(mail) else IncomingKind.BOUNCE


def _reply(sight: _Sight) -> Classification | None:
    """Recognise automatic answers that say so in their head (RFC 3834 and what came before it)."""
    mail = sight.mail
    if mail.header("auto-submitted").lower().startswith("auto-replied"):
        if Mark.BOUNCE_SUBJECT in wording.subject_marks(mail.subject):  # Exim
            return sight.undelivered(_undelivered_kind(mail), [Mark.AUTO_REPLIED])
        return sight.about(IncomingKind.AUTO_REPLY, [Mark.AUTO_REPLIED], "Automatische Antwort (Auto-Submitted).")
    named = any(mail.header(name).lower() not in ("", "no") for name in REPLIED_HEADERS)
    if named or precedence(mail) == "auto_reply":
        return sight.about(IncomingKind.AUTO_REPLY, [Mark.AUTOREPLY_HEADER], "Automatische Antwort (Kopfzeile des Mailsystems).")
    return None


def _weighed(sight: _Sight) -> Classification:
    """Weigh what proves nothing by itself: how the mail came, how its subject begins, what it says, what it is about."""
    mail = sight.mail
    marks = _route_marks(sight) | wording.subject_marks(mail.subject)
    if not marks and not _gives_ours_back(sight):
        return PERSON
    if Mark.LIST in marks and (found := _circular(sight, marks)):
        return found
    said = wording.text_marks(mail.text)
    marks |= said | _thread_marks(sight, said)
    if Mark.POSTMASTER in marks:
        marks |= wording.postmasters_subject(mail.subject)
    if not marks or marks & {*BOUNCE, Mark.POSTMASTER, Mark.NULL_PATH}:
        marks |= _returned_marks(sight)
    if not is_automatic(marks):
        return _person(marks)
    returned = len(marks & {*BOUNCE, Mark.POSTMASTER, Mark.NOREPLY}) > 1  # then an attached mail is the one that came back
    marks |= {*persons.signs(mail), *_brought(sight, returned=returned)}
    if wording.MACHINE_PREFIX.search(mail.subject) or not marks & {Mark.ABSENCE_SUBJECT, Mark.ABSENCE_TEXT}:
        marks.discard(Mark.SAYS_MORE)  # below a mail system's own subject, and in notices and bounces, anything may stand
    if not is_automatic(marks):
        return _person(marks)
    if marks & BOUNCE or Mark.RETURNS_OURS in marks:
        return sight.undelivered(_undelivered_kind(mail), marks)
    kind = IncomingKind.READ_RECEIPT if {Mark.READ_SUBJECT, Mark.READ_TEXT} <= marks else IncomingKind.AUTO_REPLY
    return sight.about(kind, marks, "" if kind is IncomingKind.READ_RECEIPT else _reason(marks))


def _person(marks: set[Mark]) -> Classification:
    return replace(PERSON, marks=tuple(sorted(marks)))


def _route_marks(sight: _Sight) -> set[Mark]:
    mail = sight.mail
    submitted = mail.header("auto-submitted").lower()
    seen = {
        Mark.NULL_PATH: sight.null_path,
        Mark.GENERATED: bool(submitted) and not submitted.startswith("no"),
        Mark.PRECEDENCE: precedence(mail) in BULK_WORDS,
        Mark.LIST: any(name in mail.headers for name in LIST_HEADERS),
        Mark.RULE: any(name in mail.headers for name in RULE_HEADERS),
        Mark.SUPPRESS: "x-auto-response-suppress" in mail.headers,
        Mark.NOREPLY: is_nobody(mail.from_address),
        Mark.POSTMASTER: mail.from_address.startswith(POSTMASTERS),
        Mark.OWN_HEADER: OWN_HEADER in mail.headers,
    }
    return {mark for mark, holds in seen.items() if holds}


def _circular(sight: _Sight, marks: set[Mark]) -> Classification | None:
    """Recognise what a foreign list sends round: what our own people say on a list is a person's mail."""
    mail = sight.mail
    domain = sight.own_address.rpartition("@")[2]
    domains = {address.rpartition("@")[2] for address in (mail.from_address, *list_addresses(mail))}
    stranger = not (domain and any(theirs == domain or theirs.endswith(f".{domain}") for theirs in domains))
    marks = marks | ({Mark.STRANGER} if stranger else set()) | ({Mark.ELSEWHERE} if sight.own_address not in mail.to else set())
    marks |= {Mark.UNSUBSCRIBE} if "list-unsubscribe" in mail.headers else set()
    if not stranger or sight.answers_ours or not is_automatic({*marks, *_brought(sight, returned=True)}):
        return None
    return Classification(kind=IncomingKind.BULK, reason=REASONS[IncomingKind.BULK], marks=tuple(sorted(marks)))


def _thread_marks(sight: _Sight, said: set[Mark]) -> set[Mark]:
    mail = sight.mail
    if wording.REPLY_SUBJECT.search(mail.subject):
        return set()
    prefixed = wording.MACHINE_PREFIX.search(mail.subject) and (mail.in_reply_to or mail.references)
    return ({Mark.MACHINE_PREFIX} if prefixed else set()) | ({Mark.ANSWERS_OURS} if said and sight.answers_ours else set())


def _gives_ours_back(sight: _Sight) -> bool:
    """Tell whether a mail without any mark brings our own mail back and names an address, as bounces do."""
    mail = sight.mail
    held = any(sight.is_own(known) for known in reports.attached_ids(mail)) or OWN_ID in mail.text
    return held and bool(reports.recipients_in_text(mail, sight.own_address))


def _returned_marks(sight: _Sight) -> set[Mark]:
    if any(sight.is_own(known) for known in reports.returned_ids(sight.mail)):
        return {Mark.RETURNS_OURS}
    return {Mark.RETURNS_A_MAIL} if reports.returns_a_message(sight.mail) else set()


def _reason(marks: set[Mark]) -> str:
    if Mark.MEETING_SUBJECT in marks:
        return "Hinweis, dass jemand die Einladung weitergeleitet hat."
    title = "Abwesenheitsnotiz" if marks & {Mark.ABSENCE_SUBJECT, Mark.ABSENCE_TEXT} else "Hinweis eines Programms"
    return f"{title} ({words(marks)})."
