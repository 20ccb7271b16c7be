"""Whatever a person types anywhere in a list, reading and validating it raises nothing and invents nothing."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ozg_workflow.domain.survey.answers import validate_row
from ozg_workflow.domain.survey.maturity import MaturityScale
from ozg_workflow.domain.survey.questionnaire import Questionnaire
from ozg_workflow.domain.survey.returns import ReturnedList
from ozg_workflow.workbook.read.reader import (
    KnownRows,
    Workbook,
    WorkbookError,
    identity_of,
    open_workbook,
    read_rows,
    resemblance,
)

values = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.integers(min_value=0, max_value=10),
    st.floats(),
    st.dates(),
    st.datetimes(),
    st.text(max_size=30),
    st.sampled_from(
        [
            "Nr.",
            "Leistung",
            "Fehlanzeige",
            "token",
            "number",
            "ja",
            "#NV",
            "=1",
            "99000000000002",
            "Zuständig?",
            "3 – hoch",
            "\u00a0",
            "²",
        ]
    ),
)
edits = st.lists(st.tuples(st.integers(0, 2), st.integers(0, 14), st.integers(0, 24), values), max_size=15)


@pytest.fixture(scope="module")
def workbook(sent: bytes) -> Workbook:
    return open_workbook(sent, "x.xlsx")


@pytest.fixture(scope="module")
def answered(filled: bytes) -> Workbook:
    return open_workbook(filled, "x.xlsx")


def edited(workbook: Workbook, changes: list[tuple[int, int, int, Any]]) -> Workbook:
    """Return the workbook with (sheet, row, column, value) typed into it."""
    sheets = [[list(row) for row in sheet.rows] for sheet in workbook.sheets]
    for number, row, column, value in changes:
        rows = sheets[number]
        rows.extend([] for _ in range(row + 1 - len(rows)))
        rows[row].extend([None] * (column + 1 - len(rows[row])))
        rows[row][column] = value
    return with_rows(workbook, sheets)


def with_rows(workbook: Workbook, sheets: list[list[list[Any]]]) -> Workbook:
    pairs = zip(workbook.sheets, sheets, strict=True)
    return replace(workbook, sheets=tuple(replace(sheet, rows=tuple(map(tuple, rows))) for sheet, rows in pairs))


def is_sound(returned: ReturnedList) -> bool:
    """No row twice, none that was not sent, and every address is one."""
    numbers = [row.number for row in returned.rows]
    return (
        len(numbers) == len(set(numbers))
        and all(isinstance(row.row_id, int) for row in returned.rows)
        and all(remark.endswith(".") for remark in returned.remarks)
    )


@given(edits)
@example([(0, 4, 0, "²")])
@example([(0, 4, 0, float("nan")), (0, 5, 1, float("inf"))])
@example([(0, 3, column, None) for column in range(21)])
@example([(2, 1, 1, 10**30)])
@example([(2, row, 0, None) for row in range(15)])
def test_random_edits_raise_nothing_but_a_workbook_error(
    workbook: Workbook, questionnaire: Questionnaire, scale: MaturityScale, changes: list[tuple[int, int, int, Any]]
) -> None:
    changed = edited(workbook, changes)
    identity_of(changed)
    try:
        returned = read_rows(changed, questionnaire)
    except WorkbookError:
        return
    assert is_sound(returned)
    for row in returned.rows:
        validate_row(questionnaire, scale, row.cells)


@given(edits)
def test_with_the_rows_we_know_only_these_can_come_back(
    workbook: Workbook, questionnaire: Questionnaire, changes: list[tuple[int, int, int, Any]]
) -> None:
    known = KnownRows(
        list_id=41,
        version=2,
        row_ids={n: 900 + n for n in range(1, 7)},
        keys={n: f"99{n:012d}" for n in range(1, 7)},
        names={n: f"Leistung {n} beantragen" for n in range(1, 7)},
    )
    changed = edited(workbook, changes)
    assert 0 <= resemblance(changed, known) <= 1
    try:
        returned = read_rows(changed, questionnaire, known=known)
    except WorkbookError:
        return
    assert is_sound(returned)
    assert {(row.number, row.row_id) for row in returned.rows} <= set(known.row_ids.items())


@given(st.permutations(list(range(6))), st.permutations(list(range(21))), st.integers(0, 3), st.integers(0, 3))
def test_any_order_of_lines_and_columns_says_the_same(
    answered: Workbook, questionnaire: Questionnaire, lines: list[int], columns: list[int], above: int, left: int
) -> None:
    original = {row.number: row.cells for row in read_rows(answered, questionnaire).rows}
    sheets = [[list(row) + [None] * (21 - len(row)) for row in sheet.rows] for sheet in answered.sheets]
    top, headings, body = sheets[0][:3], sheets[0][3], sheets[0][4:]
    moved = [[row[column] for column in columns] for row in (headings, *(body[line] for line in lines))]
    sheets[0] = [*([[]] * above), *top, *([None] * left + row for row in moved)]
    returned = read_rows(with_rows(answered, sheets), questionnaire)
    assert {row.number: row.cells for row in returned.rows} == original
    assert returned.remarks == ()
