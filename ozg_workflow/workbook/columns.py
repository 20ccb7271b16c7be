"""Finds the list and its columns in a returned workbook, by heading and, where one was edited, by position."""

from dataclasses import dataclass

from ozg_workflow.domain.answers import Cell, is_blank
from ozg_workflow.domain.german import normalise
from ozg_workflow.domain.questionnaire import Questionnaire
from ozg_workflow.workbook.layout import FIXED_COLUMNS
from ozg_workflow.workbook.opening import Sheet, Workbook

SEARCHED_ROWS = 30
FEWEST_HEADINGS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """Where the list is: `fixed` (field → column) and `questions` (key → column) count from 0, `missing` are headings."""

    sheet: Sheet
    heading_row: int
    fixed: dict[str, int]
    questions: dict[str, int]
    missing: tuple[str, ...]


def find_list(workbook: Workbook, questionnaire: Questionnaire) -> Columns | None:
    """Return the place with the most matching headings in the first 30 lines of all sheets; None below three matches."""
    expected = [column.heading for column in FIXED_COLUMNS] + [question.heading for question in questionnaire.questions]
    best: tuple[int, Sheet, int, dict[int, int]] | None = None
    for sheet in workbook.sheets:
        for row, values in enumerate(sheet.rows[:SEARCHED_ROWS]):
            places = _places(values, expected)
            if len(places) >= FEWEST_HEADINGS and (best is None or len(places) > best[0]):
                best = (len(places), sheet, row, places)
    if best is None:
        return None
    _, sheet, row, places = best
    return _columns(sheet, row, _completed(places, len(expected), sheet.rows[row:]), questionnaire, expected)


def _places(values: tuple[Cell, ...], expected: list[str]) -> dict[int, int]:
    """Return which expected heading (by index) stands in which column."""
    found: dict[str, list[int]] = {}
    for column, value in enumerate(values):
        if isinstance(value, str):
            found.setdefault(normalise(value), []).append(column)
    places = {}
    for index, heading in enumerate(expected):
        if columns := found.get(normalise(heading)):
            places[index] = columns.pop(0)
    return places


def _completed(places: dict[int, int], count: int, rows: tuple[tuple[Cell, ...], ...]) -> dict[int, int]:
    """Add columns whose heading was edited, where all others still stand in their original order without a gap.

    `rows` begin with the headings; a column without heading and without values has been deleted.
    """
    shifts = {column - index for index, column in places.items()}
    if len(shifts) != 1:
        return places
    shift = shifts.pop()
    free = {index: index + shift for index in range(count) if index not in places and index + shift >= 0}
    return places | {
        index: column for index, column in free.items() if any(len(row) > column and not is_blank(row[column]) for row in rows)
    }


def _columns(sheet: Sheet, row: int, places: dict[int, int], questionnaire: Questionnaire, expected: list[str]) -> Columns:
    first = len(FIXED_COLUMNS)
    return Columns(
        sheet=sheet,
        heading_row=row,
        fixed={column.field: places[index] for index, column in enumerate(FIXED_COLUMNS) if index in places},
        questions={
            question.key: places[index] for index, question in enumerate(questionnaire.questions, first) if index in places
        },
        missing=tuple(heading for index, heading in enumerate(expected) if index >= first and index not in places),
    )
