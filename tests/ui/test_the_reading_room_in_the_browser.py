"""The coordinator looks something up in the reading room and goes from there to the form that acts on it, filled in."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.ui.desk import Desk
from tests.usecases.town import Town

KEY = "bielefeld-2020"


@pytest.fixture
def asked_hosts(desk: Desk) -> Iterator[set[str]]:
    """Whom the browser asks for anything."""
    hosts: set[str] = set()
    note = lambda request: hosts.add(urlsplit(request.url).netloc)  # noqa: E731 - taken off again
    desk.page.on("request", note)
    yield hosts
    desk.page.remove_listener("request", note)


@pytest.mark.timeout(900)
def test_a_mail_in_the_basket_is_cleared_from_the_overview(desk: Desk, city: Town, reading_room: str) -> None:
    city.drop(city.letter({}, sender="amt50@bielefeld.example", subject="Eine Frage am Rande"))
    assert desk.run("05 Rückläufe einsammeln", Nur_Vorschau=False)[0] == "Completed"
    desk.page.goto(f"{reading_room}/")
    desk.page.get_by_role("link", name="Stadt Bielefeld", exact=True).click()
    desk.picture("lesesaal-ueberblick")
    desk.page.get_by_role("link", name=re.compile("Klärungskorb bearbeiten.*Eine Frage am Rande")).click()
    expect(desk.field("Mail")).to_contain_text("Eine Frage am Rande")
    state, page = desk.submit(Was_tun="erledigt", Vermerk="angerufen", Nur_Vorschau=False)
    assert state == "Completed", page
    desk.page.goto(f"{reading_room}/{KEY}/")
    expect(desk.page.get_by_text("Eine Frage am Rande")).to_have_count(0)


def test_the_pages_ask_nobody_but_their_own_host(desk: Desk, reading_room: str, asked_hosts: set[str]) -> None:
    desk.page.goto(f"{reading_room}/{KEY}/")
    for name in ("Termine", "Mails", "Überblick"):
        desk.page.get_by_role("navigation", name="Seiten").get_by_role("link", name=name).click()
        expect(desk.page.get_by_role("heading", level=1)).to_be_visible()
        desk.picture(f"lesesaal-{name.lower()}")
    assert {host for host in asked_hosts if host} == {urlsplit(reading_room).netloc}


def test_one_office_is_reminded_by_its_form(desk: Desk, city: Town, reading_room: str) -> None:
    city.do("send-lists", "deliver")
    desk.page.goto(f"{reading_room}/{KEY}/aemter")  # to the overview anew: going to a place of the same page loads nothing
    desk.page.goto(f"{reading_room}/{KEY}/#fehlend")
    desk.page.get_by_role("link", name=re.compile("Amt jetzt erinnern – 20")).first.click()
    expect(desk.field("Amt")).to_contain_text("20 – Kämmerei")
