"""Which column of an unknown table is which of ours: proposed from headings and contents, given by a person in doubt."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from ozg_workflow.domain.catalogue_update.foreign import (
    DESCRIBING,
    KEY,
    LEGAL_BASIS,
    NAME,
    OFFICE,
    OZG_ID,
    OZG_NAME,
    SDG,
    THEME,
    TYPE,
)
from ozg_workflow.domain.errors import InputError
from ozg_workflow.domain.late_pattern import late
from ozg_workflow.workspace.foreign.table import ForeignTable, fold

MAPPABLE: Final = (*DESCRIBING, OFFICE)
LOOKED_AT: Final = 200  # rows below the headings
MOST: Final = 0.6  # of the filled cells of a column must look like what it is taken for

_WORDS: Final[Mapping[str, tuple[str, ...]]] = {
    KEY: ("leika_schluessel", "leika-schlüssel", "leika schlüssel", "leistungsschlüssel", "leika-id", "leika id", "leika", "leika-nr.", "schlüssel", "schluessel", "leika-key"),
    NAME: ("bezeichnung", "leistungsbezeichnung", "leistungsname", "leistung", "name der leistung", "name", "titel", "verwaltungsleistung", "leika-leistung", "dienstleistung"),
    TYPE: ("leika_typ", "typ", "leika-typ", "typisierung", "leistungstyp", "regelungs- und vollzugskompetenz"),
    OZG_ID: ("ozg_id", "ozg-id", "ozg id", "ozg-nr.", "ozg-nummer", "ozg-leistungs-id"),
    OZG_NAME: ("ozg_leistung", "ozg-leistung", "ozg leistung", "ozg-bündel", "ozg-bezeichnung"),
    THEME: ("themenfeld", "ozg-themenfeld", "thema"),
    LEGAL_BASIS: ("rechtsgrundlage", "rechtsgrundlagen", "gesetz", "handlungsgrundlage", "handlungsgrundlagen"),
    SDG: ("sdg2", "sdg", "sdg-relevant", "sdg anhang ii"),
    OFFICE: ("amt", "zuständiges amt", "fachamt", "zuständigkeit", "organisationseinheit", "amt-nr.", "dienststelle", "fachbereich"),
}  # fmt: skip
_LOOKS: Final[Mapping[str, Callable[[str], object]]] = {
    KEY: late(r"99[\d .]{12,18}").fullmatch,
    OZG_ID: late(r"1\d{4}").fullmatch,
    TYPE: late(r"[1-9][ab]?(/[1-9][ab]?)?(, ?[1-9][ab]?(/[1-9][ab]?)?)*|0?\d\. ?[A-Za-zä]+\.?|0\d\.0\d\.\d{4}").fullmatch,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnMapping:
    """Our column → heading of the table; `start` is the row of the headings (from 0), `sure` whether a person need not be asked."""

    start: int
    headings: Mapping[str, str]
    places: Mapping[str, int]
    sure: bool

    @property
    def option(self) -> str:
        """The mapping as it stands behind `--columns`."""
        return ",".join(f"{ours}={heading}" for ours, heading in self.headings.items())


def proposed(table: ForeignTable) -> ColumnMapping:
    """Propose a mapping: by headings first, then by what stands in the columns; sure only if headings and contents agree on name and key."""
    start, columns = table.headings(word for words in _WORDS.values() for word in words)
    sample = [cells for _, cells in table.lines[start + 1 : start + 1 + LOOKED_AT]]
    by_heading = {ours: columns[word] for ours, words in _WORDS.items() if (word := _first(words, columns)) is not None}
    places = {ours: place for ours, place in by_heading.items() if _looks(ours, sample, place)}
    taken = set(places.values())
    width = max((len(cells) for cells in sample), default=0)
    for ours in (KEY, OZG_ID):
        if ours not in places:
            like = [n for n in range(width) if n not in taken and _looks(ours, sample, n, filled=True)]
            if len(like) == 1:
                places[ours] = like[0]
                taken.add(like[0])
    if NAME not in places and (longest := _longest(sample, width, taken)) is not None:
        places[NAME] = longest
    sure = {NAME, KEY} <= by_heading.keys() and places.items() == by_heading.items()
    return _mapping(table, start, {ours: places[ours] for ours in MAPPABLE if ours in places}, sure=sure)


def given(table: ForeignTable, option: str) -> ColumnMapping:
    """Return the mapping of `--columns "bezeichnung=Leistungsname,leika_schluessel=Schlüssel"`. Raises InputError naming what does not fit."""
    pairs = _pairs(option)
    start, columns = table.headings(fold(heading) for _, heading in pairs)
    problems = [
        *(f"--columns: Die Spalte „{ours}“ gibt es nicht. Möglich sind: {', '.join(MAPPABLE)}." for ours, _ in pairs if ours not in MAPPABLE),
        *(f"--columns: {table.title} hat keine Spalte „{heading}“. Vorhanden sind: {', '.join(columns)}." for _, heading in pairs if fold(heading) not in columns),
    ]  # fmt: skip
    if NAME not in dict(pairs):
        problems.append(f"--columns: Die Spalte „{NAME}“ fehlt; ohne sie ist keine Leistung zu erkennen.")
    if problems:
        raise InputError("\n".join(problems))
    return _mapping(table, start, {ours: columns[fold(heading)] for ours, heading in pairs}, sure=True)


def _pairs(option: str) -> list[tuple[str, str]]:
    parts = [part.partition("=") for part in re.split(r",(?=\s*\w+=)", option) if part.strip()]  # a heading may hold commas
    if not parts or not all(sign for _, sign, _ in parts):
        raise InputError("--columns erwartet Paare wie „bezeichnung=Leistungsname,leika_schluessel=Schlüssel“.")
    return [(fold(ours), heading.strip()) for ours, _, heading in parts if heading.strip()]


def _mapping(table: ForeignTable, start: int, places: Mapping[str, int], *, sure: bool) -> ColumnMapping:
    heads = table.lines[start][1] if table.lines else ()
    headings = {ours: heads[place] if place < len(heads) else "" for ours, place in places.items()}
    return ColumnMapping(start=start, headings=headings, places=places, sure=sure and all(headings.values()))


def _first(words: Sequence[str], columns: Mapping[str, int]) -> str | None:
    return next((word for word in words if word in columns), None)


def _looks(ours: str, sample: Sequence[Sequence[str]], place: int, *, filled: bool = False) -> bool:
    """Tell whether a column may be what it is taken for; an empty one may be anything unless it has to be `filled`."""
    if ours not in _LOOKS:
        return True
    cells = [row[place].strip() for row in sample if place < len(row) and row[place].strip()]
    fitting = sum(bool(_LOOKS[ours](cell)) for cell in cells)
    return fitting >= MOST * len(cells) if cells else not filled


def _longest(sample: Sequence[Sequence[str]], width: int, taken: set[int]) -> int | None:
    """Return the column with the longest texts that differ: the names."""

    def score(place: int) -> tuple[int, int]:
        cells = [row[place] for row in sample if place < len(row)]
        return len(set(cells)), sum(map(len, cells))

    free = [place for place in range(width) if place not in taken]
    return max(free, key=score) if free else None
