"""What speaks for a machine having written a mail: every mark once, with its weight; a proof settles it, one weak mark never does.

Marks of one group have one cause (a rule of a mail system sets a null return path *and* its own header), so of each group only
the heaviest counts. Whatever a person would write outweighs them all, but no proof.
"""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

PROOF: Final = 100
ENOUGH: Final = 4  # from here on a machine wrote the mail, unless something in it tells of a person
BEYOND_DOUBT: Final = 6  # where so much agrees, a machine's text may ask the reader something or speak of the matter, too


class Mark(StrEnum):
    """What was seen in a mail."""

    # proofs
    OWN_ID = "own_id"
    DELIVERY_STATUS = "delivery_status"
    DISPOSITION = "disposition"
    FEEDBACK = "feedback"
    REPORT = "report"
    CALENDAR = "calendar"
    AUTO_REPLIED = "auto_replied"
    AUTOREPLY_HEADER = "autoreply_header"
    FAILED_RECIPIENTS = "failed_recipients"
    DAEMON = "daemon"
    # how it came
    NULL_PATH = "null_path"
    GENERATED = "generated"
    PRECEDENCE = "precedence"
    LIST = "list"
    RULE = "rule"
    SUPPRESS = "suppress"
    NOREPLY = "noreply"
    POSTMASTER = "postmaster"
    # what its subject begins with
    ABSENCE_SUBJECT = "absence_subject"
    BOUNCE_SUBJECT = "bounce_subject"
    READ_SUBJECT = "read_subject"
    NOTICE_SUBJECT = "notice_subject"
    MEETING_SUBJECT = "meeting_subject"
    # what its text says
    ABSENCE_TEXT = "absence_text"
    BOUNCE_TEXT = "bounce_text"
    READ_TEXT = "read_text"
    NOTICE_TEXT = "notice_text"
    # what it is about
    ANSWERS_OURS = "answers_ours"
    MACHINE_PREFIX = "machine_prefix"
    RETURNS_A_MAIL = "returns_a_mail"
    RETURNS_OURS = "returns_ours"
    ELSEWHERE = "elsewhere"
    UNSUBSCRIBE = "unsubscribe"
    STRANGER = "stranger"
    OWN_ADDRESS = "own_address"
    OWN_HEADER = "own_header"
    # what a person does
    REPLY = "reply"
    QUESTION = "question"
    REQUEST = "request"
    TOPIC = "topic"
    SAYS_MORE = "says_more"
    ATTACHMENT = "attachment"


class Group(StrEnum):
    """What marks have in common; the marks of a group do not add up."""

    PROOF = "proof"
    ROUTE = "route"
    SUBJECT = "subject"
    TEXT = "text"
    THREAD = "thread"
    RETURNED = "returned"
    ADDRESSEE = "addressee"
    SENDER = "sender"
    OWN = "own"
    PERSON = "person"


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkRow:
    """One mark: whose group it is of, what it weighs, what it means (German, the beginning of no sentence)."""

    group: Group
    weight: int
    words: str


def _row(group: Group, weight: int, words: str) -> MarkRow:
    return MarkRow(group=group, weight=weight, words=words)


