"""What a mail says beside its list: its cover text without what needs no reader, empty when it says nothing."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from email.message import Message
from typing import Final

from ozg_workflow.domain.late_pattern import late
from ozg_workflow.mail.read.attached import TYPES, attached_mail, mail_of
from ozg_workflow.mail.read.cover.phrases import is_closing, says_nothing
from ozg_workflow.mail.read.cover.quotes import Ours, Part, parts
from ozg_workflow.mail.read.cover.signature import is_contact, is_signature
from ozg_workflow.mail.read.mime import content_type, part_name, payload, raw_payload, text_of
from ozg_workflow.mail.read.parse import plain_from_html
from ozg_workflow.mail.read.wording import REPLY_SUBJECT

MOST_MAILS: Final = 5  # attached mails within attached mails
MOST_LINES: Final = 400  # of one part; a longer text says something
MOST_LINES_IN_ALL: Final = 4000
MOST_JOINED: Final = 8  # lines that one sentence is wrapped into
# what a file in the text of a mail looks like, and the marks of signed mails
FILES: Final = late(
    r"(?ms)^begin [0-7]{3,4} [^\n]*\n.*?^end[ \t]*$|^[A-Za-z0-9+/=]{60,}[ \t]*$"
    r"|^=ybegin [^\n]*\n.*?^=yend[^\n]*$"
    r"|^-----BEGIN PGP SIGNED MESSAGE-----\s*(?:Hash: [^\n]*)?|^-----BEGIN PGP SIGNATURE-----.*?^-----END PGP SIGNATURE-----"
)
SUBJECT_NEWS: Final = late(
    r"(?i)(\?|\bbitte\b(?! um kenntnis)|\bfrist(?!gerecht)|aufschub|verspät|später|\bfolgt\b|\bnicht\b|\bkein|\bfehl(?!anzeige)|ansprechpart|vertret|urlaub|krank"
    r"|zuständig|ruhestand|rückruf|\bfragen?\b|problem|falsch|ungültig|widerspruch|achtung|wichtig|dringend|unvollständig|geschätzt|vorläufig|\bteil \d|\brest\b)"
)
NIL_RETURN: Final = late(r"(?i)fehl-?anzeige|leermeldung")
ABBREVIATION: Final = late(
    r"(?i)(?:^|[\s(])(?:\d+|\w|nr|dr|prof|tel|bzw|ca|str|evtl|ggf|usw|etc|inkl|vgl|abs|art|anl|betr|einschl|exkl|max|min|mind|sog|zzt|zz|st|dipl|ing|rd|jan|feb|apr|aug|sept|okt|nov|dez|lfd|gem|komm|stellv)\.$"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What we know when we read: the texts of our own mails it may quote, and the words offices and people are called by."""

    ours: Ours
    names: frozenset[str] = frozenset()


def cover_text(message: Message, known: Known) -> str:
    """Return what a person has to read of a mail, attached mails included; empty when it says nothing."""
    said = (said_in(text, known) for text in written_texts(message))
    return "\n\n".join(dict.fromkeys(filter(None, said)))


def said_in(text: str, known: Known) -> str:
    """Return what a text says: the parts with something to read, without quotation of ours, signature and disclaimer."""
    if text.count("\n") > MOST_LINES_IN_ALL:
        return text
    bare = FILES.sub("", text.replace("\r\n", "\n").replace("\r", "\n").replace("\u00a0", " ").replace("\u200b", ""))
    shown = (_said(Part(text=known.ours.taken_off(part), quoted=part.quoted), known.names) for part in parts(bare))
    return "\n\n".join(filter(None, shown))


def said_by_subject(subject: str, answered: Collection[str] = (), *, filled_in: bool = False) -> str:
    """Return a subject that asks or tells something, empty for one that only names the list, or that a reply has taken over.

    `answered` are the subjects of our mails it replies to: what a person has changed of them is their own. Without any a reply is none's.
    Beside lines that are `filled_in` a Fehlanzeige tells something, too.
    """
    own = _own_subject(subject, answered) if REPLY_SUBJECT.search(subject) else subject
    told = SUBJECT_NEWS.search(own) or (filled_in and NIL_RETURN.search(own))
    return f"Betreff: {subject}" if told else ""


def has_news(subject: str) -> bool:
    """Tell whether a subject, whoever wrote it, asks or tells something."""
    return bool(SUBJECT_NEWS.search(subject) or NIL_RETURN.search(subject))


