"""The wording of machines' mails in German and English. None of it proves anything: people write about absences and bounces, too."""

import re
from typing import Final

from ozg_workflow.domain.late_pattern import late
from ozg_workflow.domain.post.mail import IncomingKind
from ozg_workflow.domain.post.marks import Mark
from ozg_workflow.mail.read.parse import ParsedMail

READ_CHARACTERS: Final = 4000  # machines say at the beginning what they have to say
# A tag a gateway puts before the subject, such as [EXTERN] or ***SPAM***.
TAG: Final = r"^(?:(?:\[[^\[\]]{1,30}\]|\([^()]{1,30}\)|\{[^{}]{1,30}\}|\*{1,5}[^*]{1,30}\*{1,5})[ :]*){0,3}"
BOUNCE_WORDS: Final = (
    r"((e-?|your )?mail delivery|undeliver|unzustellbar|nicht zustellbar|unzugestellt|returned mail|returned to sender|mail failure"
    r"|delivery (has )?(fail|status|notification|error|problem|unsuccess)|deliver(y|ing) .{0,40}fail|failure notice"
    r"|permanent delivery failure|failed (mail|delivery|message)|fail(ed|ure) (to )?deliver|non-?delivery|mail (system )?error"
    r"|error (mail|sending)|message (delivery|status|could not|not deliver|undeliver)"
    r"|(could not|cannot|can't|unable to) (be )?(send|deliver)|zustell(fehler|ungsfehler|problem)"
    r"|zustellung (der nachricht )?(fehlgeschlagen|nicht möglich|gescheitert)"
    r"|(nachricht|mail|e-mail).{0,40}(nicht zugestellt|nicht übermittelt|unzustellbar)"
    r"|übermittlung.{0,30}(fehlgeschlagen|fehlerhaft)|benachrichtigung (zum|über den) (übermittlungs|zustell)|user unknown"
    r"|(mail|message) rejected|bounced? (mail|message)|warning\W+(could not|message|e?-?mail)|delivery delayed|verzögert:"
    r"|zustellung verzögert|mail .{0,30}delayed|delayed mail)"
)
BOUNCE_SUBJECT: Final = late(TAG + BOUNCE_WORDS, re.IGNORECASE)
BOUNCE_ANYWHERE: Final = late(BOUNCE_WORDS, re.IGNORECASE)
BOUNCE_TEXT: Final = late(
    r"(?i)(this is the (qmail|mail system|mail delivery|postfix|dragonfly)|delivery (has )?(failed|failure|errors)"
    r"|could not be (sent|delivered)|(was|were) not delivered|not be delivered|undeliver|unable to (be )?deliver"
    r"|(wasn't able to|couldn't) deliver|wasn't delivered|trouble delivering|did not reach|returned to (the )?sender"
    r"|permanent (fatal )?error|fatal errors|unknown user|user unknown|no such user|(mailbox|account) (is )?(full|unavailable|disabled|not found)"
    r"|delivery to the following|delivery (problems|errors)|address(es)? (failed|rejected)|failed (address|recipient)"
    r"|transcript of session|reason(s)? for (the )?failure|failure reasons|failed to deliver"
    r"|recipient.{0,30}(reject|refus|unknown|invalid)|nicht zugestellt|unzustellbar|zustellung.{0,60}fehlgeschlagen"
    r"|fehler bei der (nachrichten)?zustellung|konnte.{0,80}nicht (zugestellt|übermittelt|erreicht) werden"
    r"|(empfänger|e-mail-adresse).{0,60}(nicht gefunden|existiert nicht|unbekannt)|postfach .{0,30}voll"
    r"|(den|die|alle|einige) empfänger nicht erreicht|empfänger kann.{0,20}nicht erreicht werden|#5\.\d\.\d|\b5\d\d[ -]#?5\.\d\.\d|\b5\d\d (user|mailbox|recipient|unknown|message|host|requested))"
)
DELAY_TEXT: Final = late(
    r"(?i)(this is a warning message only|do not need to resend|will (be retried|retry|keep trying|continue to (try|be))"
    r"|still being retried|still trying|has not (yet )?been delivered|delivery.{0,40}delayed|delayed delivery"
    r"|message.{0,30}delayed|temporarily (delayed|deferred)|weiterhin versucht|noch nicht zugestellt"
    r"|zustellung.{0,40}verzögert|erneut versucht)"
)
DELAY_SUBJECT: Final = late(r"(?i)(\bdelay(ed)?\b|verzögert|warning\W+(could not|message .{0,40}delayed|e?-?mail))")
FINAL_TEXT: Final = late(r"(?i)(permanent (fatal )?error|given up|giving up|gave up|endgültig)")
COMPLAINT: Final = late(r"(?i)^(complaint about message|abuse report|\[?feedback.?loop|e?-?mail feedback report|report domain:)")
ABSENCE_SUBJECT: Final = late(
    TAG + r"(automatische (antwort|rückantwort|e-?mail-?antwort|rückmeldung)|autom\. antwort|automatische? abwesenheit"
    r"|abwesenheit|abwesend|außer haus|nicht im (büro|haus|dienst)"
    r"|ich bin (zur ?zeit |derzeit |momentan |bis .{1,20} )?(nicht im|abwesend|im urlaub|außer haus)"
    r"|urlaubs(meldung|notiz|benachrichtigung)|out[ -]of[ -](the[ -])?office|ooo\b"
    r"|auto[- ]?(reply|re:|response?|responder|antwort|matic)|automatic(ally)? (reply|response|generated)|away (from|until)"
    r"|on (vacation|leave|holiday)|vacation (reply|notice|message)|réponse automatique)",
    re.IGNORECASE,
)
# Notes puts the name first; the sentence must end there, because people write about absent colleagues, too.
ABSENCE_SENTENCE: Final = late(
    TAG + r"[^?:]{1,80} (ist (außer haus|abwesend|nicht im (büro|haus|dienst))|is out of the office)\.?( \([^()]{1,80}\))?\.?$",
    re.IGNORECASE,
)
ABSENCE_TEXT: Final = late(
    r"(?is)(\bich (bin|werde|befinde mich|kehre|arbeite)\b.{0,80}?(nicht (im|am|in|erreichbar)|abwesend|außer haus|urlaub|dienstreise"
    r"|elternzeit|zurück|homeoffice|wieder (im|da|erreichbar|für sie))|\b(nachricht|mail)e?n? (wird|werden)\b.{0,40}?(nicht|weder)\b"
    r".{0,40}?(weitergeleitet|gelesen|bearbeitet|beantwortet)|nach meiner rückkehr|automatische antwort auf"
    r"|\bi('m| am| will be)\b.{0,60}?(out of|away|traveling|travelling|on (vacation|leave|holiday)|back (on|in)|return))"
)
NOTICE_SUBJECT: Final = late(
    TAG
    + r"(automatische (e-?mail|eingangsbestätigung|empfangsbestätigung|benachrichtigung)|eingangsbestätigung|empfangsbestätigung"
    r"|bestätigung (des|ihrer|über den) (eingang|anfrage|nachricht)|newsletter|rundbrief|aws notification|ihr (e-?mail-?)?postfach|postfach (fast )?voll)",
    re.IGNORECASE,
)
MEETING_SUBJECT: Final = late(  # Exchange tells the organiser that somebody passed an invitation on
    TAG + r"(besprechungsweiterleitung|weiterleitungsbenachrichtigung|besprechung weitergeleitet|meeting forward notification)",
    re.IGNORECASE,
)
NOTICE_TEXT: Final = late(
    r"(?is)(\bihre? (e-?mail|nachricht|anfrage|mitteilung|de-mail|anliegen)\b.{0,100}?\b(eingegangen|erfasst|angelegt|registriert)\b"
    r"|unter der (ticket-?|vorgangs-?|bearbeitungs-?)?nummer|(ticket|vorgangs)nummer \S*\d|automatisch (erzeugt|generiert|erstellt|versandt)"
    r"|antworten sie (bitte )?nicht auf diese|do not reply|besprechungsanfrage .{0,80}?weitergeleitet|newsletter (ab|wieder ab)"
    r"|abbestellen|unsubscribe|speicherplatz|\"notificationtype)"
)
# Receipts that lost their structure on the way: subject and text together say what they are.
READ_SUBJECT: Final = late(TAG + r"(gelesen|nicht gelesen|ungelesen gelöscht|read|not read|lesebestätigung):", re.IGNORECASE)
READ_TEXT: Final = late(
    r"(?is)(ihre nachricht.{0,600}wurde.{0,200}(gelesen|gelöscht)|your message.{0,600}was (read|deleted)|wurde am .{0,120} gelesen)"
)
# What mail systems put before the subject of the mail they answer.
MACHINE_PREFIX: Final = late(
    TAG
    + r"(automatische (antwort|rückantwort)|automatic reply|abwesenheitsnotiz|out of office|auto([- ]?(reply|response|antwort))?)\s*:",
    re.IGNORECASE,
)
# What mail systems put before the subject they quote.
QUOTING_SUBJECT: Final = late(
    MACHINE_PREFIX.pattern
    + r"|"
    + TAG
    + r"(unzustellbar|undeliver(able|ed)|gelesen|nicht gelesen|ungelesen gelöscht|read|zugestellt"
    r"|(zustellung )?verzögert|relayed|delivered|eingangsbestätigung|empfangsbestätigung \(\w+\))( mail)?\s*[:-]",
    re.IGNORECASE,
)
REPLY_SUBJECT: Final = late(TAG + r"(re|aw|antw|antwort|wg|fw|fwd|weitergeleitet|sv|tr|rif)\s*(\[\d+\])?\s*:", re.IGNORECASE)