MARKS: Final[dict[Mark, MarkRow]] = {
    Mark.OWN_ID: _row(Group.PROOF, PROOF, "Kennung einer eigenen Mail"),
    Mark.DELIVERY_STATUS: _row(Group.PROOF, PROOF, "Zustellbericht"),
    Mark.DISPOSITION: _row(Group.PROOF, PROOF, "Lesebestätigung"),
    Mark.FEEDBACK: _row(Group.PROOF, PROOF, "Beschwerdemeldung"),
    Mark.REPORT: _row(Group.PROOF, PROOF, "Bericht eines Mailservers"),
    Mark.CALENDAR: _row(Group.PROOF, PROOF, "Terminantwort"),
    Mark.AUTO_REPLIED: _row(Group.PROOF, PROOF, "Kopfzeile einer automatischen Antwort"),
    Mark.AUTOREPLY_HEADER: _row(Group.PROOF, PROOF, "Kopfzeile einer automatischen Antwort"),
    Mark.FAILED_RECIPIENTS: _row(Group.PROOF, PROOF, "Kopfzeile einer Unzustellbarkeitsmeldung"),
    Mark.DAEMON: _row(Group.PROOF, PROOF, "ein Mailserver als Absender"),
    Mark.NULL_PATH: _row(Group.ROUTE, 1, "kein Rückweg"),
    Mark.GENERATED: _row(Group.ROUTE, 1, "von einem Programm verschickt (Auto-Submitted)"),
    Mark.PRECEDENCE: _row(Group.ROUTE, 1, "als Massensendung verschickt"),
    Mark.LIST: _row(Group.ROUTE, 1, "über eine Verteilerliste"),
    Mark.RULE: _row(Group.ROUTE, 1, "von einer Posteingangsregel"),
    Mark.SUPPRESS: _row(Group.ROUTE, 1, "wünscht keine automatischen Antworten"),
    Mark.NOREPLY: _row(Group.ROUTE, 1, "Absender nimmt keine Antworten an"),
    Mark.POSTMASTER: _row(Group.ROUTE, 1, "Absender ist die Mailverwaltung"),
    Mark.ABSENCE_SUBJECT: _row(Group.SUBJECT, 2, "Betreff wie eine Abwesenheitsnotiz"),
    Mark.BOUNCE_SUBJECT: _row(Group.SUBJECT, 2, "Betreff wie eine Unzustellbarkeitsmeldung"),
    Mark.READ_SUBJECT: _row(Group.SUBJECT, 2, "Betreff wie eine Lesebestätigung"),
    Mark.NOTICE_SUBJECT: _row(Group.SUBJECT, 2, "Betreff wie der Hinweis eines Programms"),
    Mark.MEETING_SUBJECT: _row(Group.SUBJECT, 3, "Betreff einer Weiterleitungsbenachrichtigung"),
    Mark.ABSENCE_TEXT: _row(Group.TEXT, 2, "Text wie eine Abwesenheitsnotiz"),
    Mark.BOUNCE_TEXT: _row(Group.TEXT, 2, "Text wie eine Unzustellbarkeitsmeldung"),
    Mark.READ_TEXT: _row(Group.TEXT, 2, "Text wie eine Lesebestätigung"),
    Mark.NOTICE_TEXT: _row(Group.TEXT, 1, "Text wie der Hinweis eines Programms"),
    Mark.ANSWERS_OURS: _row(Group.THREAD, 1, "antwortet auf eine eigene Mail ohne „AW:“"),
    Mark.MACHINE_PREFIX: _row(Group.THREAD, 2, "antwortet mit dem Vorsatz eines Mailsystems"),
    Mark.RETURNS_A_MAIL: _row(Group.RETURNED, 2, "bringt eine Mail zurück"),
    Mark.RETURNS_OURS: _row(Group.RETURNED, 3, "bringt eine eigene Mail zurück"),
    Mark.ELSEWHERE: _row(Group.ADDRESSEE, 2, "nicht an dieses Postfach gerichtet"),
    Mark.UNSUBSCRIBE: _row(Group.ADDRESSEE, 2, "lässt sich abbestellen"),
    Mark.STRANGER: _row(Group.SENDER, 1, "fremder Absender"),
    Mark.OWN_ADDRESS: _row(Group.SENDER, 2, "eigene Adresse als Absender"),
    Mark.OWN_HEADER: _row(Group.OWN, 2, "eigene Kopfzeile"),
    Mark.REPLY: _row(Group.PERSON, 0, "beantwortet oder weitergeleitet"),
    Mark.QUESTION: _row(Group.PERSON, 0, "stellt eine Frage"),
    Mark.REQUEST: _row(Group.PERSON, 0, "bittet um etwas"),
    Mark.TOPIC: _row(Group.PERSON, 0, "spricht von der Sache"),
    Mark.SAYS_MORE: _row(Group.PERSON, 0, "sagt mehr als eine Abwesenheitsnotiz"),
    Mark.ATTACHMENT: _row(Group.PERSON, 0, "bringt etwas mit"),
}

# what agrees beyond doubt when it weighs enough, and what its text may hold all the same
_WORDS: Final = frozenset({Mark.QUESTION, Mark.TOPIC})
AGREED: Final = {
    (Mark.BOUNCE_SUBJECT, Mark.BOUNCE_TEXT): _WORDS | {Mark.REQUEST},  # beside both, the mail that came back
    (Mark.MACHINE_PREFIX, Mark.ABSENCE_TEXT): _WORDS,
}


def proved(marks: Collection[Mark]) -> bool:
    """Tell whether one of the marks is a proof."""
    return any(MARKS[mark].group is Group.PROOF for mark in marks)


def weight(marks: Collection[Mark]) -> int:
    """Return what marks weigh together, of each group the heaviest."""
    heaviest: dict[Group, int] = {}
    for row in (MARKS[mark] for mark in marks):
        heaviest[row.group] = max(heaviest.get(row.group, 0), row.weight)
    return sum(heaviest.values())


def certain(marks: Collection[Mark]) -> bool:
    """Tell whether marks leave no doubt that a machine wrote a mail: a proof, or so many that agree."""
    return proved(marks) or (is_automatic(marks) and weight(marks) >= BEYOND_DOUBT)


def words(marks: Collection[Mark]) -> str:
    """Say which marks speak for a machine, for people."""
    return ", ".join(row.words for mark, row in MARKS.items() if mark in marks and row.group is not Group.PERSON)


def is_automatic(marks: Collection[Mark]) -> bool:
    """Tell whether a machine wrote a mail with these marks; what tells of a person outweighs all that is no proof."""
    if proved(marks):
        return True
    told = {mark for mark in marks if MARKS[mark].group is Group.PERSON}
    if not told:
        return weight(marks) >= ENOUGH
    agreed = any(all(mark in marks for mark in kind) and told <= asks for kind, asks in AGREED.items())
    return agreed and weight(marks) >= BEYOND_DOUBT
