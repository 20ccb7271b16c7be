"""What changes something is asked again while the database refuses it; what only reads is asked once."""

import pytest
from sqlalchemy.exc import OperationalError
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from flows.engine.serving import second_try
from flows.engine.serving.second_try import PAUSES, with_second_try

BUSY = OperationalError("INSERT", {}, Exception("database is locked"))
BODY = "ä" * 40_000


class Shop:
    """A server like Prefect's: an error is told as 503 by a handler of every exception, which Starlette raises again afterwards."""

    def __init__(self, refusals: int) -> None:
        self.asked: list[str] = []
        self._refusals = refusals
        routes = [Route("/runs", self.make, methods=["GET", "POST", "PATCH"]), Route("/broken", self.broken, methods=["POST"])]
        self.client = TestClient(
            with_second_try(Starlette(routes=routes, exception_handlers={Exception: self.told})), raise_server_exceptions=False
        )

    async def make(self, request: Request) -> PlainTextResponse:
        self.asked.append((await request.body()).decode())
        if len(self.asked) <= self._refusals:
            raise BUSY
        return PlainTextResponse(self.asked[-1], status_code=201)

    async def broken(self, request: Request) -> PlainTextResponse:
        self.asked.append("broken")
        raise ValueError

    async def told(self, _: Request, error: Exception) -> PlainTextResponse:
        return PlainTextResponse("busy", status_code=503 if error is BUSY else 500)


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(second_try, "PAUSES", (0.001,) * len(PAUSES))


@pytest.mark.parametrize("method", ["POST", "PATCH"])
@pytest.mark.parametrize("refusals", [0, 1, len(PAUSES)])
def test_a_refused_change_is_asked_again_with_the_same_body(method: str, refusals: int) -> None:
    shop = Shop(refusals)

    answer = shop.client.request(method, "/runs", content=BODY.encode())

    assert (answer.status_code, answer.text) == (201, BODY)
    assert shop.asked == [BODY] * (refusals + 1)


def test_a_refusal_that_lasts_is_told() -> None:
    shop = Shop(len(PAUSES) + 1)

    answer = shop.client.post("/runs", content=BODY.encode())

    assert (answer.status_code, answer.text) == (503, "busy")
    assert len(shop.asked) == len(PAUSES) + 1


def test_what_only_reads_is_asked_once() -> None:
    shop = Shop(1)

    assert shop.client.get("/runs").status_code == 503
    assert len(shop.asked) == 1


def test_another_error_is_told_at_once() -> None:
    shop = Shop(0)

    assert shop.client.post("/broken").status_code == 500
    assert shop.asked == ["broken"]


def test_a_body_in_two_parts_is_asked_again_as_a_whole() -> None:
    shop = Shop(1)

    answer = shop.client.post("/runs", content=iter([b"first, ", b"second"]))

    assert (answer.status_code, answer.text) == (201, "first, second")
