"""Which automatic mails a person should look at all the same."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Final

from ozg_workflow.domain import german
from ozg_workflow.domain.post.mail import IncomingKind


class Unusual(StrEnum):
    """Why an automatic mail is unusual."""

    ATTACHMENT = "attachment"
    NO_REFERENCE = "no_reference"
    KNOWN_SENDER = "known_sender"


UNUSUAL_WORDS: Final = {
    Unusual.ATTACHMENT: "mit Anhang",
    Unusual.NO_REFERENCE: "ohne Bezug zu einer Mail von hier",
    Unusual.KNOWN_SENDER: "Absender bekannt, nicht sicher automatisch",
}


def unusual(kind: IncomingKind, *, certain: bool, known_sender: bool, attachment: bool, refers: bool) -> tuple[Unusual, ...]:
    """Return why an automatic mail of this kind is unusual, nothing where it is as such mails are.

    `attachment`: it brings a file that is not ours. `refers`: it is about a mail or an event of ours. `known_sender`: of the
    directory or an allowed domain; only what is not `certain` to be automatic is unusual for it. A copy of a mail of ours never is.
    """
    if kind is IncomingKind.OWN_COPY:
        return ()
    found = {
        Unusual.ATTACHMENT: attachment,
        Unusual.NO_REFERENCE: not refers,
        Unusual.KNOWN_SENDER: known_sender and not certain,
    }
    return tuple(why for why, holds in found.items() if holds)


def in_words(found: Iterable[Unusual]) -> str:
    """Say why, for people; empty for nothing."""
    return ", ".join(UNUSUAL_WORDS[why] for why in found)


def automatic_in_words(automatic: int, unusual_ones: int) -> str:
    """Say how many automatic mails came and how many of them are unusual; empty where none came."""
    if not automatic:
        return ""
    told = german.count(automatic, "automatische Mail", "automatische Mails")
    return (
        f"{told}, davon {unusual_ones} ungewöhnlich („ozg inbox list --all“)." if unusual_ones else f"{told}, keine ungewöhnlich."
    )
