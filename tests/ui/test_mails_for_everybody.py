"""Every kind of mail in a real browser: axe finds nothing, light and dark, and a narrow window needs no scrolling to the side."""

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page

from ozg_workflow.domain.post.mail import MailKind
from ozg_workflow.mail.write.templates import Templates
from tests.mail.write.samples import sample_values
from tests.ui.axe import NARROW, SCHEMES, findings, wider_than_window

SHIPPED = Path(__file__).parents[2] / "templates" / "email"
# A mail is shown inside the page of a mail program, which has the landmarks; a second <main> there would be one too many.
OF_THE_MAIL_PROGRAM = ("region", "landmark-one-main")


@pytest.fixture(scope="module")
def templates() -> Templates:
    return Templates((SHIPPED,))


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    page = browser.new_page(locale="de-DE")
    yield page
    page.close()


@pytest.mark.parametrize("kind", MailKind)
def test_everybody_can_read_a_mail(templates: Templates, page: Page, kind: MailKind) -> None:
    page.set_viewport_size({"width": 700, "height": 900})
    page.set_content(templates.render(kind, sample_values(kind)).html)
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        assert findings(page, without=OF_THE_MAIL_PROGRAM) == [], scheme
    page.set_viewport_size(NARROW)
    assert wider_than_window(page) == 0


@pytest.mark.parametrize(
    ("scheme", "right", "wrong"),
    [("light", "color: #1f2933", "color: #aab2bb"), ("dark", "color: #e6e9ed !important", "color: #555555 !important")],
)
def test_axe_would_find_what_is_wrong(
    templates: Templates, page: Page, scheme: Literal["light", "dark"], right: str, wrong: str
) -> None:
    html = templates.render(MailKind.REMINDER, sample_values(MailKind.REMINDER)).html
    assert right in html
    page.emulate_media(color_scheme=scheme)
    page.set_content(html.replace('<html lang="de">', "<html>").replace(right, wrong))
    found = "\n".join(findings(page, without=OF_THE_MAIL_PROGRAM))
    assert "html-has-lang" in found
    assert "color-contrast" in found
