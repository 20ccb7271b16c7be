"""A workbook with the lists of several offices is taken apart; one with a single list is left as it is."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from ozg_workflow.domain.survey.maturity import MaturityScale
from ozg_workflow.domain.survey.questionnaire import Questionnaire
from ozg_workflow.domain.survey.service_list import ListDocument
from ozg_workflow.workbook.read.opening import Sheet, Workbook, open_workbook
from ozg_workflow.workbook.read.reader import identity_of, read_rows
from ozg_workflow.workbook.read.several import lists_in
from ozg_workflow.workbook.write.edition import Edition
from ozg_workflow.workbook.write.writer import write_list
from tests.workbook.conftest import CREATED


@pytest.fixture
def books(questionnaire: Questionnaire, scale: MaturityScale, make_document: Callable[[int], ListDocument]) -> list[Workbook]:
    """The lists of two offices with six services each, no two of them the same, and one without any."""
    first, empty = make_document(6), replace(make_document(0), list_id=43)
    rows = tuple(replace(r, row_id=r.row_id + 50, key=r.key and f"88{r.key[2:]}", name=f"Anderes {r.number}") for r in first.rows)
    second = replace(first, list_id=42, rows=rows)
    return [open_workbook(write_list(d, questionnaire, scale, Edition(created=CREATED)), "x") for d in (first, second, empty)]


def together(*sheets: Sheet) -> Workbook:
    return Workbook(file_name="x.xlsx", sheets=sheets)


def list_ids(workbook: Workbook) -> list[int]:
    return [identity.list_id for part in lists_in(workbook) if (identity := identity_of(part))]


def test_one_list_stays_as_it_is(books: list[Workbook]) -> None:
    (only,) = lists_in(books[0])
    assert only is books[0]


def test_a_hidden_sheet_that_was_copied_with_its_list_is_no_second_list(books: list[Workbook]) -> None:
    hidden = books[0].sheets[-1]
    assert list_ids(together(*books[0].sheets, replace(hidden, name="_ozg (2)"))) == [41]


@pytest.mark.parametrize("order", [(0, 1), (1, 0), (0, 1, 2), (2, 1, 0), (0, 2), (2, 0)])
def test_each_list_gets_the_sheets_with_its_services(
    books: list[Workbook], questionnaire: Questionnaire, order: tuple[int, ...]
) -> None:
    visible = [replace(books[n].sheets[0], name=f"Liste {n}") for n in order]
    hidden = [replace(books[n].sheets[-1], name=f"_ozg {n}") for n in reversed(order)]
    parts = lists_in(together(*hidden, *visible))
    read = [read_rows(part, questionnaire) for part in parts]
    assert [(r.list_id, len(r.rows), r.remarks) for r in read] == [(41 + n, 0 if n == 2 else 6, ()) for n in reversed(order)]


def test_a_hidden_sheet_without_its_list_gets_no_sheet_of_another(books: list[Workbook]) -> None:
    parts = lists_in(together(*books[0].sheets, books[1].sheets[-1]))
    assert [len(part.sheets) for part in parts] == [2, 2]
    assert [part.sheets[0].name for part in parts] == ["Amtsliste", "Ausfüllhilfe"]
