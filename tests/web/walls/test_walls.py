"""Nobody sees another city: every route of the reading room is walked with a user who is none of its."""

import re
from typing import Any, cast

import pytest
from starlette.testclient import TestClient

from ozg_workflow.web.room import Room
from ozg_workflow.web.server import COMPARISON, STYLE, routes_of
from tests.usecases.town import Town
from tests.web.conftest import Open
from tests.web.walls.conftest import OTHER, OWN, As, login

ROUTES = [route.path for route in routes_of(Room(app=cast("Any", None)))]
OF_A_ROLLOUT = [path for path in ROUTES if "{rollout}" in path]
FOR_EVERYBODY = {"/", COMPARISON, STYLE}  # whoever adds one shows here that it keeps the walls: see the tests of the first page
THEIRS = {"office": "33", "ref": "L2", "id": "1000001", "number": "1000001", "position": "1", "file": "1"}
NUMBERED = [path for path in OF_A_ROLLOUT if "{id}" in path or "{number}" in path]
NOBODY = "gibt-es-nicht"


def address(route: str, rollout: str) -> str:
    """An address that leads to something in the other city."""
    values = THEIRS | {"rollout": rollout}
    return re.sub(r"\{(\w+)(?::\w+)?\}", lambda part: values[part[1]], route)


def test_every_route_is_of_one_rollout_or_named_here() -> None:
    assert set(ROUTES) - set(OF_A_ROLLOUT) == FOR_EVERYBODY
    assert len(OF_A_ROLLOUT) > 15


@pytest.fixture
def all_seeing(visitor: As) -> TestClient:
    return visitor("rz")


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_another_city_answers_on_every_route_like_one_that_does_not_exist(
    visitor: As, all_seeing: TestClient, method: str
) -> None:
    anna = visitor("anna")
    for route in OF_A_ROLLOUT:
        path = address(route, OTHER)
        assert all_seeing.get(path).status_code in (200, 303, 308), f"{path} leads nowhere, so it proves nothing"
        theirs, nobodys = anna.request(method, path), anna.request(method, address(route, NOBODY))
        assert theirs.status_code == nobodys.status_code, path
        assert theirs.status_code in (404, 308), path
        assert theirs.text.replace(OTHER, NOBODY) == nobodys.text, path
        assert {k: v.replace(OTHER, NOBODY) for k, v in theirs.headers.items() if k not in ("date", "content-length")} == {
            k: v for k, v in nobodys.headers.items() if k not in ("date", "content-length")
        }
        assert "Nebenan" not in theirs.text


def test_whatever_is_asked_of_another_city_is_not_read_first(visitor: As) -> None:
    anna = visitor("anna")
    for query in (
        "?stand=kein-tag",
        "?seite=x",
        "?frage=gibt-es-nicht",
        "?zustand=irgendwie",
        "?name=Frau",
        "?text=" + "x" * 2000,
    ):
        for path in ("", "angaben", "eingang", "mails", "ich", "angaben.csv"):
            assert anna.get(f"/{OTHER}/{path}{query}").status_code == 404


@pytest.mark.parametrize("route", NUMBERED)
def test_a_number_of_another_city_is_none_of_the_own(visitor: As, all_seeing: TestClient, route: str) -> None:
    assert all_seeing.get(address(route, OTHER)).status_code == 200
    for client in (visitor("karl"), all_seeing):
        assert client.get(address(route, OWN)).status_code == 404


@pytest.mark.parametrize("name", ["anna", "karl"])
def test_nothing_on_the_own_pages_is_of_another_city(visitor: As, name: str) -> None:
    client = visitor(name)
    values = {"id": "1", "number": "1"}
    for route in [*OF_A_ROLLOUT, "/"]:
        path = re.sub(r"\{(\w+)(?::\w+)?\}", lambda part: {**THEIRS, "rollout": OWN, **values}[part[1]], route)
        answer = client.get(path)
        assert answer.status_code in (200, 303, 308, 404), path
        assert not re.search(rf"Geheimes|Nebenan|{OTHER}|100000\d", answer.text), path


def test_the_first_page_and_a_wrong_address_name_the_own_rollouts_only(visitor: As) -> None:
    for name, own, other in (("anna", OWN, OTHER), ("otto", OTHER, OWN)):
        client = visitor(name)
        first = client.get("/").text
        assert f'href="/{own}/"' in first
        assert f'href="/{other}/"' not in first
        assert f"Vorhanden: {own}." in client.get("/bonn/").text
    both = visitor("rz").get("/").text
    assert f'href="/{OWN}/"' in both
    assert f'href="/{OTHER}/"' in both


def test_a_user_whose_rollout_is_gone_sees_nothing(visitor: As) -> None:
    client = visitor("verwaist")
    assert client.get(f"/{OWN}/").status_code == 404
    assert "Vorhanden: keiner." in client.get(f"/{OWN}/").text
    assert 'href="/bielefeld' not in client.get("/").text
    assert client.get("/").status_code == 200


def test_a_reader_is_led_to_no_form_and_a_coordinator_is(visitor: As) -> None:
    for path in ("", "termine", "eingang/1", "mails/1", "massnahmen", "leistungen/L2", "aemter/33", "angaben"):
        pages = {name: visitor(name).get(f"/{OWN}/{path}").text for name in ("anna", "karl")}
        assert "/deployments" not in pages["anna"], path
        assert "/deployments" in pages["karl"], path
        assert "Angemeldet: <bdi>anna</bdi>" in pages["anna"]


@pytest.mark.parametrize("path", ["/", STYLE, f"/{OWN}/", f"/{OTHER}/", "/gibt-es-nicht/"])
@pytest.mark.parametrize("header", [{}, login("anna", "falsch"), login("niemand"), login("Anna"), {"Authorization": "Basic %%%"}])
def test_without_the_right_password_nobody_sees_anything(cities: Town, read: Open, path: str, header: dict[str, str]) -> None:
    answer = read(cities).get(path, headers=header)
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == 'Basic realm="OZG-Lesesaal", charset="UTF-8"'
    assert "mit dem eigenen Benutzer" in answer.text
    assert OWN not in answer.text


def test_the_login_of_the_cockpit_opens_nothing_any_more(cities: Town, read: Open) -> None:
    assert read(cities, auth="koordination:geheim").get("/", headers=login("koordination", "geheim")).status_code == 401


def test_too_many_guesses_are_told_with_the_time_to_wait(cities: Town, read: Open) -> None:
    client = read(cities)
    answers = [client.get("/", headers=login("anna", f"falsch {number}")) for number in range(11)]
    assert [answer.status_code for answer in answers] == [401] * 10 + [429]
    assert 0 < int(answers[-1].headers["retry-after"]) <= 900
    assert client.get("/", headers=login("anna")).status_code == 429, "a right one is no way to find out"
    assert client.get("/", headers=login("karl")).status_code == 200