SUBJECTS: Final = (
    (Mark.BOUNCE_SUBJECT, BOUNCE_SUBJECT),
    (Mark.READ_SUBJECT, READ_SUBJECT),
    (Mark.ABSENCE_SUBJECT, ABSENCE_SUBJECT),
    (Mark.ABSENCE_SUBJECT, ABSENCE_SENTENCE),
    (Mark.NOTICE_SUBJECT, NOTICE_SUBJECT),
    (Mark.MEETING_SUBJECT, MEETING_SUBJECT),
)
TEXTS: Final = (
    (Mark.BOUNCE_TEXT, BOUNCE_TEXT),
    (Mark.BOUNCE_TEXT, DELAY_TEXT),
    (Mark.READ_TEXT, READ_TEXT),
    (Mark.ABSENCE_TEXT, ABSENCE_TEXT),
    (Mark.NOTICE_TEXT, NOTICE_TEXT),
)


def subject_marks(subject: str) -> set[Mark]:
    """Return as what a subject begins."""
    return {mark for mark, words in SUBJECTS if words.search(subject)}


def postmasters_subject(subject: str) -> set[Mark]:
    """Return the mark of a subject of the mail administration, which may say anywhere that something was not delivered."""
    return {Mark.BOUNCE_SUBJECT} if BOUNCE_ANYWHERE.search(subject) else set()


