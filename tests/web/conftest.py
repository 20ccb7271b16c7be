"""The reading room of a small town, asked as a browser asks it."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from starlette.testclient import TestClient

from ozg_workflow.web.room import Room
from ozg_workflow.web.server import reading_room
from tests.usecases.conftest import answered, asked, homes, pytest_generate_tests, started, town
from tests.usecases.town import Town

__all__ = ["answered", "asked", "homes", "pytest_generate_tests", "started", "town"]

HERE = "http://127.0.0.1:4201"
Open = Callable[..., TestClient]


@pytest.fixture
def read() -> Iterator[Open]:
    """Open the reading room of a town: `read(town, auth="a:b", reading_hosts=("x",))`."""
    opened: list[TestClient] = []

    def start(town: Town, *, host: str = "127.0.0.1", auth: str = "", at: str = HERE, **settings: Any) -> TestClient:
        app = replace(town.app, settings=replace(town.app.settings, **settings))
        app.__dict__["engine"] = town.app.engine  # the one all tests share
        room = Room(app=app, today=town.clock.today, cockpit_port=4200)
        client = TestClient(reading_room(room, host=host, auth=auth), base_url=at, follow_redirects=False)
        client.__enter__()
        opened.append(client)
        return client

    yield start
    for client in opened:
        client.__exit__(None, None, None)
