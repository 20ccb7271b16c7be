"""The reading room of a small town behind a real server on loopback, and the addresses its pages link to."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from fnmatch import fnmatchcase
from typing import Final
from urllib.parse import urljoin, urlsplit

import uvicorn
from playwright.sync_api import Page

from ozg_workflow.domain.deployments import Deployment
from ozg_workflow.domain.desk import Desk
from ozg_workflow.web.pages.registry import PAGES
from ozg_workflow.web.room import Room
from ozg_workflow.web.server import reading_room
from ozg_workflow.workspace.desk_file import write_desk
from tests.usecases.town import Town

KEY: Final = "bielefeld-2020"
COCKPIT_PORT: Final = 4200  # nobody listens there: what counts is where the links lead
PATTERNS: Final = tuple(page.path for page in PAGES if "anhang" not in page.path and "." not in page.path)


@contextmanager
def opened(town: Town) -> Iterator[str]:
    """Serve the reading room of a town; yields its address."""
    write_desk(town.home, Desk(deployments={str(deployment): f"nummer-{deployment[:2]}" for deployment in Deployment}))
    room = Room(app=town.app, today=town.clock.today, cockpit_port=COCKPIT_PORT)
    server = uvicorn.Server(
        uvicorn.Config(reading_room(room, host="127.0.0.1", auth=""), host="127.0.0.1", port=0, log_level="error")
    )
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    end = time.monotonic() + 30
    while not server.started:
        assert time.monotonic() < end, "the reading room does not start"
        time.sleep(0.02)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join(30)


def addresses(page: Page, home: str) -> dict[str, str]:
    """Return an address for each page of the registry, found by following links alone; the first one that is seen."""
    found: dict[str, str] = {}
    waiting, seen = [f"{home}/{KEY}/"], set[str]()
    while waiting and len(seen) < 60:
        address = waiting.pop(0)
        pattern = pattern_of(address)
        if address in seen or pattern is None or pattern in found:
            continue
        seen.add(address)
        page.goto(address)
        found[pattern] = address
        links = page.eval_on_selector_all("a[href]", "found => found.map(link => link.getAttribute('href'))")
        waiting += [urljoin(address, link) for link in links if urljoin(address, link).startswith(home)]
    return found


def pattern_of(address: str) -> str | None:
    """Return which page of the registry an address belongs to; None for files and what is no page of the rollout."""
    path = urlsplit(address).path.removeprefix(f"/{KEY}/")
    parts = path.split("/")
    for pattern in PATTERNS:
        wanted = ["*" if part.startswith("{") else part for part in pattern.split("/")]
        if len(wanted) == len(parts) and all(fnmatchcase(part, want) for part, want in zip(parts, wanted, strict=True)):
            return pattern
    return None
