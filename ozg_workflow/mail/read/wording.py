"""The wording of automatic mails in German and English; the last resort after headers and structure."""

import re
from typing import Final

from ozg_workflow.domain.post.mail import IncomingKind
from ozg_workflow.mail.read.parse import ParsedMail

STATUS_REASONS: Final = {
    IncomingKind.BOUNCE: "Unzustellbarkeitsmeldung.",
    IncomingKind.DELAY: "Die Zustellung verzögert sich.",
    IncomingKind.READ_RECEIPT: "Zustellbestätigung.",
}
# A tag a gateway puts before the subject, such as [EXTERN] or ***SPAM***.
TAG: Final = r"^(?:(?:\[[^\[\]]{1,30}\]|\([^()]{1,30}\)|\{[^{}]{1,30}\}|\*{1,5}[^*]{1,30}\*{1,5})[ :]*){0,3}"
DAEMON: Final = re.compile(
    r"^(mailer[-_.]?daemon|mail[-_.]?daemon|mda|double-bounce|bounces?|daemon|microsoftexchange[0-9a-f]{8,})(@|$|\+|-)"
)
NOBODY: Final = re.compile(r"^(no[-_.]?reply|do[-_.]?not[-_.]?reply|nicht[-_.]?antworten|auto-?reply)(@|\+|-)")
POSTMASTER: Final = re.compile(r"^(poo?st[-_]?master|administrator|mailadmin|mail-?system)@")
BOUNCE_WORDS: Final = (
    r"(undeliver|unzustellbar|nicht zustellbar|unzugestellt|returned mail|returned to sender|mail delivery|mail failure"
    r"|delivery (has )?(fail|status|notification|error|problem|unsuccess)|deliver(y|ing) .{0,40}fail|failure notice"
    r"|failed (mail|delivery|message)|fail(ed|ure) (to )?deliver|non-?delivery|mail (system )?error|error (mail|sending)"
    r"|message (delivery|status|could not|not deliver|undeliver)|(could not|cannot|can't|unable to) (be )?(send|deliver)"
    r"|zustellung (der nachricht )?(fehlgeschlagen|nicht möglich|gescheitert)|zustell(fehler|ungsfehler|problem)"
    r"|(nachricht|mail|e-mail).{0,40}(nicht zugestellt|nicht übermittelt|unzustellbar)"
    r"|übermittlung.{0,30}(fehlgeschlagen|fehlerhaft)|benachrichtigung (zum|über den) (übermittlungs|zustell)|user unknown"
    r"|(mail|message) rejected|bounced? (mail|message)|warning\W+(could not|message|e?-?mail)|delivery delayed|verzögert:"
    r"|zustellung verzögert|mail .{0,30}delayed|delayed mail)"
)
BOUNCE_SUBJECT: Final = re.compile(TAG + BOUNCE_WORDS, re.IGNORECASE)
BOUNCE_ANYWHERE: Final = re.compile(BOUNCE_WORDS, re.IGNORECASE)
BOUNCE_TEXT: Final = re.compile(
    r"(?i)(this is the (qmail|mail system|mail delivery|postfix|dragonfly)|delivery (has )?(failed|failure)"
    r"|could not be (sent|delivered)|(was|were) not delivered|not be delivered|undeliver|unable to (be )?deliver"
    r"|(wasn't able to|couldn't) deliver|wasn't delivered|trouble delivering|did not reach|returned to (the )?sender"
    r"|permanent (fatal )?error|fatal errors|unknown user|user unknown|no such user|mailbox (is )?(full|unavailable|not found)"
    r"|delivery to the following|delivery (problems|errors)|address(es)? (failed|rejected)|failed (address|recipient)"
    r"|transcript of session|reason(s)? for (the )?failure|failure reasons|failed to deliver"
    r"|recipient.{0,30}(reject|refus|unknown|invalid)|nicht zugestellt|unzustellbar|zustellung.{0,60}fehlgeschlagen"
    r"|fehler bei der (nachrichten)?zustellung|konnte.{0,80}nicht (zugestellt|übermittelt|erreicht) werden"
    r"|(empfänger|e-mail-adresse).{0,60}(nicht gefunden|existiert nicht|unbekannt)|postfach .{0,30}voll"
    r"|hat den empfänger nicht erreicht|\b5\d\d[ -]#?5\.\d\.\d|\b5\d\d (user|mailbox|recipient|unknown|message|host|requested))"
)
DELAY_TEXT: Final = re.compile(
    r"(?i)(this is a warning message only|do not need to resend|will (be retried|retry|keep trying|continue to (try|be))"
    r"|still being retried|still trying|has not (yet )?been delivered|delivery.{0,40}delayed|delayed delivery"
    r"|message.{0,30}delayed|temporarily (delayed|deferred)|weiterhin versucht|noch nicht zugestellt"
    r"|zustellung.{0,40}verzögert|erneut versucht)"
)
DELAY_SUBJECT: Final = re.compile(r"(?i)(\bdelay(ed)?\b|verzögert|warning\W+(could not|message .{0,40}delayed|e?-?mail))")
FINAL_TEXT: Final = re.compile(r"(?i)(permanent error|given up|giving up|gave up|endgültig)")
COMPLAINT: Final = re.compile(
    r"(?i)^(complaint about message|abuse report|\[?feedback.?loop|e?-?mail feedback report|report domain:)"
)
ABSENCE_SUBJECT: Final = re.compile(
    TAG + r"(automatische (antwort|rückantwort|e-?mail-?antwort|rückmeldung|eingangsbestätigung|e-?mail)|autom\. antwort"
    r"|automatische? (abwesenheit|empfangs)|abwesenheit|abwesend|außer haus|nicht im (büro|haus|dienst)"
    r"|ich bin (zur ?zeit |derzeit |momentan )?(nicht im|abwesend|im urlaub|außer haus)|urlaubs(meldung|notiz|benachrichtigung)"
    r"|out[ -]of[ -](the[ -])?office|ooo\b|auto[- ]?(reply|re:|response?|responder|antwort|matic|matische)"
    r"|automatic(ally)? (reply|response|generated)|away (from|until)|on (vacation|leave|holiday)"
    r"|vacation (reply|notice|message)|réponse automatique|empfangsbestätigung:|eingangsbestätigung)",
    re.IGNORECASE,
)
# Notes puts the name first; the sentence must end there, because people write about absent colleagues, too.
ABSENCE_SENTENCE: Final = re.compile(
    TAG + r"[^?:]{1,80} (ist (außer haus|abwesend|nicht im (büro|haus|dienst))|is out of the office)\.?( \([^()]{1,80}\))?\.?$",
    re.IGNORECASE,
)
REPLY_SUBJECT: Final = re.compile(
    TAG + r"(re|aw|antw|antwort|wg|fw|fwd|weitergeleitet|sv|tr|rif)\s*(\[\d+\])?\s*:", re.IGNORECASE
)


