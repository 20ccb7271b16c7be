"""Two cities in one installation, and users with walls between them."""

import base64
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from sqlalchemy import update
from starlette.testclient import TestClient

from benchmarks.crowd import crowd
from ozg_workflow.database.models import Rollout
from ozg_workflow.domain.cities.users import Role, User
from ozg_workflow.domain.deployments import Deployment
from ozg_workflow.domain.desk import Desk
from ozg_workflow.workspace.desk_file import write_desk
from ozg_workflow.workspace.users import write_users
from ozg_workflow.workspace.users.passwords import hashed
from tests.usecases.town import Town, answered_home, copy_home, not_ours, open_town, shared_templates
from tests.web.conftest import Open

OWN, OTHER = "bielefeld-2020", "bielefeld-2020-1"
PASSWORD = "Ein langes Kennwort"
HASH = hashed(PASSWORD)
USERS = (
    User(name="anna", password=HASH, rollouts=(OWN,)),
    User(name="karl", password=HASH, rollouts=(OWN,), role=Role.COORDINATOR),
    User(name="otto", password=HASH, rollouts=(OTHER,)),
    User(name="rz", password=HASH, rollouts=("*",), role=Role.COORDINATOR),
    User(name="verwaist", password=HASH, rollouts=("gibt-es-nicht",)),
)
As = Callable[[str], TestClient]


def login(name: str, password: str = PASSWORD) -> dict[str, str]:
    return {"Authorization": "Basic " + base64.b64encode(f"{name}:{password}".encode()).decode()}


@cache
def cities_home(folder: Path) -> Path:
    """A city in which everything has happened that a page tells about, and another one with all the same under other numbers."""
    town = Town(copy_home(answered_home(folder), "zwei-staedte"), date(2020, 6, 2), templates=shared_templates())
    town.send_back("20", {1: not_ours() | {"Bemerkung": "Macht der Kreis."}})
    town.drop(town.letter({"notiz.txt": b"x"}, sender="krueger@bielefeld.example", subject="Frage zur Liste"))
    town.do("collect", "deliver")
    town.board_decides("2020-07-01")
    town.day("2020-09-01", "start-implementation", "deliver")
    town.close()
    crowd(town.app.engine, 2)
    with town.app.engine.begin() as connection:
        connection.execute(update(Rollout).where(Rollout.key == OTHER).values(title="Geheimes Vorhaben", city="Stadt Nebenan"))
    town.close()
    write_desk(town.home, Desk(deployments={str(deployment): f"nummer-{deployment[:2]}" for deployment in Deployment}))
    write_users(town.home, USERS)
    return town.home


@pytest.fixture
def cities(homes: Path) -> Iterator[Town]:
    """Both cities on 01.09.2020."""
    yield from open_town(cities_home(homes), date(2020, 9, 1))


@pytest.fixture
def visitor(cities: Town, read: Open) -> As:
    """Return the reading room as one of the users sees it."""

    def as_user(name: str) -> TestClient:
        client = read(cities)
        client.headers.update(login(name))
        return client

    return as_user
