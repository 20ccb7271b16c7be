"""The file of the users while the reading room runs: what changes counts at once, and what is broken keeps the door shut."""

from dataclasses import replace

import pytest
from starlette.testclient import TestClient

from ozg_workflow.workspace.users import FILE, write_users
from tests.usecases.town import Town
from tests.web.conftest import Open
from tests.web.walls.conftest import OTHER, OWN, USERS, login


@pytest.fixture
def room(cities: Town, read: Open) -> TestClient:
    return read(cities)


def status(room: TestClient, name: str, path: str = f"/{OWN}/") -> int:
    return room.get(path, headers=login(name)).status_code


def test_who_is_removed_is_out_at_once_and_who_is_added_in(cities: Town, room: TestClient) -> None:
    anna, *others = USERS
    assert status(room, "anna") == 200
    write_users(cities.home, others)
    assert status(room, "anna") == 401
    write_users(cities.home, [*others, replace(anna, rollouts=(OTHER,))])
    assert (status(room, "anna"), status(room, "anna", f"/{OTHER}/")) == (404, 200)


@pytest.mark.parametrize("text", ["[[user]\n", "", '[[user]]\nname = "anna"\n', "\udcff"])
def test_a_broken_or_empty_file_lets_nobody_in(cities: Town, room: TestClient, text: str) -> None:
    assert status(room, "anna") == 200
    (cities.home / FILE).write_bytes(text.encode("utf-8", "surrogateescape"))
    answer = room.get(f"/{OWN}/", headers=login("anna"))
    assert answer.status_code == (503 if text else 401)
    assert OWN not in answer.text
    write_users(cities.home, USERS)
    assert status(room, "anna") == 200


def test_a_file_that_is_taken_away_opens_nothing_until_the_next_start(cities: Town, room: TestClient, read: Open) -> None:
    assert status(room, "anna") == 200
    (cities.home / FILE).unlink()
    for answer in (room.get(f"/{OWN}/", headers=login("anna")), room.get(f"/{OTHER}/")):
        assert answer.status_code == 503
        assert "„ozg check“" in answer.text
    assert read(cities).get(f"/{OTHER}/").status_code == 200, "as it was before there were users"


def test_a_file_that_was_broken_from_the_start_opens_nothing(cities: Town, read: Open) -> None:
    (cities.home / FILE).write_text("[[user]\n", encoding="utf-8")
    room = read(cities)
    assert [room.get(f"/{OWN}/").status_code for _ in range(2)] == [503, 503]
    (cities.home / FILE).unlink()
    assert room.get(f"/{OWN}/").status_code == 503


def test_the_first_user_closes_a_door_that_stood_open(cities: Town, read: Open) -> None:
    (cities.home / FILE).unlink()
    room = read(cities)
    assert room.get(f"/{OTHER}/").status_code == 200
    write_users(cities.home, USERS)
    assert room.get(f"/{OTHER}/").status_code == 401
    assert status(room, "anna", f"/{OTHER}/") == 404