# Receipts that lost their structure on the way: subject and text together say what they are.
READ_SUBJECT: Final = re.compile(
    TAG + r"(gelesen|nicht gelesen|ungelesen gelöscht|read|not read|lesebestätigung):", re.IGNORECASE
)
READ_TEXT: Final = re.compile(
    r"(?is)(ihre nachricht.{0,600}wurde.{0,200}(gelesen|gelöscht)|your message.{0,600}was (read|deleted)|wurde am .{0,120} gelesen)"
)
FORWARDED_MEETING: Final = re.compile(
    TAG + r"(besprechungsweiterleitung|weiterleitungsbenachrichtigung|besprechung weitergeleitet|meeting forward notification)",
    re.IGNORECASE,
)


def is_read_receipt(mail: ParsedMail) -> bool:
    """Tell whether subject and text are those of a read receipt."""
    return bool(READ_SUBJECT.search(mail.subject) and READ_TEXT.search(mail.text[:3000]))


def is_forwarded_meeting(mail: ParsedMail) -> bool:
    """Tell whether Exchange tells the organiser that somebody passed an invitation on."""
    return bool(FORWARDED_MEETING.search(mail.subject)) and not mail.in_reply_to


def is_reply_subject(subject: str) -> bool:
    """Tell whether a mail program put `AW:`, `WG:` and the like before the subject, as people's replies have it."""
    return bool(REPLY_SUBJECT.search(subject))


def is_absence_subject(subject: str) -> bool:
    """Tell whether the subject begins like an absence note, or is one as a whole."""
    return bool(ABSENCE_SUBJECT.search(subject) or ABSENCE_SENTENCE.search(subject))


def is_complaint(mail: ParsedMail) -> bool:
    """Tell whether a mail provider forwards a complaint or sends a statistics report without the standard structure."""
    return bool(COMPLAINT.search(mail.subject)) and not mail.in_reply_to


def automatic_sender(mail: ParsedMail) -> bool:
    """Tell whether nobody can be answered: null return path or a mail daemon as author."""
    path = mail.header("return-path")
    return daemon_sender(mail) or ("return-path" in mail.headers and path.replace(" ", "") in ("<>", ""))


def daemon_sender(mail: ParsedMail) -> bool:
    """Tell whether the author is a mail server."""
    named = "mailer-daemon" in f"{mail.from_name} {mail.from_address} {mail.header('return-path')}".lower()
    return named or bool(DAEMON.search(mail.from_address))


def nobody_sender(mail: ParsedMail) -> bool:
    """Tell whether the author's address says that it is not read."""
    return bool(NOBODY.search(mail.from_address))


def status_kind(mail: ParsedMail, actions: frozenset[str]) -> IncomingKind:
    """Return what a delivery status means; one failed recipient makes it a bounce."""
    if "failed" in actions:
        return IncomingKind.BOUNCE
    if "delayed" in actions:
        return IncomingKind.DELAY
    if actions:
        return IncomingKind.READ_RECEIPT
    return IncomingKind.DELAY if _sounds_delayed(mail) else IncomingKind.BOUNCE


def undelivered_kind(mail: ParsedMail, *, returned: bool, files: bool) -> IncomingKind | None:
    """Return bounce or delay for a notice written for people only.

    `returned` tells whether it carries or quotes a returned message, `files` whether it carries a list. Either a mail server
    wrote it and subject or text say so, or both do and a message is returned; people send such notices on below `WG:`.
    """
    if is_reply_subject(mail.subject) or is_absence_subject(mail.subject):
        return None
    kind = IncomingKind.DELAY if _sounds_delayed(mail) else IncomingKind.BOUNCE
    if "x-failed-recipients" in mail.headers:
        return kind
    daemon = daemon_sender(mail)
    subject = bool((BOUNCE_ANYWHERE if daemon else BOUNCE_SUBJECT).search(mail.subject))
    text = bool(BOUNCE_TEXT.search(mail.text[:4000]) or DELAY_TEXT.search(mail.text[:4000]))
    if daemon or automatic_sender(mail) or POSTMASTER.search(mail.from_address):
        replied = mail.header("auto-submitted").lower().startswith("auto-replied")
        return kind if subject or (text and (daemon or not replied)) else None
    return kind if subject and text and returned and not files else None


def _sounds_delayed(mail: ParsedMail) -> bool:
    text = mail.text[:4000]
    return bool(DELAY_SUBJECT.search(mail.subject) or (DELAY_TEXT.search(text) and not FINAL_TEXT.search(text)))
