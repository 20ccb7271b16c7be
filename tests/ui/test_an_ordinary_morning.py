"""What a coordinator does on an ordinary morning, each from an empty browser and with at most four clicks.

A click opens a link, presses a button, turns a switch; fields are reached by the Tab key and filled in with the keyboard.
"""

import os
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Browser, Locator, Page, expect
from sqlalchemy import select

from flows.engine.server import free_port
from ozg_workflow.database.models import Correction, Event, Incoming, ResponsibilityCase, ServiceListRow
from ozg_workflow.domain.post.mail import IncomingState
from tests.cockpit import copy_prefect_database
from tests.ui.conftest import served
from tests.ui.desk import Desk
from tests.ui.scene import MORNING, QUESTION, REMARK, ordinary_morning
from tests.usecases.town import Town, new_workspace, open_town, prepared_home

pytestmark = pytest.mark.timeout(900)
KEY = "bielefeld-2020"
MOST = 4  # clicks
RUN_SECONDS = 120  # a run of the cockpit on a busy machine


class Hand:
    """One hand on the mouse, in front of an empty browser: it counts its clicks."""

    def __init__(self, page: Page, desk: Desk, pictures: Path | None) -> None:
        self.page, self.desk, self.clicks, self._pictures = page, desk, 0, pictures

    def click(self, what: Locator) -> None:
        what.first.click()
        self.clicks += 1

    def link(self, name: str) -> None:
        self.click(self.page.get_by_role("link", name=re.compile(name)))

    def search(self, text: str) -> None:
        self.page.get_by_role("searchbox").first.fill(text)
        self.page.keyboard.press("Enter")

    def for_real(self) -> None:
        """Turn the preview off and start the form."""
        switch = self.desk.field("Nur Vorschau").get_by_role("switch")
        expect(switch).to_have_attribute("aria-checked", "true")
        self.click(switch)
        self.submit()

    def submit(self) -> None:
        self.picture("form")
        self.click(self.page.get_by_role("button", name="Submit"))

    def picture(self, name: str) -> None:
        if self._pictures:
            self.page.screenshot(path=f"{self._pictures}-{name}.png")


