"""How many statements a page asks: so many, however large the city is."""

import re
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import Engine, event
from starlette.testclient import TestClient

from ozg_workflow.domain.deployments import Deployment
from ozg_workflow.domain.desk import Desk
from ozg_workflow.workspace.desk_file import write_desk
from tests.usecases.town import Town, not_ours
from tests.web.conftest import Open
from tests.web.grown import MAILS, SERVICES, grow

KEY = "bielefeld-2020"
TIMES = 40
VALUE = r"(\?|%\(\w+\)s(::\w+)?)"  # as SQLite and as PostgreSQL are asked
SOME = re.compile(rf"\({VALUE}(, {VALUE})*\)|\(SELECT 1 FROM \(SELECT 1\) WHERE 1!=1\)")  # values in brackets, and none of them
# page → the most statements it may ask, those of the frame included
MOST = {
    "": 37,
    "termine": 12,
    "aemter": 21,
    "aemter/33": 21,
    "angaben": 15,
    "angaben?amt=33&sortierung=case_volume&richtung=ab": 15,
    "angaben?text=wohn": 15,
    "leistungen/L2": 19,
    "eingang?zustand=alle": 4,
    "eingang/1": 7,
    "mails": 5,
    "mails/1": 8,
    "priorisierung": 6,
    "reifegrad": 15,
    "massnahmen": 10,  # the options of the form and the kept forecasts, too
}


@contextmanager
def noted(engine: Engine) -> Iterator[list[str]]:
    """Note the statements that are asked."""
    found: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if statement.lstrip().upper().startswith(("SELECT", "WITH")):
            found.append(SOME.sub("(…)", " ".join(statement.split())))

    event.listen(engine, "before_cursor_execute", note)
    yield found
    event.remove(engine, "before_cursor_execute", note)


def statements(town: Town, room: TestClient) -> dict[str, list[str]]:
    """Return page → the statements of a visit after the first one."""
    told = {}
    for path in MOST:
        room.get(f"/{KEY}/{path}")  # what is read once and kept
        with noted(town.app.engine) as found:
            answer = room.get(f"/{KEY}/{path}")
        assert answer.status_code == 200, path
        told[path] = found
    return told


@pytest.fixture
def busy(answered: Town) -> Town:
    """A town in which everything has happened that a page tells about: a case, a mail nobody understands, ranks, measures, a desk."""
    answered.send_back("20", {1: not_ours() | {"Bemerkung": "Macht der Kreis."}})
    answered.drop(answered.letter({}, sender="krueger@bielefeld.example", subject="Frage zur Liste"))
    answered.do("collect", "deliver")
    answered.board_decides("2020-07-01")
    answered.day("2020-09-01", "start-implementation", "deliver")
    write_desk(answered.home, Desk(deployments={str(deployment): f"nummer-{deployment[:2]}" for deployment in Deployment}))
    return answered


def test_a_page_asks_a_fixed_number_of_statements(busy: Town, read: Open) -> None:
    grow(busy.app.engine, TIMES)
    found = {path: len(own) for path, own in statements(busy, read(busy)).items()}
    assert {path: number for path, number in found.items() if number > MOST[path]} == {}


@pytest.mark.parametrize(
    "kept", [(), SERVICES, SERVICES | MAILS], ids=["more offices", "more lists of each", "more in each mail"]
)
def test_no_page_asks_more_where_there_is_more_to_show(busy: Town, read: Open, kept: Collection[str]) -> None:
    room = read(busy)
    small = statements(busy, room)
    grow(busy.app.engine, TIMES, kept=kept)
    large = statements(busy, room)
    more = {path: [s for s in set(own) if own.count(s) > small[path].count(s)] for path, own in large.items()}
    assert {path: own for path, own in more.items() if own} == {}
