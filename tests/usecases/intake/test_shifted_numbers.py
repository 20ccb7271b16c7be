"""A row was deleted above and the numbers of all others moved: each line is still its service, and the copy shows what it says."""

from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.usecases.town import Town, cell_of, fill, read_letter

pytestmark = pytest.mark.both_databases


def send_back(town: Town, office: str, by: int, changes: dict[int, dict[str, Any]] | None = None) -> None:
    """Send a list back filled in, with all its numbers moved."""
    name, content, letter = town.book(office)
    book = load_workbook(BytesIO(fill(content, changes or {})))
    for (cell,) in book["Amtsliste"].iter_rows(min_row=5, max_col=1):
        cell.value = cell.value + by if isinstance(cell.value, int) else cell.value
    buffer = BytesIO()
    book.save(buffer)
    town.drop(town.letter({name: buffer.getvalue()}, sender=f"amt{office}@bielefeld.example", answers=letter))
    town.do("collect")


@pytest.mark.parametrize("by", [-1, 1])
@pytest.mark.parametrize("office", ["20", "33", "34"])
def test_a_list_whose_numbers_moved_is_back(asked: Town, office: str, by: int) -> None:
    send_back(asked, office, by)
    assert (asked.list_state(office), set(asked.states(office))) == ("returned", {"answered"})
    assert asked.messages("return_with_errors") == []


def test_the_copy_that_is_asked_again_holds_what_was_filled_in(asked: Town) -> None:
    send_back(asked, "33", 1, {2: {"Fallzahl pro Jahr": "viele"}})
    assert asked.states("33") == ["answered", "invalid", "answered"]
    (reply,) = asked.messages("return_with_errors")
    (copy,) = read_letter(asked.content(reply.id)).attachments.values()
    sheet = load_workbook(BytesIO(copy))["Amtsliste"]
    assert [sheet[cell_of(copy, number, "Fallzahl pro Jahr")].value for number in (1, 2, 3)] == [1200, "viele", 1200]
