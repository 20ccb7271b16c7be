"""Measures are read with their services and offices, not one by one."""

import re
from typing import Any

import pytest
from sqlalchemy import event

from tests.usecases.town import Town

ONE_BY_ONE = re.compile(r"FROM (service|office)\s+WHERE \1\.id = ")


def one_by_one(town: Town, day: str, step: str) -> int:
    """How many services and offices a step asks for each by itself."""
    asked: list[str] = []

    def note(*told: Any) -> None:
        asked.append(told[2])

    event.listen(town.app.engine, "before_cursor_execute", note)
    town.day(day, step)
    event.remove(town.app.engine, "before_cursor_execute", note)
    assert asked
    return sum(bool(ONE_BY_ONE.search(statement)) for statement in asked)


@pytest.mark.parametrize(("day", "step"), [("2021-03-01", "track"), ("2022-12-30", "report-completion")])
def test_no_measure_asks_for_its_service_by_itself(started: Town, day: str, step: str) -> None:
    assert one_by_one(started, day, step) == 0
