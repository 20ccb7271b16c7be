"""What stands before every page: who may ask, by which name, what for; and what the browser is told never to do.

A page in another tab could let its own name point to this machine (DNS rebinding) and read the answers: the name a request asks for must
be ours. RFC 7617 is the login.
"""

import base64
import hmac
import ipaddress
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ozg_workflow.web.refusals import refusal

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
    """Who may come in: by which host names, with which login (`user:password`, empty: everybody on this machine)."""

    hosts: frozenset[str]
    by_number: bool = False  # a number instead of a name cannot be rebound; asked for where we listen everywhere
    auth: str = ""

    def knows(self, host: str) -> bool:
        """Tell whether the name a request asks for is one of ours; the port is of no account."""
        if any(sign in host for sign in NOT_IN_A_NAME):
            return False
        name = host_name(host)
        return name in self.hosts or (self.by_number and _is_number(name))

    def lets_in(self, authorization: str) -> bool:
        """Tell whether the login of a request is right; the comparison takes the same time for every wrong one."""
        if not self.auth:
            return True
        scheme, _, given = authorization.partition(" ")
        try:
            found = base64.b64decode(given.strip(), validate=True) if scheme.lower() == "basic" else b""
        except ValueError:  # no base64, or no ASCII
            found = b""
        return hmac.compare_digest(found, self.auth.encode())


def door(host: str, names: Collection[str], auth: str) -> Door:
    """Return the door of a reading room that listens on `host` and is also reached by these names."""
    own = LOOPBACK | {name for name in map(host_name, (host, *names)) if name} - EVERYWHERE
    return Door(hosts=frozenset(own), by_number=host in EVERYWHERE, auth=auth)


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

    def __init__(self, inside: ASGIApp, door: Door) -> None:
        self._inside, self._door = inside, door

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

        answer = self._refusal(Request(scope)) or self._inside
        await answer(scope, receive, with_headers)

    def _refusal(self, request: Request) -> ASGIApp | None:
        headers: Headers = request.headers
        if len(headers.getlist("host")) != 1 or not self._door.knows(headers["host"]):
            return refusal(400, "Unbekannter Name", UNKNOWN_HOST)
        if request.method not in READING:
            return refusal(405, "Hier wird nur gelesen", ONLY_READING, {"Allow": "GET, HEAD"})
        if not self._door.lets_in(headers.get("authorization", "")):
            return refusal(401, "Anmeldung nötig", LOGIN, {"WWW-Authenticate": 'Basic realm="OZG-Lesesaal", charset="UTF-8"'})
        return None


UNKNOWN_HOST: Final = (
    "Unter diesem Namen ist der Lesesaal nicht eingerichtet. Wer ihn unter einem eigenen Namen erreichen will, "
    "nennt ihn in der Einstellung reading_hosts (OZG_READING_HOSTS)."
)
ONLY_READING: Final = "Der Lesesaal zeigt nur. Entschieden wird in den Formularen des Cockpits, zu denen die Seiten führen."
LOGIN: Final = "Bitte mit Benutzer und Kennwort anmelden; es sind dieselben wie im Cockpit (OZG_UI_AUTH)."
