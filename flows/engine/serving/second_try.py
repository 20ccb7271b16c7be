"""A click in the cockpit is not lost because the database was busy: the server tries again before it refuses.

Prefect 3.8.8 makes a run by reading and then writing in one transaction. If another writes to the SQLite file in between, the transaction can only
be given up, no matter how long one would wait, and the answer is status 503. Prefect's Python client asks again by itself; its pages in the browser
say that something went wrong, and what was filled in is gone. A refused request has changed nothing, so it can be asked again here as well.
"""

import asyncio
from collections.abc import Sequence
from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

PAUSES: Final = (0.05, 0.1, 0.2, 0.4, 0.8)
"""Seconds before each further try."""

REFUSED: Final = 503
_ONLY_READS: Final = {"GET", "HEAD", "OPTIONS"}


def with_second_try(app: ASGIApp) -> ASGIApp:
    """Return the application; what changes something and is refused because the database is busy is asked again, at last passed on as refused."""

    async def patient(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] in _ONLY_READS:
            await app(scope, receive, send)
            return
        request = await _whole(receive)
        for pause in PAUSES:
            if not await _refused(app, scope, _again(request, receive), send):
                return
            await asyncio.sleep(pause)
        await app(scope, _again(request, receive), send)

    return patient


async def _whole(receive: Receive) -> list[Message]:
    """Return all messages of a request up to the end of its body, or to the end of a client that left."""
    messages = [await receive()]
    while messages[-1]["type"] == "http.request" and messages[-1].get("more_body", False):
        messages.append(await receive())
    return messages


def _again(request: Sequence[Message], receive: Receive) -> Receive:
    """Return what gives the messages of the request once more, then what comes after them."""
    left = iter(request)

    async def replayed() -> Message:
        return next(left, None) or await receive()

    return replayed


async def _refused(app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> bool:
    """Ask the application; return whether it refused, of which nothing has been passed on."""
    refused = False

    async def answer(message: Message) -> None:
        nonlocal refused
        refused = refused or (message["type"] == "http.response.start" and message["status"] == REFUSED)
        if not refused:
            await send(message)

    try:
        await app(dict(scope), receive, answer)
    except Exception:  # Starlette answers for an error and raises it nevertheless
        if not refused:
            raise
    return refused
