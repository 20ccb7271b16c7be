"""A city that begins: its key and its mailboxes follow from its name, year and domain."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

KINDS: Final = frozenset(
    [
        "stadt",
        "gemeinde",
        "markt",
        "kreis",
        "landkreis",
        "freie",
        "und",
        "kreisfreie",
        "große",
        "landeshauptstadt",
        "hansestadt",
        "universitätsstadt",
        "kreisstadt",
        "samtgemeinde",
        "verbandsgemeinde",
    ]
)
UMLAUTS: Final = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
SAMPLE_LAND: Final = "NW"
LONGEST_SLUG: Final = 50  # a key has at most 60 characters, and the year follows


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDepartment:
    """A Dezernat as it was named: `1`, `Finanzen und Personal`."""

    number: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCity:
    """A city with its Land (ISO 3166-2 without `DE-`), the year of its plan and its mail domain; without Dezernate it takes the sample's."""

    name: str
    land: str
    year: int
    domain: str
    departments: tuple[NewDepartment, ...] = ()

    @property
    def key(self) -> str:
        """The key of the rollout, and its folder: `musterhausen-2027`."""
        return f"{slug(self.name)}-{self.year}"

    def address(self, mailbox: str) -> str:
        """Return an address of the city."""
        return f"{mailbox}@{self.domain}"


def department_mailbox(number: str) -> str:
    """Return the name of a Dezernat's mailbox: `dezernat1`, `dezernat-ob`."""
    return f"dezernat{number}" if number.isdigit() else f"dezernat-{number.lower()}"


def slug(name: str) -> str:
    """Return the name of a city in ASCII without what kind of town it is: `Stadt Mühlhausen` → `muehlhausen`; empty where nothing is left."""
    words = unicodedata.normalize("NFC", name).lower().split()
    while len(words) > 1 and words[0] in KINDS:
        words.pop(0)
    plain = unicodedata.normalize("NFKD", " ".join(words).translate(UMLAUTS)).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:LONGEST_SLUG].strip("-")
