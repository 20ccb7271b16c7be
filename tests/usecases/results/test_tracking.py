"""Whether the implementation has to be followed today."""

import pytest

from ozg_workflow.database.models import Measure
from ozg_workflow.usecases.results.tracking import due_progress_round, tracking_due
from tests.usecases.town import Town


def due(town: Town) -> tuple[bool, str | None]:
    with town.ctx().reading() as work:
        return tracking_due(work), due_progress_round(work)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2021-02-28", (False, None)),
        ("2021-03-01", (True, "stand-2021-03-01")),
        ("2021-08-31", (True, "stand-2021-03-01")),
        ("2022-04-04", (True, "stand-2022-03-01")),
        ("2022-12-31", (True, "stand-2022-10-04")),
        ("2023-01-02", (False, None)),
    ],
)
def test_the_newest_round_whose_day_has_come_is_due_until_the_end_of_the_plan(
    started: Town, day: str, expected: tuple[bool, str | None]
) -> None:
    started.day(day)
    assert due(started) == expected


def test_a_round_is_due_once(started: Town) -> None:
    started.day("2021-03-01", "track")
    assert due(started) == (False, None)
    started.day("2021-09-01")
    assert due(started) == (True, "stand-2021-09-01")


def test_measures_whose_day_has_come_are_a_reason_too(started: Town) -> None:
    started.change(Measure, Measure.id == 1, state="planned")
    assert due(started) == (True, None)


def test_without_measures_there_is_nothing_to_follow(answered: Town) -> None:
    answered.day("2021-03-01")
    assert due(answered) == (False, "stand-2021-03-01")
