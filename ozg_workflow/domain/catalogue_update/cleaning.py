"""Repairs what can be repaired in foreign rows, leaves out what cannot be read, and counts each cause once."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from ozg_workflow.domain.catalogue import KEY_PATTERN, OZG_PATTERN
from ozg_workflow.domain.catalogue_update.foreign import (
    ACTIVE,
    ID,
    KEY,
    NAME,
    OZG_ID,
    TYPE,
    Cause,
    CauseKind,
    ForeignCatalogue,
    ForeignRow,
    Place,
    Source,
)
from ozg_workflow.domain.german import normalise
from ozg_workflow.domain.late_pattern import late

LONGEST: Final = {TYPE: 40, "themenfeld": 200}  # characters the database keeps
_AS_NUMBER: Final = late(r"(\d)(?:[.,](\d*))?\s*[eE]\s*\+?\s*0*1[0-9]")
_KEY_SIGNS: Final = late(r"[\d\s.,'\u2019_/-]+")
_AS_DAY: Final = late(r"0?([1-9])[.\-/ ]\s*(?:0?(\d)\.?(?:[.\-/ ]\d{2,4})?|([A-Za-zä]{3,9})\.?(?:[ -]\d{2,4})?)")
_AS_ISO_DAY: Final = late(r"\d{4}-0(\d)-0(\d)(?:T.*)?")
_MONTHS: Final = ("jan", "feb", "mär", "apr", "mai", "jun")
_OTHER_MONTHS: Final = {"mar": "mär", "mrz": "mär", "may": "mai"}
_NOT_OURS: Final = frozenset({"1", "2a", "3a", "2/3a", "4a"})  # the Bund or the Land executes


@dataclass(frozen=True, slots=True, kw_only=True)
class Cleaned:
    """What is left of a foreign catalogue; services whose key begins with one of `unsure` may be among the rows left out."""

    catalogue: ForeignCatalogue
    causes: tuple[Cause, ...]
    unsure: tuple[str, ...] = ()


@dataclass(slots=True)
class _Cleaner:
    source: Source
    keys_of: Mapping[str, frozenset[str]]
    places: dict[CauseKind, list[Place]] = field(default_factory=dict)
    unsure: list[str] = field(default_factory=list)

    def note(self, kind: CauseKind, row: ForeignRow, text: str = "") -> None:
        self.places.setdefault(kind, []).append(Place(line=row.line, name=row[NAME] or row[KEY], text=text))


def clean(catalogue: ForeignCatalogue, keys_of: Mapping[str, frozenset[str]]) -> Cleaned:
    """Return what can be used of a catalogue, and every cause once.

    `keys_of` are the keys the city's catalogue has for a name (normalised): a key that Excel destroyed is taken from there.
    """
    cleaner = _Cleaner(source=catalogue.source, keys_of=keys_of)
    rows = [row for found in catalogue.rows if (row := _cleaned(cleaner, found))]
    rows = _once(cleaner, rows)
    causes = tuple(Cause(kind=kind, places=tuple(places)) for kind, places in cleaner.places.items())
    return Cleaned(catalogue=replace(catalogue, rows=tuple(rows)), causes=causes, unsure=tuple(cleaner.unsure))


def is_municipal(row: ForeignRow) -> bool:
    """Tell whether a municipality may execute a service; without a type nobody knows, so it may."""
    types = [part.strip() for part in row[TYPE].split(",") if part.strip()]
    return not types or any(part not in _NOT_OURS for part in types)


def _cleaned(cleaner: _Cleaner, row: ForeignRow) -> ForeignRow | None:
    cells = {column: _one_line(text) for column, text in row.cells.items()}
    row = replace(row, cells=cells, names=tuple(filter(None, map(_one_line, row.names))))
    if row[ACTIVE].casefold() == "nein":
        cleaner.note(CauseKind.INACTIVE, row)
        return None
    if not row[NAME]:
        if any(cells.values()):
            cleaner.note(CauseKind.NO_NAME, row, row[KEY])
        return None
    key = _key(cleaner, row)
    if key is None:
        return None
    cells[KEY] = key
    if cells.get(TYPE):
        cells[TYPE] = _type(cleaner, row)
    if cells.get(OZG_ID):
        cells[OZG_ID] = _ozg_id(cleaner, row)
    for column, most in LONGEST.items():
        if len(cells.get(column, "")) > most:
            cleaner.note(CauseKind.CUT, row, cells[column])
            cells[column] = cells[column][:most].rpartition(",")[0] or cells[column][:most]
    return row


def _one_line(text: str) -> str:
    line = " ".join(text.split())
    return line if line.isprintable() else " ".join("".join(c for c in line if c.isprintable()).split())


def _key(cleaner: _Cleaner, row: ForeignRow) -> str | None:
    """Return the key of a row, empty where it has none, None where the row cannot be used."""
    text = row[KEY]
    if not text or KEY_PATTERN.fullmatch(text):
        return text
    if number := _AS_NUMBER.fullmatch(text):
        return _key_by_name(cleaner, row, number[1] + (number[2] or ""))
    digits = re.sub(r"\D", "", re.sub(r"[.,]0$", "", text))  # a number with its decimals
    if _KEY_SIGNS.fullmatch(text) and len(digits) == 14:
        cleaner.note(CauseKind.KEY_MENDED, row, text)
        return digits
    cleaner.note(CauseKind.BAD_KEY if digits else CauseKind.NO_KEY, row, text)
    return ""


def _key_by_name(cleaner: _Cleaner, row: ForeignRow, digits: str) -> str | None:
    """Return the key that the catalogue has for the name of a row, if it fits what Excel has left of it."""
    start = digits.rstrip("0")
    known = {key for name in (row[NAME], *row.names) for key in cleaner.keys_of.get(normalise(name), ())}
    fitting = [key for key in known if _rounded(key, len(start)) == start]
    if len(fitting) == 1:
        cleaner.note(CauseKind.KEY_BY_NAME, row, row[KEY])
        return fitting[0]
    cleaner.note(CauseKind.KEY_LOST, row, row[KEY])
    cleaner.unsure.append(start)
    return None


def _rounded(key: str, digits: int) -> str:
    """Return the first digits of a key as a spreadsheet rounds them."""
    return str(round(int(key), digits - len(key)))[:digits] if len(key) == 14 and 0 < digits <= 14 else ""


def _type(cleaner: _Cleaner, row: ForeignRow) -> str:
    text = row[TYPE]
    if repaired := _from_day(text):
        cleaner.note(CauseKind.DATE_TYPE, row, f"{text} → {repaired}")
        return repaired
    return text


def _from_day(text: str) -> str:
    """Return `2/3` for `02. Mrz`, `2. März`, `2020-03-02` and `02.03.2020`: what Excel makes of a type; empty for anything else."""
    if iso := _AS_ISO_DAY.fullmatch(text):
        month, day = int(iso[1]), int(iso[2])
    elif (found := _AS_DAY.fullmatch(text)) and (found[3] or "/" not in text):
        word = (found[3] or "").casefold()[:3]
        word = _OTHER_MONTHS.get(word, word)
        day = int(found[1])
        month = int(found[2]) if found[2] else _MONTHS.index(word) + 1 if word in _MONTHS else 0
    else:
        return ""
    return f"{day}/{month}" if month == day + 1 else ""


def _ozg_id(cleaner: _Cleaner, row: ForeignRow) -> str:
    text = row[OZG_ID]
    if OZG_PATTERN.fullmatch(text):
        return text
    found = re.findall(r"(?<!\d)\d{5}(?!\d)", text)
    if found:
        cleaner.note(CauseKind.OZG_ID_MENDED, row, f"{text} → {found[0]}")
        return str(found[0])
    cleaner.note(CauseKind.BAD_OZG_ID, row, text)
    return ""


def _once(cleaner: _Cleaner, rows: list[ForeignRow]) -> list[ForeignRow]:
    """Leave each row out that says the same service again; the same key for other services is told."""
    portal = cleaner.source is Source.PVOG  # one row per address: the same service again and again

    def same(row: ForeignRow) -> tuple[str, ...]:
        return (row[KEY],) if portal and row[KEY] else (row[ID], row[KEY], normalise(row[NAME]))

    kept = _unique(rows, same, lambda row: None if portal else cleaner.note(CauseKind.DOUBLE_ROW, row))
    keys = Counter(row[KEY] for row in kept if row[KEY])
    for row in kept:
        if keys[row[KEY]] > 1:
            cleaner.note(CauseKind.DOUBLE_KEY, row, row[KEY])
    return kept


def _unique(
    rows: Iterable[ForeignRow], same: Callable[[ForeignRow], tuple[str, ...]], tell: Callable[[ForeignRow], None]
) -> list[ForeignRow]:
    seen: set[tuple[str, ...]] = set()
    kept = []
    for row in rows:
        if (what := same(row)) in seen:
            tell(row)
        else:
            seen.add(what)
            kept.append(row)
    return kept
