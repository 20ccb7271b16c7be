"""The coordinator's desk in a real browser: run a deployment by its form, read what became of it, open artifacts."""

import re
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page, expect

SECONDS = 1000.0  # playwright counts in milliseconds
ENDED = re.compile(r"^(Completed|Failed|Crashed)$")
LINDNER = "Frau Kerstin Lindner"  # the coordinator
_numbers = count(1)


class Desk:
    """One browser window on the cockpit at `url`; pictures are kept in `pictures` when it is given."""

    def __init__(self, page: Page, url: str, pictures: Path | None = None) -> None:
        self.page, self.url, self._pictures = page, url, pictures
        page.set_default_timeout(20 * SECONDS)
        expect.set_options(timeout=20 * SECONDS)  # a busy machine takes its time to leave a form

    def picture(self, name: str) -> None:
        """Keep a picture of the window, for the docs."""
        if self._pictures:
            self.page.wait_for_timeout(600)  # transitions of the page
            self.page.screenshot(path=self._pictures / f"{name}.png")

    def open_form(self, deployment: str) -> None:
        """Open the form of a deployment as a person does: list, search, Run, Custom run."""
        self.page.goto(f"{self.url}/deployments")
        self.page.get_by_placeholder(re.compile("Search", re.IGNORECASE)).first.fill(deployment)
        self.page.get_by_role("link", name=deployment, exact=True).first.click()
        self.page.get_by_role("button", name="Run", exact=True).click()
        self.page.get_by_text("Custom run", exact=True).first.click()
        expect(self.page.get_by_role("heading", name="Parameters")).to_be_visible()

    def field(self, label: str) -> Locator:
        """Return the field of the form with this German title."""
        title = self.page.locator(".schema-form-property__label", has_text=re.compile(f"^{re.escape(label)}"))
        return self.page.locator(".schema-form-property", has=title).first

    def options(self, label: str) -> list[str]:
        """Return the choices of a drop-down."""
        self._unfold(label)
        found = [text.strip() for text in self.page.get_by_role("option").all_inner_texts()]
        self.page.keyboard.press("Escape")
        return found

    def fill(self, label: str, value: Any) -> None:
        """Fill in one field: a text, a number, a switch, a date, or a choice (by the start of its text)."""
        field = self.field(label)
        if isinstance(value, list):
            for option in value:
                self._pick(label, option)
            self.page.get_by_role("heading", name="Parameters").click()  # a field for several choices stays open
            expect(self.page.get_by_role("option")).to_have_count(0)
        elif isinstance(value, bool):
            switch = field.get_by_role("switch")
            if (switch.get_attribute("aria-checked") == "true") != value:
                switch.click()
        elif isinstance(value, date):
            field.locator(".p-date-button__control").click()
            self.page.locator(".p-date-picker input[type=date]").fill(value.isoformat())
            self.page.locator(".p-date-picker").get_by_role("button", name="Apply").click()
        elif field.locator(".p-select-button__control").count():
            self._pick(label, value)
        else:
            field.locator("textarea, input").first.fill(str(value))

    def _pick(self, label: str, value: Any) -> None:
        self._unfold(label)
        self.page.get_by_role("option", name=re.compile(f"^{re.escape(str(value))}")).first.click()

    def _unfold(self, label: str) -> None:
        # a click of the machine opens and closes it again; the keyboard is as good
        self.field(label).locator(".p-select-button__control").first.focus()
        self.page.keyboard.press("Space")
        expect(self.page.get_by_role("option").first).to_be_visible()

    def run(self, deployment: str, **fields: Any) -> tuple[str, str]:
        """Fill in the form of a deployment, run it, watch it end; return its state and the text of its page."""
        self.open_form(deployment)
        return self.submit(**fields)

    def submit(self, **fields: Any) -> tuple[str, str]:
        """Fill in the form that is open, run it, watch it end."""
        for label, value in fields.items():
            self.fill(label.replace("_", " "), value)
        name = f"Probe {next(_numbers)}"
        self.page.locator(".flow-run-name-input input").fill(name)
        self.picture(f"formular-{self._number()}")
        self.page.get_by_role("button", name="Submit").click()
        return self._watch(name)

    def _number(self) -> str:
        return self.page.get_by_text(re.compile(r"^\d\d ")).first.inner_text()[:2]

    def _watch(self, name: str) -> tuple[str, str]:
        expect(self.page.get_by_role("button", name="Submit")).to_be_hidden()
        self.page.goto(f"{self.url}/runs")
        self.page.get_by_role("link", name=name, exact=True).first.click(timeout=60 * SECONDS)
        badge = self.page.locator(".page-heading-flow-run .state-badge")
        expect(badge).to_have_text(ENDED, timeout=90 * SECONDS)
        state = badge.inner_text().strip()
        self.page.get_by_text("Details", exact=True).first.click()
        expect(self.page.get_by_text("State Message", exact=True)).to_be_visible()
        more = self.page.get_by_text("See More")
        if more.count():
            more.first.click()
        return state, self.page.locator("body").inner_text()

    def artifact(self, key: str) -> str:
        """Open the newest version of an artifact and return its text."""
        self.page.goto(f"{self.url}/artifacts/key/{key}")
        self.page.locator("a[href*='/artifacts/artifact/']").first.click()
        self.page.wait_for_url(re.compile("/artifacts/artifact/"))
        expect(self.page.locator("article.markdown-renderer, table").first).to_be_visible()
        self.page.wait_for_load_state("networkidle")
        return self.page.locator("body").inner_text()
