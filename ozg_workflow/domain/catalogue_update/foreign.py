"""Rows of a catalogue that comes from elsewhere, under the names of our own columns, and what was wrong with them."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

ID: Final = "id"
KEY: Final = "leika_schluessel"
NAME: Final = "bezeichnung"
TYPE: Final = "leika_typ"
OZG_ID: Final = "ozg_id"
OZG_NAME: Final = "ozg_leistung"
THEME: Final = "themenfeld"
LEGAL_BASIS: Final = "rechtsgrundlage"
SDG: Final = "sdg2"  # "1": a service of annex II of the SDG regulation, "0": none, empty: not known
OFFICE: Final = "amt"
SOURCE: Final = "quelle"  # where a row of the catalogue came from; empty: the city wrote it
SOURCE_NAME: Final = "bezeichnung_quelle"  # what the source called it, where the city has a name of its own for it
ACTIVE: Final = "aktiv"  # of an Open-PVOG export only: "nein" is a service that no portal shows any more

DESCRIBING: Final = (KEY, NAME, TYPE, OZG_ID, OZG_NAME, THEME, LEGAL_BASIS, SDG)  # what a source may say of a service

FILLED_UP: Final = (LEGAL_BASIS, SDG)  # the catalogue gets these columns when a source knows them


class Source(StrEnum):
    """The formats a catalogue comes in."""

    LEIKA = "leika"  # the CSV of the LeiKa
    FIM = "fim"  # the JSON of the FIM portal
    PVOG = "pvog"  # an export of the Open-PVOG: what the portals show of one municipality
    OWN = "own"  # our own catalogue.csv
    EXCEL = "excel"  # any other table, by a mapping of its columns


SOURCE_TITLES: Final = {
    Source.LEIKA: "LeiKa (CSV)",
    Source.FIM: "FIM-Portal (JSON)",
    Source.PVOG: "Open-PVOG (Export)",
    Source.OWN: "eigener Katalog",
    Source.EXCEL: "fremde Tabelle",
}

# only these claim to hold every service: what once came from one of them and is not in it any more is gone
COMPLETE: Final = frozenset({Source.LEIKA, Source.FIM})


@dataclass(frozen=True, slots=True)
class ForeignRow:
    """One service of a foreign file: line (from 1; in JSON the number of the object), our column → text, other names of the same service."""

    line: int
    cells: Mapping[str, str]
    names: tuple[str, ...] = ()

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeignCatalogue:
    """All services of a foreign file; `columns` are those of ours that it knows, the others are never touched."""

    source: Source
    columns: tuple[str, ...]
    rows: tuple[ForeignRow, ...]


class CauseKind(StrEnum):
    """Why rows of a foreign file were read otherwise than they stand there, or not at all."""

    NO_KEY = "no_key"  # words where the key should stand
    KEY_MENDED = "key_mended"  # blanks or signs between its digits
    KEY_BY_NAME = "key_by_name"  # Excel made a number of it; the catalogue has the name once
    KEY_LOST = "key_lost"  # the same, and nobody knows which: left out
    BAD_KEY = "bad_key"  # not 14 digits: taken over without a key
    DOUBLE_KEY = "double_key"
    DOUBLE_ROW = "double_row"
    NO_NAME = "no_name"
    DATE_TYPE = "date_type"  # Excel made a day of 2/3
    OZG_ID_MENDED = "ozg_id_mended"
    BAD_OZG_ID = "bad_ozg_id"
    CUT = "cut"
    NOT_MUNICIPAL = "not_municipal"
    INACTIVE = "inactive"
    AMBIGUOUS = "ambiguous"
    UNKNOWN_OFFICE = "unknown_office"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One row with its line and what stood there."""

    line: int
    name: str
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """One thing that is wrong, with all rows it is wrong in."""

    kind: CauseKind
    places: tuple[Place, ...]
