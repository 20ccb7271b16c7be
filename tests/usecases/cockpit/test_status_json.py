"""`ozg status --json` is a promise to scripts: same keys, same order, same values."""

import json
import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from ozg_workflow.demo.bounce import bounce_for
from ozg_workflow.domain.plain import plain, read_moment
from ozg_workflow.report.cockpit.status_json import status_json
from ozg_workflow.usecases.cockpit.status import status
from tests.usecases.town import Town, not_ours

GOLDEN = Path(__file__).parent / "golden"


def nothing(town: Town) -> None:
    """The town as it is."""


def trouble(town: Town) -> None:
    """Half a list, a nil return, a refused row, a mail that came back, a letter nobody understands, reminders."""
    town.send_back("33", {2: {"Fallzahl pro Jahr": "viele"}, 3: {"Zuständig?": "nein"}}, rows=[1, 2])
    town.send_back("10", nil="ja")
    town.send_back("50", {2: not_ours("Amt 34")})
    town.drop(bounce_for(town.content(1), "dez1@bielefeld.example", reporter="post.bielefeld.example"))
    town.drop(town.letter({}, sender="jemand@privat.example", subject="Frage"))
    town.do("collect", "deliver")
    town.day("2020-05-18", "remind", "deliver")


def evaluated(town: Town) -> None:
    town.do("evaluate")


@pytest.mark.parametrize(
    ("name", "start", "story", "as_of"),
    [
        ("prepared", "town", nothing, None),
        ("asked", "asked", nothing, None),
        ("trouble", "asked", trouble, None),
        ("trouble-as-of", "asked", trouble, date(2020, 4, 6)),
        ("evaluated", "answered", evaluated, None),
        ("started", "started", nothing, None),
        ("started-as-of", "started", nothing, date(2020, 5, 18)),
    ],
)
def test_the_json_of_the_status_stays_as_it_was(
    request: pytest.FixtureRequest, homes: Path, name: str, start: str, story: Callable[[Town], None], as_of: date | None
) -> None:
    town: Town = request.getfixturevalue(start)
    story(town)
    found = json.dumps(status_json(status(town.ctx(), as_of=as_of)), ensure_ascii=False, indent=1)
    assert to_the_minute(found) == to_the_minute((GOLDEN / f"{name}.json").read_text(encoding="utf-8").rstrip("\n"))


def to_the_minute(text: str) -> str:
    """The clock of a town ticks each time it is asked, and the lines of a delivery ask it in no order."""
    return re.sub(r"(T\d\d:\d\d):\d\d", r"\1", text)


def test_a_moment_is_written_to_the_second_in_berlin_time_and_read_back() -> None:
    at = datetime(2020, 7, 1, 5, 30, 12, 999_999, tzinfo=UTC)
    assert plain({"at": at, "day": date(2020, 7, 1)}) == {"at": "2020-07-01T07:30:12+02:00", "day": "2020-07-01"}
    assert read_moment(plain(at)) == at.replace(microsecond=0)
    assert read_moment(None) is None
