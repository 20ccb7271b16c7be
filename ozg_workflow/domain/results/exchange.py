"""The table of measures on its way out and back: which cells a person has changed, and what meanwhile changed here."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from ozg_workflow.domain.results.terms import FIELD_TITLES, Field

SHEET: Final = "Maßnahmen"
MARK: Final = "ozg-massnahmen"  # the first cell of the hidden sheet
NUMBER: Final = "Nr."
REF: Final = "Kennung"
SHOWN: Final = (NUMBER, "Rang", "Leistung", REF, "Stand")  # the columns before those that can be changed
BESIDE: Final = ("Verschoben, weil", "Vorhandene Lösungen")  # the columns behind them, for reading only
Texts = Mapping[Field, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureRow:
    """One measure as it is written: `texts` are what is agreed, in words; `shift` and `solutions` are for reading only."""

    number: int
    rank: int
    name: str
    ref: str
    state: str
    texts: Texts
    shift: str = ""
    solutions: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureTable:
    """All that is written; `options` are the choices of a field."""

    rollout: str
    title: str
    city: str
    rows: tuple[MeasureRow, ...]
    options: Mapping[Field, tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnedRow:
    """One line of a table that came back: its number (None: unreadable), the id of the service beside it, and the cells with their addresses (`F7`)."""

    number: int | None
    place: str
    ref: str = ""
    cells: Mapping[Field, tuple[str, str]]  # address, text


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnedTable:
    """A table that came back: `sent` is what stood in it when it was written, by number."""

    rollout: str
    sent: Mapping[int, Texts]
    rows: tuple[ReturnedRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CellChange:
    """A cell that a person has changed: which measure and field, where it stands, the new words."""

    number: int
    field: Field
    place: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreed:
    """What is agreed today, by number: the words of each field, and the id of the service; `read` returns in these words what a text means."""

    texts: Mapping[int, Texts]
    refs: Mapping[int, str]
    read: Callable[[int, Field, str], str]


def cell_changes(table: ReturnedTable, agreed: Agreed) -> tuple[tuple[CellChange, ...], tuple[str, ...]]:
    """Return what a person has changed, and German sentences about what cannot be taken over.

    A cell that was changed here since, to something else, is one of them, and a number beside the id of another measure; a
    cell that says what is agreed already, in whatever words, is no change.
    """
    now = agreed.texts
    problems = [*_unknown(table, agreed)]
    found: list[CellChange] = []
    for row in table.rows:
        if row.number is None or row.number not in table.sent or row.number not in now:
            continue
        for field, (place, text) in row.cells.items():
            was, is_now = _plain(table.sent[row.number][field]), _plain(now[row.number][field])
            if _plain(text) in (was, is_now) or agreed.read(row.number, field, text) in (was, is_now):
                continue
            if was != is_now:
                problems.append(
                    f"{cell(place)}: {FIELD_TITLES[field]} der Maßnahme {row.number} ist seit der Ausgabe geändert worden "
                    f"(damals „{was}“, jetzt „{is_now}“, in der Datei „{_plain(text)}“)."
                )
            found.append(CellChange(number=row.number, field=field, place=place, text=text))
    return tuple(found), tuple(problems)


def cell(place: str) -> str:
    """Return where a cell stands, in words."""
    return f"Blatt „{SHEET}“, Zelle {place}"


def _unknown(table: ReturnedTable, agreed: Agreed) -> Iterator[str]:
    times, known = Counter(row.number for row in table.rows), set(agreed.refs.values())
    for row in table.rows:
        if row.number is None or row.number not in table.sent:
            yield f"{cell(row.place)}: Das ist keine Nummer einer Maßnahme dieser Ausgabe."
        elif row.number not in agreed.texts:
            yield f"{cell(row.place)}: Die Maßnahme {row.number} gibt es nicht mehr."
        elif times[row.number] > 1:
            yield f"{cell(row.place)}: Die Nummer {row.number} steht in mehreren Zeilen."
        elif row.ref in known and row.ref != agreed.refs[row.number]:
            yield f"{cell(row.place)}: Die Maßnahme {row.number} gehört zu {agreed.refs[row.number]}; in dieser Zeile steht {row.ref}."


def _plain(text: str) -> str:
    return " ".join(text.split())
