"""`ozg serve` as the coordinator starts it, a small town behind it, and a browser in front of it."""

import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

from flows.engine.server import free_port
from tests.cockpit import copy_prefect_database
from tests.ui.desk import Desk
from tests.usecases.conftest import homes
from tests.usecases.town import Town, new_workspace, open_town, prepared_home

__all__ = ["homes"]

TODAY = date(2020, 3, 25)
BROWSER = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--no-first-run")
COMMAND = (sys.executable, "-c", "from ozg_workflow.cli.main import main; main()")


@pytest.fixture(scope="session")
def city(homes: Path) -> Iterator[Town]:
    """The town whose coordinator sits at the desk."""
    for town in open_town(prepared_home(homes), TODAY):
        new_workspace(town.home)
        copy_prefect_database(town.home)
        yield town


@pytest.fixture(scope="session")
def reading_port() -> int:
    """Where the reading room listens."""
    return free_port()


@pytest.fixture(scope="session")
def reading_room(cockpit: str, reading_port: int) -> str:
    """The address of the reading room, which runs beside the cockpit."""
    return f"{cockpit.rpartition(':')[0]}:{reading_port}"


@pytest.fixture(scope="session")
def cockpit(city: Town, reading_port: int, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the running cockpit."""
    with served(city, TODAY, reading_port, tmp_path_factory.mktemp("cockpit") / "serve.log") as address:
        yield address


@contextmanager
def served(town: Town, today: date, reading_port: int, log: Path) -> Iterator[str]:
    """Run `ozg serve` on a pretended day; the address of its cockpit."""
    port = free_port()
    environment = {n: v for n, v in os.environ.items() if not n.startswith(("PREFECT_", "OZG_"))}
    environment |= {
        "OZG_SECRET_KEY": "geheim",
        "OZG_RECIPIENTS": "*",
        "OZG_SMTP_URL": f"dir:{town.out}",
        "OZG_INBOX_URL": f"maildir:{town.box}",
    }
    ports = ["--port", str(port), "--reading-port", str(reading_port)]
    options = ["--home", str(town.home), "serve", *ports, "--today", today.isoformat()]
    with log.open("wb") as output:
        process = subprocess.Popen([*COMMAND, *options], stdout=output, stderr=output, env=environment, start_new_session=True)
        try:
            _wait_for_deployments(f"http://127.0.0.1:{port}/api/deployments/count", process, log)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.send_signal(signal.SIGINT)
            try:
                process.wait(40)
            except subprocess.TimeoutExpired:
                process.kill()


def _wait_for_deployments(url: str, process: Any, log: Path) -> None:
    end = time.monotonic() + 300
    while time.monotonic() < end:
        assert process.poll() is None, log.read_text(encoding="utf-8")
        try:
            request = urllib.request.Request(url, b"{}", {"Content-Type": "application/json"})
            with urllib.request.urlopen(request, timeout=5) as answer:
                if int(answer.read()) > 0 and "bereit" in log.read_text(encoding="utf-8"):
                    return
        except OSError:
            pass
        time.sleep(0.3)
    raise AssertionError(log.read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The one browser of the session: the library starts only once in a process."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=list(BROWSER))
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def desk(cockpit: str, browser: Browser) -> Desk:
    """A browser window of the coordinator; OZG_PICTURES names a folder for pictures of it."""
    pictures = os.environ.get("OZG_PICTURES")
    page = browser.new_page(viewport={"width": 1280, "height": 900}, locale="de-DE", color_scheme="light")
    return Desk(page, cockpit, Path(pictures) if pictures else None)
