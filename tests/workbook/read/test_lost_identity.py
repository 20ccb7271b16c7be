"""A list without its hidden sheet is found by its services and read with what we know of its rows."""

from collections.abc import Callable
from typing import Any

import pytest
from openpyxl import Workbook as Book

from ozg_workflow.domain.survey.questionnaire import Questionnaire
from ozg_workflow.domain.survey.service_list import ListDocument
from ozg_workflow.workbook.read.reader import (
    KnownRows,
    WorkbookError,
    identity_of,
    open_workbook,
    read_rows,
    resemblance,
    row_contents,
)

Fill = Callable[..., bytes]


def known_of(document: ListDocument, **other: Any) -> KnownRows:
    values = {
        "list_id": document.list_id,
        "version": document.version,
        "row_ids": {row.number: row.row_id for row in document.rows},
        "keys": {row.number: row.key for row in document.rows},
        "names": {row.number: row.name for row in document.rows},
    }
    return KnownRows(**(values | other))


@pytest.fixture
def known(make_document: Callable[[int], ListDocument]) -> KnownRows:
    return known_of(make_document(6))


@pytest.fixture
def anonymous(filled: bytes, fill: Fill) -> Callable[..., bytes]:
    """The filled list without its hidden sheet."""

    def apply(change: Callable[[Book], None] | None = None, **cells: Any) -> bytes:
        def remove(book: Book) -> None:
            if change:
                change(book)
            del book["_ozg"]

        return fill(filled, remove, **cells)

    return apply


def test_a_list_without_its_hidden_sheet_is_read_with_the_rows_we_know(
    anonymous: Callable[..., bytes], known: KnownRows, filled: bytes, questionnaire: Questionnaire
) -> None:
    workbook = open_workbook(anonymous(), "x.xlsx")
    assert identity_of(workbook) is None
    returned = read_rows(workbook, questionnaire, known=known)
    assert (returned.token, returned.list_id, returned.version) == ("", 41, 2)
    assert returned.rows == read_rows(open_workbook(filled, "x.xlsx"), questionnaire).rows
    assert returned.remarks == ()


def test_without_hidden_sheet_and_known_rows_it_is_refused(anonymous: Callable[..., bytes], questionnaire: Questionnaire) -> None:
    with pytest.raises(WorkbookError, match="Kennung der Amtsliste"):
        read_rows(open_workbook(anonymous(), "x.xlsx"), questionnaire)


def test_known_rows_count_more_than_a_hidden_sheet_that_was_tampered_with(
    filled: bytes, fill: Fill, known: KnownRows, questionnaire: Questionnaire
) -> None:
    def swap(book: Book) -> None:
        book["_ozg"]["B9"], book["_ozg"]["B10"] = 902, 901

    returned = read_rows(open_workbook(fill(filled, swap), "x.xlsx"), questionnaire, known=known)
    assert [row.row_id for row in returned.rows] == [901, 902, 903, 904, 905, 906]
    assert returned.token == "0123456789abcdef0123456789abcdef01234567"


def test_lists_sent_before_the_hidden_sheet_had_names_are_still_read(
    filled: bytes, fill: Fill, questionnaire: Questionnaire
) -> None:
    def without_names(book: Book) -> None:
        for row in range(8, 15):
            book["_ozg"].cell(row, 4).value = None

    returned = read_rows(open_workbook(fill(filled, without_names), "x.xlsx"), questionnaire)
    assert [row.row_id for row in returned.rows] == [901, 902, 903, 904, 905, 906]


def test_a_list_resembles_itself_wholly_and_another_not_at_all(
    anonymous: Callable[..., bytes], known: KnownRows, make_document: Callable[[int], ListDocument]
) -> None:
    workbook = open_workbook(anonymous(), "x.xlsx")
    assert resemblance(workbook, known) == 1.0
    foreign = known_of(
        make_document(4), keys={n: f"11{n:012d}" for n in range(1, 5)}, names={n: f"Anderes {n}" for n in range(1, 5)}
    )
    assert resemblance(workbook, foreign) == 0.0
    assert resemblance(workbook, known_of(make_document(0))) == 0.0


def test_resemblance_is_the_share_of_rows_that_are_still_there(
    anonymous: Callable[..., bytes], make_document: Callable[[int], ListDocument]
) -> None:
    contents = row_contents(open_workbook(anonymous(lambda book: book["Amtsliste"].delete_rows(9, 2)), "x.xlsx"))
    assert resemblance(contents, known_of(make_document(6))) == pytest.approx(4 / 6)
    assert resemblance(contents, known_of(make_document(8))) == pytest.approx(4 / 8)


def test_a_row_resembles_by_key_or_by_name_wherever_it_stands(anonymous: Callable[..., bytes], known: KnownRows) -> None:
    numbers_as_keys = {f"B{row}": float(99000000000000 + row - 4) for row in (5, 6, 8, 9, 10)}
    without_names = {f"C{row}": None for row in (5, 6, 8, 9, 10)}
    assert resemblance(open_workbook(anonymous(**numbers_as_keys, **without_names), "x"), known) == 1.0
    assert resemblance(open_workbook(anonymous(**{f"B{row}": None for row in range(5, 11)}), "x"), known) == 1.0


def test_a_name_that_occurs_twice_counts_only_beside_its_number(
    anonymous: Callable[..., bytes], make_document: Callable[[int], ListDocument]
) -> None:
    twice = known_of(make_document(2), keys={1: "", 2: ""}, names={1: "Gleich", 2: "Gleich"})
    cells = {f"{column}{row}": None for column in "ABC" for row in range(5, 11)}
    assert resemblance(open_workbook(anonymous(**(cells | {"A5": 1, "C5": "gleich", "C6": "Gleich"})), "x"), twice) == 0.5


def test_the_hidden_sheet_itself_is_no_resemblance(filled: bytes, fill: Fill, known: KnownRows) -> None:
    def only_identity(book: Book) -> None:
        del book["Amtsliste"]

    assert resemblance(open_workbook(fill(filled, only_identity), "x.xlsx"), known) == 0.0