def text_marks(text: str) -> set[Mark]:
    """Return as what a text reads."""
    beginning = text[:READ_CHARACTERS]
    return {mark for mark, words in TEXTS if words.search(beginning)}


def sounds_undelivered(mail: ParsedMail) -> bool:
    """Tell whether the mail of a mail server says anywhere in its subject or in its text that something was not delivered."""
    return bool(BOUNCE_ANYWHERE.search(mail.subject)) or Mark.BOUNCE_TEXT in text_marks(mail.text)


def sounds_delayed(mail: ParsedMail) -> bool:
    """Tell whether what was not delivered may still be."""
    text = mail.text[:READ_CHARACTERS]
    return bool(DELAY_SUBJECT.search(mail.subject) or (DELAY_TEXT.search(text) and not FINAL_TEXT.search(text)))


def is_complaint(mail: ParsedMail) -> bool:
    """Tell whether a mail provider forwards a complaint or sends a statistics report without the standard structure."""
    return bool(COMPLAINT.search(mail.subject)) and not mail.in_reply_to


def status_kind(mail: ParsedMail, actions: frozenset[str]) -> IncomingKind:
    """Return what a delivery status means; one failed recipient makes it a bounce."""
    if "failed" in actions:
        return IncomingKind.BOUNCE
    if "delayed" in actions:
        return IncomingKind.DELAY
    if actions:
        return IncomingKind.READ_RECEIPT
    return IncomingKind.DELAY if sounds_delayed(mail) else IncomingKind.BOUNCE