@pytest.fixture(scope="module")
def morning(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    for town in open_town(prepared_home(tmp_path_factory.mktemp("morgen")), MORNING):
        new_workspace(town.home)
        copy_prefect_database(town.home)
        ordinary_morning(town)
        yield town


Story = Callable[[str], Any]


@pytest.fixture(scope="module")
def story(morning: Town, browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    """Open an empty browser at the link that `ozg serve` prints, and count; OZG_PICTURES names a folder for pictures and the table."""
    port, log, told = free_port(), tmp_path_factory.mktemp("morgen-log") / "serve.log", [("Aufgabe", "Klicks", "Sekunden")]
    pictures = os.environ.get("OZG_PICTURES")

    @contextmanager
    def begin(task: str) -> Iterator[Hand]:
        context = browser.new_context(viewport={"width": 1366, "height": 768}, locale="de-DE", accept_downloads=True)
        page = context.new_page()
        address = re.search(r"Lesesaal: (\S+)", log.read_text(encoding="utf-8"))
        assert address
        hand = Hand(page, Desk(page, cockpit), Path(pictures) / f"morgen-{len(told)}" if pictures else None)
        started = time.monotonic()
        page.goto(address[1])
        yield hand
        hand.picture("end")
        told.append((task, str(hand.clicks), f"{time.monotonic() - started:.1f}"))
        context.close()
        assert hand.clicks <= MOST

    with served(morning, MORNING, port, log) as cockpit:
        yield begin
    if pictures:
        (Path(pictures) / "klicks.md").write_text("".join(f"| {' | '.join(row)} |\n" for row in told), encoding="utf-8")


def until(seen: Callable[[], object]) -> None:
    """Wait until a run has done it."""
    end = time.monotonic() + RUN_SECONDS
    while not seen():
        assert time.monotonic() < end, "the run did not do it"
        time.sleep(0.3)


def test_who_has_not_answered(story: Story) -> None:
    with story("Wer hat nicht geantwortet?") as hand:
        hand.link("^Listen fehlen$")
        missing = hand.page.locator("#fehlende tbody tr")
        expect(missing).to_have_count(3)
        assert [text.split()[0] for text in missing.all_inner_texts()] == ["10", "34", "50"]
        expect(missing.first).to_be_in_viewport()


def test_one_office_is_reminded(story: Story, morning: Town) -> None:
    morning.new_letters()
    with story("Ein Amt erinnern") as hand:
        hand.link("^Listen fehlen$")
        hand.link("^Amt jetzt erinnern – 50")
        hand.for_real()
        until(
            lambda: (
                len(morning.letters()) > 0
                and any("Sozialamt" in x.text and x.to == ("dez2@bielefeld.example",) for x in morning.new_letters())
            )
        )
    with morning.session() as session:
        who = session.scalars(select(Event.actor).where(Event.verb == "office_reminded")).all()
    assert who == ["Frau Kerstin Lindner"]


def test_a_case_is_settled(story: Story, morning: Town) -> None:
    with story("Einen Zuständigkeitsfall entscheiden") as hand:
        hand.link("Fall 1: „Personalausweis beantragen“")
        expect(hand.page.get_by_text("34/50").first).to_be_visible()
        hand.link("^Amt 34 – Standesamt")
        hand.for_real()
        until(lambda: settled(morning) == "34")


def settled(town: Town) -> str | None:
    with town.session() as session:
        return session.scalars(select(ResponsibilityCase.settled_office)).one()


def test_a_waiting_mail_is_read_and_cleared(story: Story, morning: Town) -> None:
    with story("Eine wartende Mail lesen und erledigen") as hand:
        hand.link("Frage zur Amtsliste")
        expect(hand.page.get_by_text(QUESTION)).to_be_visible()
        hand.link("^Erledigt: von Hand beantwortet")
        hand.for_real()
        until(lambda: state_of(morning, "Frage zur Amtsliste") is IncomingState.DISMISSED)


def test_what_stands_beside_a_list_is_read_and_ticked_off(story: Story, morning: Town) -> None:
    with story("Einen Begleittext lesen und abhaken") as hand:
        hand.link("Anbei unsere Liste")
        expect(hand.page.get_by_text(REMARK).first).to_be_visible()
        hand.link("^Gelesenes abhaken")
        hand.submit()
        until(lambda: state_of(morning, "AW: Amtslisten") is IncomingState.RETURN)


def state_of(town: Town, subject: str) -> IncomingState:
    with town.session() as session:
        query = select(Incoming.state).where(Incoming.subject == subject).order_by(Incoming.id.desc())
        return session.scalars(query).first() or IncomingState.STORED


def test_the_history_of_one_office(story: Story) -> None:
    with story("Der Verlauf eines Amtes") as hand:
        hand.link("^33 Einwohner- und Meldeamt")
        expect(hand.page.get_by_role("heading", level=1)).to_have_text("Amt 33 – Einwohner- und Meldeamt")
        for words in ("Amtsliste versandt", "Rücklauf", "Zuständigkeitsfall"):
            expect(hand.page.get_by_text(words).first).to_be_visible()


def test_the_answer_about_one_service_and_its_cell(story: Story) -> None:
    with story("Die Angabe zu einer Leistung und ihre Zelle") as hand:
        hand.search("Hundesteuer")
        hand.link("^Hundesteuer anmelden")
        volume = hand.page.get_by_role("row", name=re.compile("^Fallzahl pro Jahr"))
        expect(volume.first).to_contain_text("1200")
        expect(volume.first).to_contain_text(re.compile(r"Zelle [A-Z]+5"))


def test_an_answer_is_corrected(story: Story, morning: Town) -> None:
    with story("Eine Angabe berichtigen") as hand:
        hand.search("Hundesteuer")
        hand.link("^Hundesteuer anmelden")
        hand.link("^Berichtigen – Fallzahl pro Jahr")
        hand.desk.fill("Neuer Wert", "1.350")
        hand.desk.fill("Quelle", "Telefonat mit Herrn Grothe")
        hand.for_real()
        until(lambda: volume_of(morning) == 1350)
    with morning.session() as session:
        made = session.scalars(select(Correction)).one()
        assert (made.by, made.replaced, made.source) == ("Frau Kerstin Lindner", 1200, "Telefonat mit Herrn Grothe")


def volume_of(town: Town) -> object:
    with town.session() as session:
        rows = session.scalars(select(ServiceListRow))
        return next(row.answers.get("case_volume") for row in rows if row.service.ref == "L1")


def test_the_table_is_opened_in_excel(story: Story) -> None:
    with story("Die Tabelle in Excel") as hand:
        hand.link("^Angaben$")
        with hand.page.expect_download() as saved:
            hand.link("Excel")
        book = load_workbook(BytesIO(Path(saved.value.path()).read_bytes()))
    sheet = book["Angaben"]
    words = {str(cell.value) for row in sheet.iter_rows() for cell in row}
    assert {"Hundesteuer anmelden", "Wohnsitz anmelden", "99102010012000"} <= words


def test_the_next_two_weeks(story: Story) -> None:
    with story("Die nächsten zwei Wochen") as hand:
        hand.link("^Termine$")
        expect(hand.page.get_by_text(re.compile("Rücksendung der Amtslisten")).first).to_be_visible()
        expect(hand.page.get_by_text("15.05.2020").first).to_be_visible()
