"""What every answer of the cockpit tells the browser: ask nobody but this server, stand in no foreign frame, tell nobody where you come from."""

from typing import Final

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

# Prefect's pages need inline styles (Vue, Mermaid, CodeMirror), workers made of a blob (the graph of a run) and pictures as data; those of
# the V1 look compile a template at run time and stay without colours where that is forbidden.
# Their scripts are all files of the server; `connect-src` is what keeps the analytics script of the V2 pages from asking anybody.
POLICY: Final = (
    "default-src 'self'; script-src 'self' 'unsafe-eval'; connect-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
    "worker-src 'self' blob:; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'"
)
HEADERS: Final = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}


def with_house_rules(app: ASGIApp) -> ASGIApp:
    """Return the application with these headers on each of its answers."""

    async def strict(scope: Scope, receive: Receive, send: Send) -> None:
        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(HEADERS)
            await send(message)

        await app(scope, receive, answer)

    return strict
