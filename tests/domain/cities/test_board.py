"""The order of the board, what is shown of it, and its sums."""

from datetime import date

import pytest

from ozg_workflow.domain.cities.board import COUNTED, CityLine, Order, Show, arranged, chosen, totals
from ozg_workflow.domain.needs import NeedKind


def line(city: str, *, late: int = 0, returned: int = 0, lists: int = 0, ran_on: date | None = None, **waiting: int) -> CityLine:
    found = {NeedKind(kind): number for kind, number in waiting.items()}
    return CityLine(
        key=city.lower(), title="OZG", city=city, late=late, returned=returned, lists=lists, ran_on=ran_on, waiting=found
    )


QUIET = line("Ahlen", returned=5, lists=5, ran_on=date(2026, 3, 2))
LATE = line("Bonn", late=2, returned=1, lists=5, ran_on=date(2026, 2, 2))
CASES = line("Celle", case=7, returned=3, lists=4)
UNKNOWN = line("Düren", unknown=1)
MANY = line("Emden", unknown=3, case=1)
ALL = (QUIET, LATE, CASES, UNKNOWN, MANY)


def cities(lines: list[CityLine]) -> str:
    return "".join(line.city[0] for line in lines)


@pytest.mark.parametrize(
    ("order", "descending", "found"),
    [
        (Order.NEEDS, False, "EDCBA"),
        (Order.NEEDS, True, "ABCDE"),
        (Order.CITY, False, "ABCDE"),
        (Order.CITY, True, "EDCBA"),
        (Order.RETURNS, False, "BCADE"),
        (Order.LATE, False, "BACDE"),
        (Order.RUN, False, "CDEBA"),
    ],
)
def test_those_that_need_somebody_come_first_unless_another_order_is_asked_for(
    order: Order, descending: bool, found: str
) -> None:
    assert cities(arranged(reversed(ALL), order, descending=descending)) == found


def test_umlauts_sort_as_their_letter() -> None:
    assert [one.city for one in arranged([line("Zeven"), line("Öhringen"), line("Olpe")], Order.CITY)] == [
        "Öhringen",
        "Olpe",
        "Zeven",
    ]


@pytest.mark.parametrize(
    ("show", "text", "found"),
    [
        (None, "", "ABCDE"),
        (Show.NEEDS, "", "CDE"),
        (Show.LATE, "", "B"),
        (Show.OPEN, "", "BC"),
        (Show.QUIET, "", "A"),
        (None, "DÜR", "D"),
        (Show.LATE, "dür", ""),
    ],
)
def test_what_is_asked_for_is_shown(show: Show | None, text: str, found: str) -> None:
    assert cities(chosen(ALL, show, text)) == found


def test_the_most_pressing_kind_is_named_with_its_number() -> None:
    assert MANY.urgent_words == "3 Mails mit ungeklärter Zustellung"
    assert CASES.urgent_words == "7 offene Zuständigkeitsfälle"
    assert QUIET.urgent_words == ""
    assert list(COUNTED) == [kind for kind in NeedKind if kind in COUNTED], "in the order of the needs"


def test_the_sums() -> None:
    found = totals(ALL)
    assert (found.cities, found.calling, found.lists, found.returned, found.late, found.needs) == (5, 4, 14, 9, 2, 12)
    assert found.waiting == {NeedKind.UNKNOWN: 4, NeedKind.CASE: 8}
    assert totals(()).cities == 0
