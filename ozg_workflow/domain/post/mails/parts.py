"""Rows that several mails show, and what their samples have in common."""

import datetime as dt
from dataclasses import dataclass
from datetime import date
from typing import Final

DEPARTMENT: Final = "Dezernat 2 – Schule, Bürger und Kultur"
HEAD: Final = "Herr Brandes"
RETURN_TO: Final = "ozg@bielefeld.example"
DUE_ON: Final = date(2020, 5, 15)
RESPONSIBILITY_DUE_ON: Final = date(2020, 4, 30)
TARGET: Final = "Stufe 4 – Online-Transaktion"
BOARD: Final = "Geschäftsstelle des Verwaltungsvorstands"
COORDINATOR: Final = "Frau Kerstin Lindner"


@dataclass(frozen=True, slots=True, kw_only=True)
class MilestoneLine:
    """A milestone of the plan; `date_label` as people read it, `ab 01.04.2020`."""

    date_label: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EventLine:
    """An information event; its times are text, `10:00`."""

    date: dt.date
    starts_at: str
    ends_at: str
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ListLine:
    """An Amtsliste that is sent with the mail, and the number of its services."""

    office_title: str
    rows: int
    file_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DisputedLine:
    """A service the office says is not its own, or only in part (`shared`), and whom it `named` (quoted, or an en dash).

    `office` is the title of the office or the body that has it now, empty while that is open; `next` is how it goes on.
    """

    number: int
    name: str
    office: str
    named: str
    next: str
    shared: bool = False


def sample_milestones() -> tuple[MilestoneLine, ...]:
    """Return the plan of 2020."""
    plan = (
        ("25.03.2020", "Versendung der Amtslisten + Ausfüllhilfe an die Dezernatspostfächer"),
        ("ab 01.04.2020", "Datenerhebung mit den Organisationseinheiten"),
        ("bis 30.04.2020", "Rücklauf bei fehlerhafter Zuständigkeit der OZG-Amtsliste an das OZG-Postfach"),
        ("bis 15.05.2020", "Rücksendung der Amtslisten an das OZG-Postfach"),
        ("Juli 2020", "Vorstellung der Priorisierung und Planung im Verwaltungsvorstand"),
        ("ab 01.09.2020", "Beginn der Umsetzung"),
    )
    return tuple(MilestoneLine(date_label=when, title=what) for when, what in plan)


def sample_events() -> tuple[EventLine, ...]:
    """Return the two events of 2020."""
    place = "Neues Rathaus, Raum Rochdale, 1. Etage"
    return (
        EventLine(date=date(2020, 3, 31), starts_at="10:00", ends_at="11:30", place=place),
        EventLine(date=date(2020, 4, 7), starts_at="14:00", ends_at="15:30", place=place),
    )


def sample_list(number: str, name: str, rows: int, file_title: str = "OZG-Amtsliste") -> ListLine:
    """Return the list of an office."""
    return ListLine(office_title=f"Amt {number} – {name}", rows=rows, file_name=f"{file_title}_{number}_{name}_v1.xlsx")


@dataclass(frozen=True, slots=True, kw_only=True)
class LateRow:
    """A row about a service that the office has no more: what became of it (`survey.late_answers.Fate`), who has the service since when."""

    number: int
    name: str
    fate: str
    office: str
    since: date | None


SAMPLE_LATE = (
    LateRow(
        number=4,
        name="Bewohnerparkausweis Ausstellung",
        fate="offered",
        office="Amt 65 – Hochbauamt",
        since=date(2020, 4, 14),
    ),
    LateRow(number=9, name="Fundtier Anzeige", fate="gone", office="", since=None),
)
