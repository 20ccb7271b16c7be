"""Several processes do the same at the same moment: what comes out is what one of them alone would have done."""

import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.usecases.town import Town, keep_on_postgres, new_home, new_workspace, not_ours, shared_templates
from tests.usecases.worker import Workers

pytestmark = pytest.mark.timeout(900)  # eight processes on a busy machine
TIMES = ("sent_at", "returned_at", "done_at", "evaluated_at")


def environment(town: Town) -> dict[str, str]:
    """What a worker needs to know."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("OZG_")}
    settings = {
        "OZG_HOME": str(town.home),
        "OZG_SMTP_URL": f"dir:{town.out}",
        "OZG_INBOX_URL": f"maildir:{town.box}",
        "OZG_RECIPIENTS": "*",
        "OZG_SECRET_KEY": "geheim",
    }
    url = town.app.settings.database_url
    return own | settings | ({"OZG_DATABASE_URL": url} if url else {})


PLACES = [("sqlite", 2), ("postgresql", 4), *([("postgresql", 2)] if os.environ.get("OZG_TEST_DATABASES") == "both" else [])]


@pytest.fixture(params=PLACES, ids=lambda value: f"{value[0]}-{value[1]}")
def place(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Path, int]:
    """A folder whose towns live on one of the databases, and how many workers they get."""
    database, number = request.param
    if database == "postgresql":
        keep_on_postgres(tmp_path, request.getfixturevalue("postgres"))
    return tmp_path, number


@pytest.fixture
def town(place: tuple[Path, int]) -> Iterator[Town]:
    """A workspace without a database."""
    opened = Town(new_workspace(new_home(place[0], "stadt")), date(2020, 3, 16), templates=shared_templates())
    yield opened
    opened.close()


def mails(town: Town) -> list[tuple[str, ...]]:
    return sorted((str(m.kind), m.recipient, m.object_key, m.occasion, str(m.state)) for m in town.messages())


def outcome(town: Town) -> dict[str, Any]:
    """The status without the moments, and the mails by their keys."""
    found = town.status()
    for item in (*found["lists"], *found["milestones"], found["prioritisation"] or {}):
        for name in TIMES:
            item[name] = bool(item.get(name))
    return {key: found[key] for key in ("milestones", "lists", "mail", "inbox", "cases", "prioritisation", "implementation")}


def answer(town: Town) -> None:
    """Three offices answer, one of them refuses a service."""
    town.clock.set(date(2020, 4, 6))
    for office in ("20", "33"):
        town.send_back(office)
    town.send_back("50", {2: not_ours("Amt 34")})


def play(town: Town, number: int) -> None:
    """A rollout from the empty database to the measures; every step by all workers at once."""
    with Workers(number, environment(town)) as workers:
        for command in (
            "prepare",
            "run-day --today 2020-03-25",
            "send-lists --today 2020-03-25",
            "ANSWER",
            "collect --today 2020-04-06",
            "run-day --today 2020-05-13",
            "evaluate --today 2020-06-02",
            "present --today 2020-07-01",
            "board release --yes --today 2020-07-01",
            "board accept --today 2020-07-02",
            "start-implementation --today 2020-09-01",
        ):
            if command == "ANSWER":
                answer(town)
                continue
            for result in workers.all(*command.split()):
                assert result["code"] == 0, (command, result)


def test_workers_at_once_do_what_one_does(place: tuple[Path, int], town: Town, tmp_path: Path) -> None:
    play(town, place[1])
    alone = Town(new_workspace(tmp_path / "allein"), date(2020, 3, 16), templates=shared_templates())
    play(alone, 1)
    assert outcome(town) == outcome(alone)
    assert mails(town) == mails(alone)
    letters = town.letters()
    assert len({letter.header_id for letter in letters}) == len(letters) == len(alone.letters())
    alone.close()


def test_different_steps_at_once_disturb_nobody(place: tuple[Path, int], town: Town) -> None:
    with Workers(place[1], environment(town)) as workers:
        workers.all("prepare")
        workers.all("run-day", "--today", "2020-03-25")
        answer(town)
        mixed = (
            ("collect", "--today", "2020-04-06"),
            ("prepare",),
            ("run-day", "--today", "2020-04-06"),
            ("evaluate", "--today", "2020-04-06"),
        )
        for _ in range(2):
            for result in workers.each(mixed[: place[1]]):
                assert result["code"] == 0, result
        workers.all("collect", "--today", "2020-04-06")
        for result in workers.all("db", "check"):
            assert result["code"] == 0, result
    town.clock.set(date(2020, 4, 6))
    assert [town.list_state(office) for office in ("20", "33", "50")] == ["returned"] * 3
    assert len(town.messages("acknowledgement")) == 3
    assert town.status()["cases"] == {"open": 0, "settled": 1}
