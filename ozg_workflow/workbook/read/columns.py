"""Finds the list and its columns in a returned workbook: by heading, where one was edited by position, at last by content."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from ozg_workflow.domain.german import composed, normalise
from ozg_workflow.domain.survey.cells import Cell, is_blank
from ozg_workflow.domain.survey.questionnaire import Questionnaire
from ozg_workflow.workbook.layout import FIXED_COLUMNS
from ozg_workflow.workbook.read.contents import resemblance
from ozg_workflow.workbook.read.identity import SEARCHED_ROWS, KnownRows, compact_key, compact_name, integer, is_hidden_sheet
from ozg_workflow.workbook.read.opening import Row, Sheet, Workbook

FEWEST_HEADINGS: Final = 3
KEYS: Final = 3  # of the fixed columns: number, key and name tell the service
ALIKE: Final = 0.5  # share of a list's rows that must stand in a sheet which is read as this list where there are several
NO_HEADINGS: Final = (
    "Die Überschriften der Spalten fehlen; die Angaben wurden nach der ursprünglichen Reihenfolge der Spalten übernommen."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """Where the list is: `fixed` (field → column) and `questions` (key → column) count from 0; `remarks` are German.

    Without headings (`headed`) `heading_row` is the row above the first line. With `asks_again` a remark has to be answered.
    `list_sheets` are the names of all sheets that hold a list, whichever it is.
    """

    sheet: Sheet
    heading_row: int
    fixed: dict[str, int]
    questions: dict[str, int]
    remarks: tuple[str, ...]
    headed: bool
    asks_again: bool
    list_sheets: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Headings:
    """The expected headings in their order, and their places in it by the text to compare with."""

    texts: tuple[str, ...]
    exact: dict[str, list[int]]
    letters: dict[str, list[int]]
    longest: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """A place where the list may be: `places` are expected heading → column."""

    sheet: Sheet
    heading_row: int
    places: dict[int, int]


def find_list(workbook: Workbook, questionnaire: Questionnaire, known: KnownRows) -> Columns | None:
    """Return where the list is, None when neither three headings nor the services of `known` stand in any sheet."""
    headings = _headings((*(c.heading for c in FIXED_COLUMNS), *(q.heading for q in questionnaire.questions)))
    found = [place for sheet in workbook.sheets if (place := _by_headings(sheet, headings))]
    if not found:
        place = next(filter(None, (_by_content(sheet, known, len(headings.texts)) for sheet in workbook.sheets)), None)
        return _columns(place, questionnaire, headings, headed=False) if place else None
    if len(found) == 1:
        return _columns(found[0], questionnaire, headings)
    shares = {place.sheet.name: resemblance(_alone(workbook, place.sheet), known) for place in found}
    found.sort(key=lambda place: (shares[place.sheet.name] >= ALIKE, len(place.places), _answer_count(place)), reverse=True)
    best = found[0]
    foreign = [place for place in found[1:] if shares[place.sheet.name] < ALIKE <= shares[best.sheet.name]]
    copies = [place for place in found if place not in foreign and len(place.places) == len(best.places)]
    asked = (*_remark_on_copies(copies), *map(_remark_on_foreign, filter(_answers, foreign)))
    columns = _columns(best, questionnaire, headings, asked=asked)
    return replace(columns, list_sheets=frozenset(place.sheet.name for place in found))


def _alone(workbook: Workbook, sheet: Sheet) -> Workbook:
    return Workbook(file_name=workbook.file_name, sheets=(sheet,))


@lru_cache(maxsize=16)
def _headings(texts: tuple[str, ...]) -> _Headings:
    exact: dict[str, list[int]] = {}
    letters: dict[str, list[int]] = {}
    for index, text in enumerate(texts):
        exact.setdefault(normalise(text), []).append(index)
        letters.setdefault(_letters(text), []).append(index)
    return _Headings(texts=texts, exact=exact, letters=letters, longest=max(map(len, texts)) + 20)


def _letters(text: str) -> str:
    """Return a heading without what is lost when it is retyped: signs, blanks, line breaks, hyphens."""
    return re.sub(r"[\W_]+", "", composed(text).casefold())


def _by_headings(sheet: Sheet, headings: _Headings) -> _Found | None:
    best: _Found | None = None
    for row, values in enumerate(sheet.rows):
        if row >= SEARCHED_ROWS and best:
            break  # further down only where sorting took them there
        places = _places(values, headings)
        if len(places) >= FEWEST_HEADINGS and (best is None or len(places) > len(best.places)):
            best = _Found(sheet=sheet, heading_row=row, places=places)
            if len(places) == len(headings.texts):
                break
    return best and _Found(sheet=sheet, heading_row=best.heading_row, places=_completed(best, len(headings.texts)))


def _places(values: Row, headings: _Headings) -> dict[int, int]:
    """Return which expected heading (by index) stands in which column."""
    places: dict[int, int] = {}
    texts = [(column, value) for column, value in enumerate(values) if isinstance(value, str) and len(value) <= headings.longest]
    if len(texts) < FEWEST_HEADINGS:
        return places
    for column, text in texts:
        indexes = headings.exact.get(normalise(text)) or headings.letters.get(_letters(text)) or ()
        index = next((index for index in indexes if index not in places), None)
        if index is not None:
            places[index] = column
    return places


def _completed(found: _Found, count: int) -> dict[int, int]:
    """Add columns whose heading was edited: those that stand where the neighbours before or after let expect them.

    A column that is taken by another heading or holds nothing at all has been deleted.
    """
    places = dict(found.places)
    for index in (index for index in range(count) if index not in found.places):
        candidates = {index + shift for shift in _shifts(found.places, index)} - set(places.values())
        filled = [column for column in candidates if column >= 0 and _holds_values(found, column)]
        if len(filled) == 1:
            places[index] = filled[0]
    return places


def _shifts(places: dict[int, int], index: int) -> Iterator[int]:
    before, after = [i for i in places if i < index], [i for i in places if i > index]
    for neighbour in (*([max(before)] if before else []), *([min(after)] if after else [])):
        yield places[neighbour] - neighbour


def _holds_values(found: _Found, column: int) -> bool:
    return any(len(row) > column and not is_blank(row[column]) for row in found.sheet.rows[found.heading_row :])


def _by_content(sheet: Sheet, known: KnownRows, count: int) -> _Found | None:
    """Return a list without headings: most of its lines have number and key, or number and name, in neighbouring columns."""
    if is_hidden_sheet(sheet.rows):
        return None
    keys = {(number, compact_key(key)) for number, key in known.keys.items() if key}
    names = {(number, compact_name(name)) for number, name in known.names.items() if name}
    for shift in range(SEARCHED_ROWS):
        lines = [n for n, row in enumerate(sheet.rows) if len(row) > shift + 2 and _is_service(row[shift:], keys, names)]
        if lines and 2 * len(lines) > len(known.row_ids):
            return _Found(sheet=sheet, heading_row=lines[0] - 1, places={index: index + shift for index in range(count)})
    return None


def _is_service(row: Row, keys: set[tuple[int, str]], names: set[tuple[int, str]]) -> bool:
    number = integer(row[0])
    return number is not None and ((number, compact_key(row[1])) in keys or (number, compact_name(row[2])) in names)


def _answer_count(found: _Found) -> int:
    return len(_answers(found))


def _answers(found: _Found) -> list[Cell]:
    columns = [column for index, column in sorted(found.places.items()) if index >= len(FIXED_COLUMNS)]
    rows = found.sheet.rows[found.heading_row + 1 :]
    return [row[column] for row in rows for column in columns if column < len(row) and not is_blank(row[column])]


def _answered_lines(found: _Found) -> set[tuple[Cell, ...]]:
    """Return the lines with answers, each with what tells its service, wherever it stands."""
    own = [column for index, column in sorted(found.places.items()) if index < KEYS]
    columns = [column for index, column in sorted(found.places.items()) if index >= len(FIXED_COLUMNS)]
    rows = (row + (None,) * (max(found.places.values()) + 1 - len(row)) for row in found.sheet.rows[found.heading_row + 1 :])
    return {tuple(row[c] for c in (*own, *columns)) for row in rows if any(not is_blank(row[c]) for c in columns)}


def _remark_on_copies(found: list[_Found]) -> tuple[str, ...]:
    first, others = found[0], found[1:]
    different = [other for other in others if (lines := _answered_lines(other)) and lines != _answered_lines(first)]
    if not different:
        return ()
    return (f"Die Liste steht in mehreren Blättern mit verschiedenen Angaben; gewertet wurde das Blatt „{first.sheet.name}“.",)


def _remark_on_foreign(found: _Found) -> str:
    return (
        f"Das Blatt „{found.sheet.name}“ enthält Zeilen einer anderen Liste; es wurde nicht übernommen. Bitte senden Sie jede Liste "
        "in ihrer eigenen Datei zurück."
    )


def _columns(
    found: _Found, questionnaire: Questionnaire, headings: _Headings, *, headed: bool = True, asked: tuple[str, ...] = ()
) -> Columns:
    first, places = len(FIXED_COLUMNS), found.places
    missing = [heading for index, heading in enumerate(headings.texts) if index >= first and index not in places]
    return Columns(
        sheet=found.sheet,
        heading_row=found.heading_row,
        fixed={column.field: places[index] for index, column in enumerate(FIXED_COLUMNS) if index in places},
        questions={q.key: places[index] for index, q in enumerate(questionnaire.questions, first) if index in places},
        remarks=(
            *(f"Die Spalte „{heading}“ fehlt in der zurückgesandten Liste." for heading in missing),
            *(() if headed else (NO_HEADINGS,)),
            *asked,
        ),
        headed=headed,
        asks_again=bool(asked),
        list_sheets=frozenset({found.sheet.name}),
    )
