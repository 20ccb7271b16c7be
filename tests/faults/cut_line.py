"""A line to another mail server that is cut at a moment of the dialogue: what was passed on stays passed on, the rest never comes."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from enum import StrEnum

from tests.faults.smtp_server import LAST_LINE

DOT = b".\r\n"


class Moment(StrEnum):
    """When the line is cut."""

    AT_DATA = "at DATA"
    AFTER_354 = "after 354"
    IN_CONTENT = "in the content"
    BEFORE_DOT = "before the dot"
    AFTER_DOT = "after the dot, before its answer"


class _Line:
    """Both directions of one connection; the first cut ends both."""

    def __init__(self, client: socket.socket, server: socket.socket, moment: Moment | None) -> None:
        self._client, self._server, self._moment = client, server, moment
        self._said = b""

    def carry(self) -> None:
        back = threading.Thread(target=self._pump, args=(self._server, self._client, self._answered))
        back.start()
        self._pump(self._client, self._server, self._asked)
        back.join()

    def _pump(self, source: socket.socket, target: socket.socket, passed: Callable[[bytes], tuple[bytes, bool]]) -> None:
        with suppress(OSError):
            while data := source.recv(65536):
                part, goes_on = passed(data)
                target.sendall(part)
                if not goes_on:
                    break
        self._close()

    def _asked(self, data: bytes) -> tuple[bytes, bool]:
        """Return what of the client's words is passed on, and whether the line lives on."""
        begun, self._said = b"DATA\r\n" in self._said, self._said + data
        if self._moment is Moment.AT_DATA and data == b"DATA\r\n":
            return b"", False
        if self._moment is Moment.IN_CONTENT and begun:
            return data[: len(data) // 2], False
        if self._moment is Moment.BEFORE_DOT and begun and self._said.endswith(LAST_LINE):
            return data, False
        return data, True

    def _answered(self, data: bytes) -> tuple[bytes, bool]:
        """Return what of the server's words is passed on, and whether the line lives on."""
        if self._moment is Moment.AFTER_DOT and self._said.endswith(DOT):
            return b"", False
        return data, not (self._moment is Moment.AFTER_354 and data.startswith(b"354"))

    def _close(self) -> None:
        for end in (self._client, self._server):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)


@contextmanager
def cut_line(port: int, moment: Moment | None) -> Iterator[int]:
    """Give the port of a way to the server on `port`; every line on it is cut at the moment, none where there is none."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def accept() -> None:
            with suppress(OSError):
                while True:
                    client, _ = listener.accept()
                    with client, socket.create_connection(("127.0.0.1", port)) as server:
                        _Line(client, server, moment).carry()

        thread = threading.Thread(target=accept)
        thread.start()
        try:
            yield listener.getsockname()[1]
        finally:
            listener.shutdown(socket.SHUT_RDWR)
            thread.join(10)
