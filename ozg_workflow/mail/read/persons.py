"""What in a mail tells of a person: an answer, a question, a request, a word about the matter, something attached."""

import re
from collections.abc import Iterator
from email.message import Message
from typing import Final

from ozg_workflow.domain.late_pattern import late
from ozg_workflow.domain.post.marks import Mark
from ozg_workflow.mail.read.mime import content_type, leaves, part_name
from ozg_workflow.mail.read.parse import ParsedMail
from ozg_workflow.mail.read.wording import ABSENCE_TEXT, QUOTING_SUBJECT, REPLY_SUBJECT

READ_CHARACTERS: Final = 4000
QUOTED: Final = late(
    r"(?m)^[ \t]*>.*$|^[ \t]*(betreff|subject|besprechung|termin|thema|meeting|an|to|von|from|gesendet|sent|datum|date)\s*:.*$|„[^“\n]{1,300}“|\"[^\"\n]{1,300}\"",
    re.IGNORECASE,
)
ORIGINAL: Final = late(
    r"(?im)^[ \t]*-{2,}[ \t]*(original|ursprüngliche|weitergeleitete|forwarded)|^[ \t]*(am|on) .{5,200}(schrieb|wrote)\b.*:[ \t]*$"
)
QUESTION: Final = late(r"\w[)“\"' ]{0,4}\?(?=[\s!?)A-ZÄÖÜ]|$)")
LINK: Final = late(r"https?://\S+")
REQUEST: Final = late(
    r"(?i)\b(bitte um|bittet um|bitten (wir |ich )?um|bitte ich um) (?!ihr |etwas |ein wenig )(?!verständnis|geduld|beachtung|kenntnisnahme)"
    r"|\bbitte\b[^.!?\n]{0,60}\b(prüfen|bestätigen|ändern|berichtigen|korrigieren|streichen|ergänzen|löschen|machen|mitteilen|zusenden)\b"
    r"|\bbitte (schicken|senden|teilen|geben|rufen) sie (mir|uns|mich)\b"
    r"|fristverlänger|mehr zeit|aufschub|verlängerung|nachreichen|\b(anbei|beigefügt|angehängt)\b|im anhang|\brückruf\b|\btrotz\b"
    r"|\b(schaffen|brauchen|benötigen|schicken) wir\b|\bwir (schaffen|brauchen|benötigen|schicken)\b"
)
TOPIC: Final = late(
    r"(?i)amtsliste|\bliste\b|\blisten\b|\bozg\b|onlinezugang|\bleistung(en)?\b|\bspalte|\bzeilen?\b|\bfrist\b|abgabe|fehlanzeige"
    r"|\bstufe\b|ausfüll|fallzahl|zuständigkeit|nachfolger|neue[rn]? ansprechpartner"
)
# What absence notes are made of; a clause of another kind is somebody's own word.
NOTE: Final = late(
    ABSENCE_TEXT.pattern
    + r"|sehr geehrte|guten (tag|morgen)|\bhallo\b|\bliebe|\bdear\b|dank|thank|wenden|vertret|dringend|urgent|zwischenzeit"
    r"|in dieser zeit|während|abwesen|erreich|rückkehr|zurück|wieder (da|im|für)|urlaub|außer haus|nicht (im|am|in)\b|homeoffice"
    r"|(nachricht|mail|anfrage|anliegen).{0,60}(beantwort|bearbeit|lesen|weitergeleitet|gelöscht|erhalten|eingegangen|antwort|gesendet)"
    r"|automatisch|benachrichtigung|verständnis|geduld|sobald|montag|out of|return|contact|respond|reply|access|away|vacation|leave|back",
    re.IGNORECASE,
)
CLAUSES: Final = late(r"[.;!?\n]| und | and | aber | but ")
CLOSING: Final = late(
    r"(?im)^\s*((mit |mfg|viele|beste|herzliche|freundliche|schöne|liebe)[^\n]{0,20}gr(ü|ue)(ß|ss)e|mfg|i\. ?[av]\.|--|(best|kind) regards)"
)
SHORT_WORDS: Final = 3  # a clause of so few words is a name or a greeting
SAYS_NOTHING: Final = (
    "text/",
    "message/",
    "multipart/",
    "application/pgp-",
    "application/pkcs7-",
    "application/x-pkcs7-",
    "application/ics",
)


def signs(mail: ParsedMail) -> set[Mark]:
    """Return what tells of a person. What a mail quotes, and the subject a machine answers, are not its own words."""
    found = {Mark.REPLY} if REPLY_SUBJECT.search(mail.subject) else set()
    text = _own_words(mail)
    subject = "" if QUOTING_SUBJECT.search(mail.subject) else mail.subject
    found |= {Mark.QUESTION} if QUESTION.search(text) or QUESTION.search(subject) else set()
    found |= {Mark.REQUEST} if REQUEST.search(text) or REQUEST.search(subject) else set()
    found |= {Mark.SAYS_MORE} if says_more(text) else set()
    return found | ({Mark.TOPIC} if TOPIC.search(text) else set())


def says_more(text: str) -> bool:
    """Tell whether a text says anything an absence note does not, up to its closing."""
    closing = CLOSING.search(text)
    flowing = re.sub(r"(?<![.!?:,;\n])\n(?=[a-zäöüß])", " ", text[: closing.start()] if closing else text)
    clauses = CLAUSES.split(re.sub(r"(\d)\.", r"\1", flowing))
    return any(len(clause.split()) > SHORT_WORDS and not NOTE.search(clause) for clause in clauses)


def files_of(message: Message) -> Iterator[Message]:
    """Yield the files of a mail: no text, signature, calendar entry, attached mail or picture in the text."""
    return (part for part in leaves(message) if _is_file(part))


def brings_files(message: Message) -> bool:
    """Tell whether a mail has a file."""
    return next(files_of(message), None) is not None


def _own_words(mail: ParsedMail) -> str:
    text = mail.text[:READ_CHARACTERS]
    quoted = ORIGINAL.search(text)
    return LINK.sub(" ", QUOTED.sub(" ", text[: quoted.start()] if quoted else text))


def _is_file(part: Message) -> bool:
    kind, name = content_type(part), part_name(part).lower()
    if kind.startswith("text/"):
        return bool(name) and not name.startswith("att0") and not name.endswith((".ics", ".vcf", ".htm", ".html"))
    if kind.startswith(SAYS_NOTHING) or name in ("smime.p7s", "signature.asc"):
        return False
    return not (kind.startswith("image/") and (part["Content-ID"] or not name))
