"""An OAuth2 provider on loopback: gives tokens to one client, and tells a mail server which of them hold (RFC 7662)."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

from ozg_workflow.domain.post.oauth import OAuthClient

SECRET = "sehr~ge.heim+und/lang="
SCOPE = "https://outlook.office365.example/.default"
PADDING = "x" * 1800  # tokens of real providers are long


@dataclass
class Provider:
    """What the provider does: `refusal` instead of tokens, `status` instead of an answer, tokens that last `seconds`."""

    user: str = "ozg"
    seconds: float = 3600
    stated: Any = None  # what is said about it, when it is not `seconds`
    refusal: dict[str, str] | None = None
    status: int = 200
    asked: list[dict[str, str]] = field(default_factory=list)
    tokens: dict[str, float] = field(default_factory=dict)  # token → until when it holds
    port: int = 0
    padding: str = PADDING

    @property
    def client(self) -> OAuthClient:
        return OAuthClient(token_url=self.url, client_id="anwendung", client_secret=SECRET, scope=SCOPE)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/token"

    @property
    def settings(self) -> dict[str, str]:
        """The same client as settings."""
        return {
            "oauth_token_url": self.url,
            "oauth_client_id": "anwendung",
            "oauth_client_secret": SECRET,
            "oauth_scope": SCOPE,
        }

    def holds(self, token: str) -> bool:
        return time.monotonic() < self.tokens.get(token, 0)

    def withdraw(self) -> None:
        """All tokens given so far hold no longer."""
        self.tokens = dict.fromkeys(self.tokens, 0.0)

    def answer(self, path: str, form: dict[str, str]) -> tuple[int, dict[str, Any]]:
        if path == "/introspect":
            return 200, {"active": self.holds(form.get("token", "")), "username": self.user}
        self.asked.append(form)
        if self.status != 200 or self.refusal:
            return (400 if self.status == 200 else self.status), self.refusal or {}
        if form.get("client_secret") != SECRET or form.get("grant_type") != "client_credentials":
            return 401, {"error": "invalid_client"}
        token = f"Token-{len(self.tokens) + 1}-{self.padding}"
        self.tokens[token] = time.monotonic() + self.seconds
        return 200, {"token_type": "Bearer", "access_token": token, "expires_in": self.stated or self.seconds}


@contextmanager
def token_server() -> Iterator[Provider]:
    provider = Provider()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            sent = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
            form = {name: values[0] for name, values in parse_qs(sent).items()}
            status, body = provider.answer(self.path, form)
            raw = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(raw)))
            self.end_headers()
            self.wfile.write(raw)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    provider.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
