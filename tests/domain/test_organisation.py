"""An office always finds its Dezernat, also after it moved and outside the known dates."""

from datetime import date

import pytest

from ozg_workflow.domain.organisation import (
    Department,
    Membership,
    Office,
    Organisation,
    department_of,
    exists_on,
    why_not_in_force,
)

MOVED = (
    Membership(office="80", department="OB", valid_from=date(2019, 1, 1), valid_to=date(2021, 2, 28)),
    Membership(office="80", department="4", valid_from=date(2021, 3, 1)),
    Membership(office="33", department="2", valid_from=date(2019, 1, 1)),
)


@pytest.mark.parametrize(
    ("day", "holds"),
    [(date(2018, 12, 31), False), (date(2019, 1, 1), True), (date(2021, 2, 28), True), (date(2021, 3, 1), False)],
)
def test_an_assignment_holds_on_its_first_and_its_last_day(day: date, holds: bool) -> None:
    assert MOVED[0].holds_on(day) is holds


@pytest.mark.parametrize(
    ("day", "department"),
    [(date(2020, 3, 25), "OB"), (date(2021, 2, 28), "OB"), (date(2021, 3, 1), "4"), (date(2030, 1, 1), "4")],
)
def test_an_office_that_moved_belongs_to_the_department_of_the_day(day: date, department: str) -> None:
    assert department_of(MOVED, "80", day) == department


def test_outside_the_known_dates_the_nearest_assignment_counts() -> None:
    closed = (MOVED[0],)
    assert department_of(MOVED, "80", date(2015, 1, 1)) == "OB"
    assert department_of(closed, "80", date(2025, 1, 1)) == "OB"


def test_the_order_of_the_assignments_does_not_matter() -> None:
    assert department_of(tuple(reversed(MOVED)), "80", date(2021, 6, 1)) == "4"


def test_an_unknown_office_belongs_nowhere() -> None:
    assert department_of(MOVED, "99", date(2020, 1, 1)) is None


def test_addresses_are_collected_in_lower_case_without_empty_ones() -> None:
    department = Department(number="2", name="Bürger", mailbox="Dez2@Stadt.example", head_name="A", head_email="")
    office = Office(number="33", name="Meldeamt", mailbox="amt33@stadt.example", head_name="B", head_email="B@stadt.example")
    organisation = Organisation(departments=(department,), offices=(office,), memberships=())
    assert organisation.addresses() == {"dez2@stadt.example", "amt33@stadt.example", "b@stadt.example"}
    assert department.title == "Dezernat 2 – Bürger"
    assert office.title == "Amt 33 – Meldeamt"


TERMS = (
    Membership(office="36", department="3", valid_from=date.min, valid_to=date(2020, 3, 31)),
    Membership(office="36", department="4", valid_from=date(2020, 5, 1), valid_to=date(2020, 12, 31)),
)


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (date(2020, 3, 31), ""),
        (date(2020, 4, 1), "besteht erst ab dem 01.05.2020"),
        (date(2020, 4, 30), "besteht erst ab dem 01.05.2020"),
        (date(2020, 5, 1), ""),
        (date(2020, 12, 31), ""),
        (date(2021, 1, 1), "bestand nur bis zum 31.12.2020"),
    ],
)
def test_an_office_is_in_force_on_its_first_and_its_last_day_and_says_why_it_is_not(day: date, why: str) -> None:
    assert why_not_in_force(TERMS, "36", day) == why
    assert exists_on(TERMS, "36", day) is not bool(why)


def test_an_office_without_dates_is_always_in_force() -> None:
    assert why_not_in_force((), "36", date(2020, 1, 1)) == ""