def _own_subject(subject: str, answered: Collection[str]) -> str:
    own = " ".join(subject.split())
    while found := REPLY_SUBJECT.search(own):
        own = own[found.end() :].strip()
    for taken_over in sorted(map(str.split, answered), key=len, reverse=True):
        own = own.replace(" ".join(taken_over), " ")
    return own if answered else ""


def written_texts(message: Message, depth: int = 0) -> Iterator[str]:
    """Return the texts of a mail and of the mails attached to it; of alternatives the plain one, unless it is empty."""
    kind, children = content_type(message), raw_payload(message)
    inner = [child for child in children if isinstance(child, Message)] if isinstance(children, list) else []
    if kind == "multipart/alternative" and inner:
        found = [[text for text in written_texts(child, depth) if text.strip()] for child in inner]
        yield from next((texts for texts in found if texts), [])
    elif kind in TYPES and depth < MOST_MAILS:
        yield from written_texts(attached_mail(message)[0], depth + 1)
    elif inner and (not kind.startswith("message/") or depth < MOST_MAILS):
        for child in inner:
            yield from written_texts(child, depth + kind.startswith("message/"))
    elif part_name(message).lower().endswith(".eml") and depth < MOST_MAILS:
        yield from written_texts(mail_of(payload(message))[0], depth + 1)
    elif not part_name(message) and kind == "text/html":
        yield plain_from_html(text_of(message))
    elif not part_name(message) and kind.startswith(("text/", "multipart/")) and kind != "text/calendar":
        yield text_of(message)


def _said(part: Part, names: Collection[str]) -> str:
    """Return a part without signature lines and disclaimers where anything in it says something, else nothing."""
    lines = [line.strip() if re.search(r"[\w?]", line) or line.strip() == "--" else "" for line in part.text.split("\n")]
    if len(lines) > MOST_LINES and sum(map(bool, lines)) > MOST_LINES:
        return "\n".join(lines)
    end = next((n for n, line in enumerate(lines) if line and is_closing(line)), len(lines))
    end = min(end, next((n for n, line in enumerate(lines) if line in ("--", "-- ", "—")), len(lines)))
    body, below = lines[:end], lines[end:]
    start = _signature_start(body)
    body, below = body[:start], body[start:] + below
    said = [
        *_paragraphs(body, names),
        *(_paragraphs(["" if is_signature(line) or is_closing(line) else line for line in below], names, disclaimed=below)),
    ]
    if not said:
        return ""
    shown = [line for line in body if line] + [line for paragraph in said for line in paragraph.split("\n") if line not in body]
    return "\n".join(shown)


def _signature_start(lines: list[str]) -> int:
    """Return where a signature without a closing begins: the last lines, all of them of a signature, and one a contact."""
    start = len(lines)
    while start and is_signature(lines[start - 1]):
        start -= 1
    return start if any(is_contact(line) for line in lines[start:]) else len(lines)


def _paragraphs(lines: list[str], names: Collection[str], disclaimed: list[str] | None = None) -> list[str]:
    """Return the paragraphs that say something; `disclaimed` are the lines before signature lines were taken off."""
    if disclaimed is not None:
        nothing = [n for group in _groups(disclaimed) if _is_nothing([disclaimed[n] for n in group], names) for n in group]
        lines = [line if n not in set(nothing) else "" for n, line in enumerate(lines)]
    groups = ([lines[n] for n in group] for group in _groups(lines))
    return ["\n".join(group) for group in groups if not _is_nothing(group, names)]


def _groups(lines: list[str]) -> Iterator[list[int]]:
    """Return the numbers of the lines of each paragraph."""
    group: list[int] = []
    for number, line in enumerate((*lines, "")):
        if line.strip(" -_=*~.#"):
            group.append(number)
        elif group:
            yield group
            group = []


def _is_nothing(lines: list[str], names: Collection[str]) -> bool:
    """Tell whether lines say nothing, however sentences are wrapped in them."""
    start = 0
    while start < len(lines):
        ends = range(min(len(lines), start + MOST_JOINED), start, -1)
        end = next((e for e in ends if all(says_nothing(s, names) for s in sentences(" ".join(lines[start:e])))), 0)
        if not end:
            return False
        start = end
    return True


def sentences(text: str) -> Iterator[str]:
    """Return the sentences of a text on one line; abbreviations and numbers end none."""
    start = 0
    for end in re.finditer(r"[.!?…]+(?=\s|$)", text):
        if ABBREVIATION.search(text[start : end.end()]) and end.end() < len(text):
            continue
        yield text[start : end.end()]
        start = end.end()
    if text[start:].strip():
        yield text[start:]
