"""What in a mail tells of a person: an answer, a question, a request, a word about the matter, something attached."""

import re
from collections.abc import Iterator
from email.message import Message
from typing import Final

from ozg_workflow.domain.post.marks import Mark
from ozg_workflow.mail.read.mime import content_type, leaves, part_name
from ozg_workflow.mail.read.parse import ParsedMail
from ozg_workflow.mail.read.wording import QUOTING_SUBJECT, REPLY_SUBJECT

READ_CHARACTERS: Final = 4000
QUOTED: Final = re.compile(
    r"(?m)^[ \t]*>.*$|^[ \t]*(betreff|subject|besprechung|termin|thema|meeting|an|to|von|from|gesendet|sent|datum|date)\s*:.*$|„[^“\n]{1,300}“|\"[^\"\n]{1,300}\"",
    re.IGNORECASE,
)
ORIGINAL: Final = re.compile(
    r"(?im)^[ \t]*-{2,}[ \t]*(original|ursprüngliche|weitergeleitete|forwarded)|^[ \t]*(am|on) .{5,200}(schrieb|wrote)\b.*:[ \t]*$"
)
QUESTION: Final = re.compile(r"\w[)“\"' ]{0,4}\?(?=[\s!?)]|$)")
REQUEST: Final = re.compile(
    r"(?i)\b(bitte um|bittet um|bitten (wir |ich )?um|bitte ich um) (?!ihr |etwas |ein wenig )(?!verständnis|geduld|beachtung|kenntnisnahme)"
    r"|\bbitte (über)?(prüfen|bestätigen|ändern|berichtigen|korrigieren|streichen|ergänzen|löschen)\b"
    r"|\bbitte (schicken|senden|teilen|geben|rufen) sie (mir|uns|mich)\b"
    r"|fristverlänger|mehr zeit|aufschub|verlängerung|nachreichen|\b(anbei|beigefügt|angehängt)\b|im anhang|\brückruf\b|\btrotz\b"
    r"|\b(schaffen|brauchen|benötigen|schicken) wir\b|\bwir (schaffen|brauchen|benötigen|schicken)\b"
)
TOPIC: Final = re.compile(
    r"(?i)amtsliste|\bliste\b|\blisten\b|\bozg\b|onlinezugang|\bleistung(en)?\b|\bspalte|\bzeilen?\b|\bfrist\b|abgabe|fehlanzeige"
    r"|\bstufe\b|ausfüll|fallzahl|zuständigkeit"
)
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
    return found | ({Mark.TOPIC} if TOPIC.search(text) else set())


def files_of(message: Message) -> Iterator[Message]:
    """Yield the files of a mail: no text, signature, calendar entry, attached mail or picture in the text."""
    return (part for part in leaves(message) if _is_file(part))


def brings_files(message: Message) -> bool:
    """Tell whether a mail has a file."""
    return next(files_of(message), None) is not None


def _own_words(mail: ParsedMail) -> str:
    text = mail.text[:READ_CHARACTERS]
    quoted = ORIGINAL.search(text)
    return QUOTED.sub(" ", text[: quoted.start()] if quoted else text)


def _is_file(part: Message) -> bool:
    kind, name = content_type(part), part_name(part).lower()
    if kind.startswith("text/"):
        return bool(name) and not name.startswith("att0") and not name.endswith((".ics", ".vcf", ".htm", ".html"))
    if kind.startswith(SAYS_NOTHING) or name in ("smime.p7s", "signature.asc"):
        return False
    return not (kind.startswith("image/") and (part["Content-ID"] or not name))
