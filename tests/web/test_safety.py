"""Who may come into the reading room, and what every answer tells the browser never to do."""

import base64
from typing import Any

import pytest

from tests.usecases.town import Town
from tests.web.conftest import Open

KEY = "bielefeld-2020"
LOGIN = "koordination:Grüße-2020"


def basic(login: str) -> dict[str, str]:
    return {"Authorization": f"Basic {base64.b64encode(login.encode()).decode()}"}


@pytest.mark.parametrize("path", ["/", f"/{KEY}/", "/style.css", "/gibt-es-nicht/", f"/{KEY}/gibt-es-nicht"])
def test_every_answer_forbids_scripts_frames_sniffing_and_keeping(town: Town, read: Open, path: str) -> None:
    headers = read(town).get(path).headers
    assert headers["content-security-policy"] == (
        "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cache-control"] == "no-store"
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert headers["cross-origin-resource-policy"] == "same-origin"


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "ERFINDEN"])
@pytest.mark.parametrize("path", ["/", f"/{KEY}/", "/style.css"])
def test_it_only_reads(town: Town, read: Open, method: str, path: str) -> None:
    answer = read(town).request(method, path)
    assert answer.status_code == 405
    assert answer.headers["allow"] == "GET, HEAD"
    assert "Der Lesesaal zeigt nur" in answer.text


def test_head_says_the_same_without_the_page(town: Town, read: Open) -> None:
    answer = read(town).head(f"/{KEY}/")
    assert (answer.status_code, answer.content) == (200, b"")
    assert int(answer.headers["content-length"]) > 1000


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1:4201", "localhost", "LOCALHOST:80", "[::1]:4201", "localhost.", "ozg.stadt.example", "lesen.stadt.example:8443"],
)
def test_it_is_reached_by_its_own_names(town: Town, read: Open, host: str) -> None:
    room = read(town, reading_hosts=("ozg.stadt.example",), reading_url="https://lesen.stadt.example:8443")
    assert room.get("/", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "127.0.0.1.evil.example",
        "192.0.2.7:4201",
        "",
        "localhost@evil.example",
        "[::1",
        "ozg.stadt.example.evil.example",
        "evil@localhost",
        "http://localhost",
        "localhost/evil?",
        "localhost#",
        "localhost\\evil",
    ],
)
def test_a_foreign_name_is_refused_and_sees_nothing(town: Town, read: Open, host: str) -> None:
    answer = read(town, reading_hosts=("ozg.stadt.example",)).get(f"/{KEY}/", headers={"Host": host})
    assert answer.status_code == 400
    assert "Unter diesem Namen ist der Lesesaal nicht eingerichtet" in answer.text
    assert KEY not in answer.text


def test_where_it_listens_everywhere_numbers_are_known_and_names_are_not(town: Town, read: Open) -> None:
    room = read(town, host="0.0.0.0", auth=LOGIN)
    assert room.get("/", headers={"Host": "192.0.2.7:4201"} | basic(LOGIN)).status_code == 200
    assert room.get("/", headers={"Host": "rechner.stadt.example"} | basic(LOGIN)).status_code == 400


@pytest.mark.parametrize(
    "headers",
    [
        {},
        basic("koordination:falsch"),
        basic("koordination"),
        {"Authorization": "Basic %%%"},
        {"Authorization": "Basic ü".encode("latin-1")},
        {"Authorization": "Bearer x"},
        {"Authorization": ""},
        basic(LOGIN + " "),
    ],
)
@pytest.mark.parametrize("path", ["/", "/style.css", f"/{KEY}/", "/gibt-es-nicht/"])
def test_with_a_login_nobody_sees_anything_without_it(town: Town, read: Open, headers: dict[str, Any], path: str) -> None:
    answer = read(town, auth=LOGIN).get(path, headers=headers)
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == 'Basic realm="OZG-Lesesaal", charset="UTF-8"'
    assert "Bielefeld" not in answer.text


def test_the_login_may_have_umlauts(town: Town, read: Open) -> None:
    assert read(town, auth=LOGIN).get(f"/{KEY}/", headers=basic(LOGIN)).status_code == 200


@pytest.mark.parametrize("path", ["/gibt-es-nicht/"])
def test_an_unknown_rollout_names_those_there_are(town: Town, read: Open, path: str) -> None:
    answer = read(town).get(path)
    assert answer.status_code == 404
    assert f"Den Rollout „gibt-es-nicht“ gibt es nicht. Vorhanden: {KEY}." in answer.text


def test_an_address_without_its_slash_leads_to_the_overview(town: Town, read: Open) -> None:
    answer = read(town).get(f"/{KEY}")
    assert (answer.status_code, answer.headers["location"]) == (308, f"/{KEY}/")


def test_what_breaks_says_nothing_of_the_inside(town: Town, read: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("geheimer Pfad /etc/ozg")

    monkeypatch.setattr("ozg_workflow.web.pages.overview.overview_of", broken)
    answer = read(town).get(f"/{KEY}/")
    assert answer.status_code == 500
    assert "var/log/ozg.log" in answer.text
    assert "geheimer Pfad" not in answer.text


def test_a_crooked_address_is_told_in_german(town: Town, read: Open) -> None:
    answer = read(town).get(f"/{KEY}/?stand=gestern")
    assert answer.status_code == 400
    assert "„gestern“ ist kein Datum im Format JJJJ-MM-TT." in answer.text


LONG = "9" * 5_000
PLACES = ("", "aemter", "angaben", "angaben.csv", "eingang", "mails", "priorisierung", "massnahmen", "ich", "termine")


@pytest.mark.parametrize(
    "query",
    [
        "self=1&rollout=2&parts=3&changed=4&name=5",
        f"seite={LONG}",
        "seite=999999",
        f"text={'x' * 51_000}",
        f"suche={'x' * 51_000}",
        "text=%00&suche=%00&amt=%00&runde=%00&wert=%00&themenfeld=%00",
        f"text={''.join(map(chr, range(192, 1100)))}",
        "stand=0001-01-01",
        "stand=9999-12-31",
    ],
)
def test_whatever_an_address_asks_for_no_page_breaks(answered: Town, read: Open, query: str) -> None:
    room = read(answered)
    found = {place: room.get(f"/{KEY}/{place}?{query}").status_code for place in PLACES}
    assert {place for place, status in found.items() if status >= 500} == set(), found


@pytest.mark.parametrize("path", ["leistungen/", "leistungen/%20", "leistungen/%00", f"leistungen/{LONG}", "aemter/%00"])
def test_what_has_no_name_is_not_there(answered: Town, read: Open, path: str) -> None:
    assert read(answered).get(f"/{KEY}/{path}").status_code == 404
