"""No page of the cockpit asks anybody but its own server, and an answer of it says so to the browser."""

import socket
import threading
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser

from tests.cockpit import Api
from tests.ui.conftest import BROWSER

OWN_AFFAIRS = ("google.com", "googleapis.com", "gstatic.com", "gvt1.com")  # what Chromium asks whatever page it shows


@contextmanager
def listening_proxy(asked: list[str]) -> Iterator[int]:
    """A proxy that answers nothing and notes what everything but this machine was asked for."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def note() -> None:
            while True:
                try:
                    connection, _ = server.accept()
                    with connection:
                        asked.append(connection.recv(500).partition(b"\r\n")[0].decode("latin-1"))
                except OSError:
                    return

        threading.Thread(target=note, daemon=True).start()
        yield server.getsockname()[1]


def pages(cockpit: str) -> list[str]:
    api = Api(f"{cockpit}/api")
    form = f"/deployments/deployment/{api.deployments()['02 Meilenstein abhaken']['id']}"
    return ["/", "/dashboard", "/runs", "/deployments", form, f"{form}/run", "/artifacts", "/settings"]


@pytest.mark.timeout(900)
def test_no_page_of_either_look_asks_a_third_party(cockpit: str, browser: Browser) -> None:
    foreign: list[str] = []
    asked: list[str] = []
    with listening_proxy(asked) as port:
        options = (f"--proxy-server=127.0.0.1:{port}", "--proxy-bypass-list=127.0.0.1")
        window = browser.browser_type.launch(executable_path="/usr/bin/chromium", args=[*BROWSER, *options])
        page = window.new_page(viewport={"width": 1366, "height": 768}, locale="de-DE")
        page.on("request", lambda r: foreign.append(r.url) if not r.url.startswith((cockpit, "data:", "blob:")) else None)
        for look in ("", "/v2"):
            for path in pages(cockpit):
                page.goto(f"{cockpit}{look}{path}", wait_until="load", timeout=60_000)
                page.wait_for_timeout(1500)
        window.close()
    assert foreign == []
    assert [line for line in asked if not any(own in line for own in OWN_AFFAIRS)] == []


def test_the_rules_take_nothing_from_the_pages(cockpit: str, browser: Browser) -> None:
    page = browser.new_page(viewport={"width": 1366, "height": 768}, locale="de-DE")
    page.add_init_script(
        "window.refused = []; addEventListener('securitypolicyviolation', e => refused.push(e.violatedDirective))"
    )
    for path in pages(cockpit):
        page.goto(f"{cockpit}{path}", wait_until="networkidle", timeout=60_000)
        assert page.evaluate("window.refused") == [], path
    colour = "getComputedStyle(document.documentElement).getPropertyValue('--p-color-button-primary-bg')"
    assert page.evaluate(colour), "a form without the colours of its switches cannot be read"
    page.close()


def test_every_answer_names_the_rules_of_the_house(cockpit: str) -> None:
    for path in ("/", "/v2/", "/api/health"):
        with urllib.request.urlopen(f"{cockpit}{path}", timeout=30) as answer:
            assert "connect-src 'self'" in answer.headers["Content-Security-Policy"]
            assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
            assert answer.headers["Referrer-Policy"] == "no-referrer"
