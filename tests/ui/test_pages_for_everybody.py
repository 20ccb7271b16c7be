"""Every page of the reading room in a real browser: axe finds nothing, light and dark; narrow windows and the keyboard are enough."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Browser, Page

from tests.contrast import contrast
from tests.ui.axe import NARROW, SCHEMES, findings, wider_than_window, words_in_drawings
from tests.ui.reading_room import KEY, PATTERNS, addresses, opened
from tests.usecases.town import Town, copy_home, fill, not_ours, sent_home, shared_templates, started_home

HOSTILE = "<b>Bitte</b> \u202etxt.exe " + "W" * 400 + " – die Zahlen sind geschätzt, bitte rufen Sie an.\n"


def in_the_middle(town: Town) -> None:
    """A list is back with mistakes and a dispute, one with a text beside it, and a mail nobody can place."""
    town.send_back("33", {2: {"Fallzahl pro Jahr": "viele"}, 3: not_ours("weiß nicht")})
    name, content, sent = town.book("50")
    letter = town.letter({name: fill(content)}, sender="amt50@bielefeld.example", answers=sent)
    letter.get_body(("plain",)).set_content(HOSTILE)  # type: ignore[union-attr]
    town.drop(letter)
    town.drop(town.letter({"brief.pdf": b"%PDF-1.4"}, sender="irgendwer@anderswo.example"))
    town.do("collect", "deliver")


def untouched(_: Town) -> None:
    """The year goes on without anything of ours."""


TIMES: dict[str, tuple[Callable[[Path], Path], date, Callable[[Town], None]]] = {
    "round": (sent_home, date(2020, 4, 6), in_the_middle),
    "implementation": (started_home, date(2020, 9, 1), untouched),
}


class Rooms:
    """The reading rooms of the towns, each opened when it is first asked for, and the window one looks through."""

    def __init__(self, homes: Path, page: Page, stack: ExitStack) -> None:
        self.page, self._homes, self._stack = page, homes, stack
        self._found: dict[str, dict[str, str]] = {}

    def __getitem__(self, when: str) -> dict[str, str]:
        """Return the addresses of the pages at one of the `TIMES`."""
        if when not in self._found:
            home, day, happens = TIMES[when]
            # a place of its own: other tests live in the one that `open_town` gives, some of them all the time
            town = Town(copy_home(home(self._homes), f"lesesaal-{when}"), day, templates=shared_templates())
            self._stack.callback(town.close)
            happens(town)
            self._found[when] = addresses(self.page, self._stack.enter_context(opened(town)))
        return self._found[when]


@pytest.fixture(scope="module")
def rooms(homes: Path, browser: Browser) -> Iterator[Rooms]:
    page = browser.new_page(locale="de-DE")
    page.set_default_timeout(20_000)
    with ExitStack() as stack:
        yield Rooms(homes, page, stack)
    page.close()


@pytest.mark.parametrize("when", TIMES)
@pytest.mark.parametrize("pattern", PATTERNS)
def test_everybody_can_use_the_page(rooms: Rooms, when: str, pattern: str) -> None:
    page = rooms.page
    page.set_viewport_size({"width": 1366, "height": 768})
    page.goto(rooms[when][pattern])
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        assert findings(page) == [], scheme
        assert [w for w, colour, ground in words_in_drawings(page) if contrast(colour, ground) < 4.5] == [], scheme
    page.set_viewport_size(NARROW)
    assert wider_than_window(page) == 0


@pytest.mark.parametrize("path", ["/", "/vergleich", "/gibt-es-nicht/", f"/{KEY}/aemter/99", f"/{KEY}/?stand=gestern"])
def test_everybody_can_use_the_first_page_and_those_that_refuse(rooms: Rooms, path: str) -> None:
    page = rooms.page
    page.goto(urljoin(rooms["round"][""], path))
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        assert findings(page) == [], scheme
    page.set_viewport_size(NARROW)
    assert wider_than_window(page) == 0


def tab_to(page: Page, words: str) -> None:
    """Press Tab until what has these words (or this label) has the focus; every stop on the way must be seen."""
    for _ in range(150):
        page.keyboard.press("Tab")
        stop = page.evaluate(STOP)
        assert stop["seen"], f"the focus is lost to the eye at {stop}"
        if stop["words"].startswith(words):
            return
    raise AssertionError(f"no Tab reaches „{words}“ on {page.url}")


STOP = """() => {
    const it = document.activeElement, box = it.getBoundingClientRect(), look = getComputedStyle(it);
    const label = it.labels && it.labels.length ? it.labels[0].textContent : it.textContent;
    const inside = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
    const marked = look.outlineStyle !== 'none' && parseFloat(look.outlineWidth) >= 2;
    return {words: label.replace(/\\s+/g, ' ').trim(), seen: inside && marked, tag: it.tagName};
}"""


def test_the_keyboard_alone_leads_from_the_overview_to_a_filled_in_form(rooms: Rooms) -> None:
    page = rooms.page
    page.set_viewport_size({"width": 1366, "height": 768})
    page.goto(rooms["round"][""])
    page.keyboard.press("Tab")
    assert page.evaluate(STOP)["words"] == "Zum Inhalt springen"
    page.keyboard.press("Enter")
    tab_to(page, "20 ")
    page.keyboard.press("Enter")
    page.wait_for_url("**/aemter/20")
    tab_to(page, "Amt jetzt erinnern")
    assert "/deployments/deployment/nummer-24/run?parameters=" in page.evaluate("document.activeElement.href")


def test_the_keyboard_alone_finds_an_answer_and_the_form_that_corrects_it(rooms: Rooms) -> None:
    page = rooms.page
    page.set_viewport_size({"width": 1366, "height": 768})
    page.goto(rooms["round"][""])
    tab_to(page, "Angaben")
    page.keyboard.press("Enter")
    page.wait_for_url("**/angaben")
    tab_to(page, "Amt")
    page.keyboard.type("50")
    tab_to(page, "Zeigen")
    page.keyboard.press("Enter")
    page.wait_for_url("**/angaben?*amt=50*")
    tab_to(page, "Berichtigen")
    assert "/deployments/deployment/nummer-25/run?parameters=" in page.evaluate("document.activeElement.href")
