"""Every step may run twice: the second run changes neither the database nor a report."""

from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from tests.usecases.town import Town, copy_home, not_ours, open_town, sent_home, shared_templates

pytestmark = pytest.mark.both_databases

Run = Callable[[Town], object]


@cache
def busy_home(folder: Path) -> Path:
    home = copy_home(sent_home(folder), "beschaeftigt")
    town = Town(home, date(2020, 4, 6), templates=shared_templates())
    write_to(town)
    town.do("collect", "deliver")
    town.close()
    return home


def write_to(town: Town) -> None:
    """An office refuses a service, a head has a question."""
    town.send_back("50", {2: not_ours("Amt 34")})
    town.drop(town.letter({}, sender="krueger@bielefeld.example", subject="Frage"))


@pytest.fixture
def busy(homes: Path) -> Iterator[Town]:
    """A town that has collected and answered two mails on 06.04.2020."""
    yield from open_town(busy_home(homes), date(2020, 4, 6))


@pytest.fixture
def written_to(asked: Town) -> Town:
    """A town with two mails in its mailbox."""
    write_to(asked)
    return asked


def step(*names: str) -> Run:
    return lambda town: town.do(*names)


CASES: dict[str, tuple[str, str, Run]] = {
    "prepare": ("busy", "2020-04-06", lambda town: town.prepare()),
    "follow-offices": ("busy", "2020-04-06", step("follow-offices")),
    "announce": ("busy", "2020-04-02", step("announce")),
    "send-lists": ("town", "2020-03-25", step("send-lists")),
    "send-supplements": ("busy", "2020-04-06", step("send-supplements")),
    "collect": ("written_to", "2020-04-06", step("collect")),
    "remind": ("busy", "2020-05-13", step("remind")),
    "update-milestones": ("busy", "2020-05-04", step("update-milestones")),
    "digest": ("busy", "2020-04-06", step("digest")),
    "deliver": ("busy", "2020-05-13", step("remind", "deliver")),
    "evaluate": ("answered", "2020-06-02", step("evaluate")),
    "present": ("answered", "2020-07-01", step("evaluate", "present")),
    "start-implementation": ("started", "2020-09-01", step("start-implementation")),
    "track": ("started", "2021-03-01", step("track")),
    "report-completion": ("started", "2022-12-30", step("report-completion")),
    "run-day": ("busy", "2020-04-06", lambda town: town.run_day(town.clock.today)),
}


@pytest.mark.usefixtures("homes")
@pytest.mark.parametrize("name", CASES)
def test_the_second_run_changes_nothing(name: str, request: pytest.FixtureRequest) -> None:
    fixture, day, run = CASES[name]
    town: Town = request.getfixturevalue(fixture)
    town.day(day)
    run(town)
    before = town.dump()
    town.clock.wait(minutes=7)
    run(town)
    after = town.dump()
    assert [table for table in before if before[table] != after[table]] == []
    assert town.findings() == []
