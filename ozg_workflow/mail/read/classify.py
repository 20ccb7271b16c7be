"""What an incoming mail is: automatic where it is proved or where independent marks agree, else a person's (`domain.post.marks`).

Sources: RFC 3464 (delivery status), RFC 8098 (receipts), RFC 3834 (automatic answers), RFC 5965 (feedback), RFC 5546 (calendar).
Whether a list lies in the mail that somebody filled in, which outweighs everything, is asked where the lists are known.
"""

from collections.abc import Callable

from ozg_workflow.domain.post.mail import IncomingKind
from ozg_workflow.domain.post.marks import Mark, is_automatic
from ozg_workflow.mail.read import reports, wording
from ozg_workflow.mail.read.answering import REPLIED_HEADERS, is_daemon, precedence
from ozg_workflow.mail.read.calendar_replies import calendar_answers
from ozg_workflow.mail.read.parse import ParsedMail
from ozg_workflow.mail.read.sight import OWN_HEADER, PERSON, REASONS, Classification, Sight
from ozg_workflow.mail.read.weigh import weighed

__all__ = ["OWN_HEADER", "PERSON", "Classification", "classify"]


def classify(mail: ParsedMail, *, own_address: str, is_own_message_id: Callable[[str], bool]) -> Classification:
    """Classify a mail. Never raises.

    `own_address` is the mailbox that is read; `is_own_message_id` tells whether a Message-ID (with its angle brackets) is ours.
    """
    sight = Sight(mail=mail, own_address=own_address.lower(), is_own=is_own_message_id)
    found = (step(sight) for step in (_own, _report, _calendar, _server, _reply))
    return next((classification for classification in found if classification is not None), None) or weighed(sight)


def _own(sight: Sight) -> Classification | None:
    """Recognise copies of our own mails, and of those that people write from the mailbox to others."""
    mail, copy = sight.mail, IncomingKind.OWN_COPY
    if mail.message_id and sight.is_own(mail.message_id):
        return Classification(kind=copy, reason=REASONS[copy], marks=(Mark.OWN_ID,), original_message_id=mail.message_id)
    if not sight.own_address or mail.from_address != sight.own_address or reports.is_report(mail.message):
        return None
    if OWN_HEADER in mail.headers:  # a relay gave it another Message-ID
        marks = (Mark.OWN_ADDRESS, Mark.OWN_HEADER)
        return Classification(kind=copy, reason=REASONS[copy], marks=marks, original_message_id=mail.header(OWN_HEADER))
    marks = (Mark.OWN_ADDRESS, *((Mark.ELSEWHERE,) if mail.to and sight.own_address not in mail.to else ()), *sight.brought())
    if not is_automatic(marks):
        return None
    return Classification(kind=copy, reason="Kopie einer Mail, die aus diesem Postfach an andere ging.", marks=marks)


def _report(sight: Sight) -> Classification | None:
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
        return sight.undelivered([Mark.REPORT])
    return sight.about(IncomingKind.REPORT, [Mark.REPORT])


def _calendar(sight: Sight) -> Classification | None:
    answers = calendar_answers(sight.mail)
    if answers is None:
        return None
    kind = IncomingKind.CALENDAR_REPLY
    return Classification(kind=kind, reason=REASONS[kind], marks=(Mark.CALENDAR,), calendar=answers)


def _server(sight: Sight) -> Classification | None:
    """Recognise what a mail server wrote under its own name, mostly bounces for people only."""
    mail, marks = sight.mail, [Mark.FAILED_RECIPIENTS] if "x-failed-recipients" in sight.mail.headers else []
    marks += [Mark.DAEMON] if _is_server(mail) else []
    if not marks:
        return None
    if Mark.FAILED_RECIPIENTS in marks or wording.sounds_undelivered(mail):
        return sight.undelivered(marks)
    found = sight.about(IncomingKind.AUTO_REPLY, marks, "Automatische Mail eines Mailservers.")
    if found.original_message_id and sight.is_own(found.original_message_id) and not sight.answers_ours:
        return sight.undelivered(marks, IncomingKind.BOUNCE)
    return found


def _is_server(mail: ParsedMail) -> bool:
    return is_daemon(mail.from_address) or "mailer-daemon" in f"{mail.from_name} {mail.from_address}".lower()


def _reply(sight: Sight) -> Classification | None:
    """Recognise automatic answers that say so in their head (RFC 3834 and what came before it)."""
    mail = sight.mail
    if mail.header("auto-submitted").lower().startswith("auto-replied"):
        if Mark.BOUNCE_SUBJECT in wording.subject_marks(mail.subject):  # Exim
            return sight.undelivered([Mark.AUTO_REPLIED])
        return sight.about(IncomingKind.AUTO_REPLY, [Mark.AUTO_REPLIED], "Automatische Antwort (Auto-Submitted).")
    named = any(mail.header(name).lower() not in ("", "no") for name in REPLIED_HEADERS)
    if named or precedence(mail) == "auto_reply":
        return sight.about(IncomingKind.AUTO_REPLY, [Mark.AUTOREPLY_HEADER], "Automatische Antwort (Kopfzeile des Mailsystems).")
    return None
