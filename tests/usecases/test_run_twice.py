"""Every step may run twice: the second run changes neither the database nor a report."""

from collections.abc import Callable

import pytest

from tests.usecases.test_results import answered, started  # noqa: F401 - fixtures
from tests.usecases.town import Town, not_ours

Run = Callable[[Town], object]


def step(*names: str) -> Run:
    return lambda town: town.do(*names)


def with_mail(town: Town) -> None:
    """Collect, with the same unanswered question in the mailbox each time."""
    town.do("collect")


CASES: dict[str, tuple[str, str, Run]] = {
    "prepare": ("asked", "2020-04-06", lambda town: town.prepare()),
    "announce": ("asked", "2020-04-02", step("announce")),
    "send-lists": ("town", "2020-03-25", step("send-lists")),
    "send-supplements": ("asked", "2020-04-06", step("send-supplements")),
    "collect": ("asked", "2020-04-06", with_mail),
    "remind": ("asked", "2020-05-13", step("remind")),
    "update-milestones": ("asked", "2020-05-04", step("update-milestones")),
    "digest": ("asked", "2020-04-06", step("digest")),
    "deliver": ("asked", "2020-05-13", step("remind", "deliver")),
    "evaluate": ("answered", "2020-06-02", step("evaluate")),
    "present": ("answered", "2020-07-01", step("evaluate", "present")),
    "start-implementation": ("answered", "2020-09-01", step("evaluate", "start-implementation")),
    "track": ("started", "2021-03-01", step("track")),
    "report-completion": ("started", "2022-12-30", step("report-completion")),
    "run-day": ("asked", "2020-04-06", lambda town: town.run_day(town.clock.today)),
}


@pytest.mark.parametrize("name", CASES)
def test_the_second_run_changes_nothing(name: str, request: pytest.FixtureRequest) -> None:
    fixture, day, run = CASES[name]
    town: Town = request.getfixturevalue(fixture)
    if fixture == "asked":
        town.send_back("50", {2: not_ours("Amt 34")})
        town.drop(town.letter({}, sender="krueger@bielefeld.example", subject="Frage"))
        if name != "collect":
            town.do("collect", "deliver")
    town.day(day)
    run(town)
    before = town.dump()
    town.clock.wait(minutes=7)
    run(town)
    after = town.dump()
    assert [table for table in before if before[table] != after[table]] == []
