"""What stands before every page: who may ask, by which name, what for; and what the browser is told never to do.

A page in another tab could let its own name point to this machine (DNS rebinding) and read the answers: the name a request asks for must
be ours. Who is let in after that is decided in `web.walls`.
"""

import ipaddress
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ozg_workflow.web.refusals import refusal
from ozg_workflow.web.walls.door import Walls
from ozg_workflow.web.walls.sight import Sight, let_in

LOOPBACK: Final = frozenset({"localhost", "127.0.0.1", "::1"})
EVERYWHERE: Final = frozenset({"0.0.0.0", "::"})  # noqa: S104 - compared with
HEADERS: Final = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
NOT_IN_A_NAME: Final = "/?#@\\"  # a Host header has a name and a port only (RFC 9110, 7.2)
READING: Final = frozenset({"GET", "HEAD"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """By which host names the reading room is reached."""

    hosts: frozenset[str]
    by_number: bool = False  # a number instead of a name cannot be rebound; asked for where we listen everywhere

    def knows(self, host: str) -> bool:
        """Tell whether the name a request asks for is one of ours; the port is of no account."""
        if any(sign in host for sign in NOT_IN_A_NAME):
            return False
        name = host_name(host)
        return name in self.hosts or (self.by_number and _is_number(name))


def door(host: str, names: Collection[str]) -> Door:
    """Return the door of a reading room that listens on `host` and is also reached by these names."""
    own = LOOPBACK | {name for name in map(host_name, (host, *names)) if name} - EVERYWHERE
    return Door(hosts=frozenset(own), by_number=host in EVERYWHERE)


def host_name(host: str) -> str:
    """Return the name in a Host header (or a URL) in lower case, without port and the dot at its end; empty for what is none."""
    try:
        name = urlsplit(host if "://" in host else f"//{host}").hostname or ""
    except ValueError:
        return ""
    return name.rstrip(".")


def _is_number(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


class Safety:
    """Refuse what must not come in, and put the headers on every answer."""

    def __init__(self, inside: ASGIApp, door: Door, walls: Walls) -> None:
        self._inside, self._door, self._walls = inside, door, walls

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._inside(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers[name] = value
            await send(message)

        request = Request(scope)
        answer = self._refusal(request) or await self._kept_out(request) or self._inside
        await answer(scope, receive, with_headers)

    def _refusal(self, request: Request) -> ASGIApp | None:
        headers: Headers = request.headers
        if len(headers.getlist("host")) != 1 or not self._door.knows(headers["host"]):
            return refusal(400, "Unbekannter Name", UNKNOWN_HOST)
        if request.method not in READING:
            return refusal(405, "Hier wird nur gelesen", ONLY_READING, {"Allow": "GET, HEAD"})
        return None

    async def _kept_out(self, request: Request) -> ASGIApp | None:
        """Return the answer to who may not come in; everybody else carries from here on what they see."""
        admitted = await self._walls.admit(request)
        if isinstance(admitted, Sight):
            let_in(request.scope, admitted)
            return None
        return admitted


UNKNOWN_HOST: Final = (
    "Unter diesem Namen ist der Lesesaal nicht eingerichtet. Wer ihn unter einem eigenen Namen erreichen will, "
    "nennt ihn in der Einstellung reading_hosts (OZG_READING_HOSTS)."
)
ONLY_READING: Final = "Der Lesesaal zeigt nur. Entschieden wird in den Formularen des Cockpits, zu denen die Seiten führen."
