"""Who behaves how: every office of the sample city has a character, so that the round shows what happens in real ones."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from ozg_workflow.demo.filling import Value


class Manner(StrEnum):
    """How an office answers the Amtsliste."""

    COMPLETE = "complete"
    HALF = "half"  # only half of the rows at first
    CARELESS = "careless"  # some cells cannot be read
    NIL = "nil"  # Fehlanzeige
    NEVER = "never"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mistake:
    """What a clerk enters into one cell, and what is meant by it.

    `number` is the row's number; `given` are further cells of the row this mistake goes with; without `meant` the
    office's facts are meant.
    """

    number: int
    heading: str
    value: Value
    given: tuple[tuple[str, Value], ...] = ()
    meant: Value = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Character:
    """When and how an office answers: on a day, or once a mail comes whose subject starts with `waits_for`."""

    manner: Manner = Manner.COMPLETE
    answers_on: date | None = None
    waits_for: str = ""
    renames: bool = False
    mistakes: tuple[Mistake, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class WrongProposal:
    """A service the catalogue proposes to the wrong office: who is responsible, and what the wrong office writes."""

    office: str
    written: str


FIRST_REMINDER, OVERDUE, ESCALATION = "Erinnerung vor der Frist", "Erinnerung nach der Frist", "Ausstehende Amtslisten"


def _on(
    month: int, day: int, manner: Manner = Manner.COMPLETE, *, renames: bool = False, mistakes: tuple[Mistake, ...] = ()
) -> Character:
    return Character(manner=manner, answers_on=date(2020, month, day), renames=renames, mistakes=mistakes)


ENVIRONMENT_MISTAKES: Final = (
    Mistake(number=1, heading="Personaleinsatz (VZÄ)", value="eine halbe Stelle", meant=0.5),
    Mistake(number=2, heading="Stufe heute", value="mittel"),
    Mistake(
        number=3,
        heading="Rechtsgrundlage des Hemmnisses",
        value=None,
        given=(("Rechtliches Hemmnis", "Schriftform"),),
        meant="§ 3a VwVfG NRW",
    ),
)
BUILDING_MISTAKES: Final = (
    Mistake(number=1, heading="Fallzahl pro Jahr", value="ca. zweihundert", meant=200),
    Mistake(number=3, heading="Technikunterstützung heute", value="eigenes Programm"),
    Mistake(
        number=4,
        heading="Geplant zum",
        value="31.02.2021",
        given=(("Online-Angebot fest geplant?", "ja"),),
        meant=date(2021, 3, 1),
    ),
    Mistake(number=6, heading="Komplexität aus Bürgersicht", value=None),
)

CHARACTERS: Final = MappingProxyType(
    {
        "13": _on(3, 27, Manner.NIL),
        "10": _on(3, 31),
        "52": _on(4, 1),
        "22": _on(4, 2),
        "39": _on(4, 3),
        "12": _on(4, 6),
        "23": _on(4, 8),
        "40": _on(4, 15),
        "50": _on(4, 16, Manner.HALF),
        "14": _on(4, 17, Manner.NIL),
        "34": _on(4, 20),
        "33": _on(4, 22, Manner.HALF),
        "36": _on(4, 23, Manner.CARELESS, mistakes=ENVIRONMENT_MISTAKES),
        "66": _on(4, 24),
        "63": _on(4, 28, Manner.CARELESS, mistakes=BUILDING_MISTAKES),
        "41": _on(4, 29, renames=True),
        "51": _on(4, 30),
        "67": _on(5, 4),
        "53": _on(5, 5),
        "64": _on(5, 6),
        "70": _on(5, 7),
        "32": _on(5, 11),
        "60": _on(5, 13),
        "20": Character(waits_for=FIRST_REMINDER),
        "61": Character(waits_for=FIRST_REMINDER),
        "30": Character(manner=Manner.NIL, waits_for=FIRST_REMINDER),
        "37": Character(waits_for=OVERDUE),
        "80": Character(waits_for=ESCALATION),
        "62": Character(manner=Manner.NEVER),
    }
)
SOMEBODY: Final = _on(5, 8)  # an office that was added to the sample configuration

# key of the service → where it belongs
WRONG_PROPOSALS: Final = MappingProxyType(
    {
        "99110009104001": WrongProposal(office="32", written="Amt 32"),
        "99071002001000": WrongProposal(office="51", written="Jugendamt"),
        "99110003001000": WrongProposal(office="39", written="Veterinäramt"),
        "99088028058000": WrongProposal(office="53", written="53"),
        "99107022012000": WrongProposal(office="64", written="Amt 64"),
        "99108009012000": WrongProposal(office="32", written=""),
        "99108028000000": WrongProposal(office="70", written="70"),
        "99001004000000": WrongProposal(office="70", written="der Bauhof"),
    }
)

# one office reports its progress wrongly once
PROGRESS_MISTAKE: Final = Mistake(number=1, heading="Stufe heute", value="fast fertig")
PROGRESS_MISTAKE_OFFICE, PROGRESS_MISTAKE_FROM = "51", date(2021, 9, 1)
