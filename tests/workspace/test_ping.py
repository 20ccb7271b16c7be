"""After a good day a GET is made, with nothing but the URL; a failure is only noted."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from ozg_workflow.domain.errors import InputError
from ozg_workflow.workspace.ping import check_ping_url, ping


class Watcher(HTTPServer):
    """Remembers what was asked; answers `status`."""

    status = 200

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.asked: list[tuple[str, dict[str, str]]] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/ping/abc?run=1"


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        assert isinstance(self.server, Watcher)
        self.server.asked.append((self.path, dict(self.headers)))
        self.send_response(self.server.status)
        self.send_header("Location", "http://127.0.0.1:1/anderswo")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def watcher() -> Iterator[Watcher]:
    with Watcher() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def test_the_url_is_asked_for_once_and_nothing_else_is_told(watcher: Watcher) -> None:
    assert ping(watcher.url)
    ((path, headers),) = watcher.asked
    assert path == "/ping/abc?run=1"
    assert set(headers) <= {"Host", "Accept-Encoding"}


@pytest.mark.parametrize("status", [301, 404, 500])
def test_any_other_answer_is_a_failure_and_no_redirect_is_followed(watcher: Watcher, status: int) -> None:
    watcher.status = status
    assert not ping(watcher.url)
    assert len(watcher.asked) == 1


def test_nobody_there_is_only_noted() -> None:
    assert not ping("http://127.0.0.1:1/", timeout=0.5)


@pytest.mark.parametrize("url", ["", "https://ping.stadt.example/abc", "http://127.0.0.1:8000/"])
def test_http_and_https_are_taken(url: str) -> None:
    assert check_ping_url(url) == url


@pytest.mark.parametrize(
    "url", ["ftp://x.example/", "file:///etc/passwd", "ping", "https://", "http://x.example:99999/", "http://x y/"]
)
def test_anything_else_is_refused_without_being_shown(url: str) -> None:
    with pytest.raises(InputError, match=r"^OZG_PING_URL muss mit https:// oder http:// beginnen und einen Rechner nennen\.$"):
        check_ping_url(url)
