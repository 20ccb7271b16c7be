"""What comes in the next days, and whom it reaches."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final


class UpcomingKind(StrEnum):
    """What happens on a day, in the order in which a day shows it."""

    DEADLINE = "deadline"
    EVENT = "event"
    STEP = "step"
    INVITATION = "invitation"
    REMINDER = "reminder"
    ESCALATION = "escalation"
    PROGRESS = "progress"
    MEASURE = "measure"
    HARD_STOP = "hard_stop"


UPCOMING_TITLES: Final = {
    UpcomingKind.DEADLINE: "Frist",
    UpcomingKind.EVENT: "Veranstaltung",
    UpcomingKind.STEP: "Schritt des Plans",
    UpcomingKind.INVITATION: "Einladung",
    UpcomingKind.REMINDER: "Erinnerung",
    UpcomingKind.ESCALATION: "Eskalation",
    UpcomingKind.PROGRESS: "Abfrage des Standes",
    UpcomingKind.MEASURE: "Maßnahmen",
    UpcomingKind.HARD_STOP: "Ende der Erinnerungen",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Upcoming:
    """One thing of a day: its words, whom it reaches (names with addresses; empty: nobody by mail), the offices it is about by number.

    `milestone` is the key of the milestone it carries out, where it does.
    """

    kind: UpcomingKind
    words: str
    reaches: tuple[str, ...] = ()
    offices: tuple[str, ...] = ()
    milestone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class UpcomingDay:
    """A day with what comes on it; `works` says whether the town hall does, and so whether anything is sent by itself."""

    day: date
    works: bool
    entries: tuple[Upcoming, ...]
