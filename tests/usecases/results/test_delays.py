"""Measures that are late or threaten to be: in the status, what waits for a person, and beside each measure."""

from datetime import date, timedelta
from typing import Any

import pytest

from ozg_workflow.domain.needs import NeedKind
from ozg_workflow.domain.results.implementation import MeasureState
from ozg_workflow.domain.results.lateness import Delay
from ozg_workflow.usecases.cockpit.measures import MeasureFilter, measures
from ozg_workflow.usecases.cockpit.needs import needs
from ozg_workflow.usecases.cockpit.status import status
from ozg_workflow.usecases.results.delays import delayed, delayed_until, expected_days
from tests.usecases.town import Town

WAITS = {"Stufe heute": "Formular-Assistent (2)", "Ziel voraussichtlich erreicht am": date(2023, 6, 30)}


def reported(town: Town, cells: dict[str, Any]) -> None:
    town.day("2021-03-01", "track", "deliver")
    town.send_back("50", good=cells)
    town.day("2021-03-02", "collect", "deliver")


def figures(town: Town) -> tuple[int, int]:
    found = town.status()["implementation"]
    return found["late"], found["threatened"]


def waiting(town: Town) -> list[str]:
    with town.ctx().reading() as work:
        return [need.detail for need in needs(work) if need.kind is NeedKind.MEASURES]


def test_in_time_nothing_is_late(started: Town) -> None:
    assert figures(started) == (0, 0)
    assert waiting(started) == []


@pytest.mark.both_databases
def test_on_the_fourth_of_january_what_missed_its_day_is_named(started: Town) -> None:
    started.clock.set(date(2021, 1, 4))
    with started.ctx().reading() as work:
        late = {item.ref for item in delayed(work)}
    lines = measures(started.ctx(), MeasureFilter(), page=1, size=50).lines.rows
    assert late == {line.ref for line in lines if line.delay is Delay.LATE}
    assert late
    assert figures(started) == (len(late), 0)
    assert all("verspätet" in words for words in waiting(started))


def test_what_its_office_expects_after_the_target_threatens_to_be_late(started: Town) -> None:
    before = figures(started)
    assert before == (0, 0)
    reported(started, WAITS)
    with started.ctx().reading() as work:
        mine = [item for item in delayed(work) if item.office == "50"]
    assert {item.pace.expected_on for item in mine} == {date(2023, 6, 30)}
    assert "30.06.2023" in " ".join(waiting(started))


def test_the_day_said_last_counts_and_none_takes_it_back(started: Town) -> None:
    reported(started, WAITS)
    started.day("2021-10-04", "track", "deliver")
    started.send_back("50", good={"Stufe heute": "Formular-Assistent (2)", "Ziel voraussichtlich erreicht am": None})
    started.day("2021-10-05", "collect", "deliver")
    with started.ctx().reading() as work:
        services = [1, 2, 3, 4, 5, 6, 7, 8]
        assert expected_days(work, services) == {}
        then = work.on(date(2021, 3, 2))
        assert set(expected_days(then, services).values()) == {date(2023, 6, 30)}


@pytest.mark.both_databases
def test_until_a_later_day_all_are_told_that_miss_theirs_or_threaten_to(started: Town) -> None:
    reported(started, WAITS)
    found = measures(started.ctx(), MeasureFilter(), page=1, size=50).lines.rows
    lines = [line for line in found if line.state is not MeasureState.REACHED]
    last = max(line.target_on for line in lines)
    with started.ctx().reading() as work:
        threatened = {item.ref for item in delayed(work) if item.pace.expected_on}
        for day in sorted({line.target_on + timedelta(days=n) for line in lines for n in (0, 1)}):
            late = {line.ref for line in lines if line.target_on < day}
            assert {item.ref for item in delayed_until(work, day)} == late | threatened, day
        assert {item.ref for item in delayed_until(work, last + timedelta(days=1))} == {line.ref for line in lines}
    assert threatened


def test_a_past_evening_shows_what_was_late_then(started: Town) -> None:
    started.clock.set(date(2021, 1, 4))
    assert figures(started)[0] > 0
    then = status(started.ctx(), as_of=date(2020, 9, 1)).implementation
    assert then is not None
    assert (then.late, then.delays) == (0, "")
