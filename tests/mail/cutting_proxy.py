"""A line between client and server that breaks after so many bytes from the server, as a router or a cleaner's plug does it."""

import socket
import threading
from contextlib import suppress
from types import TracebackType
from typing import Self


class CuttingProxy:
    """Passes everything on until `bytes_left` bytes came from the server; None never cuts. One line at a time."""

    def __init__(self, server: str, bytes_left: int | None = None) -> None:
        host, _, port = server.partition(":")
        self._server = (host, int(port))
        self.bytes_left = bytes_left
        self.passed = 0
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.address = f"127.0.0.1:{self._listener.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None) -> None:
        self._listener.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                server = socket.create_connection(self._server)
                threading.Thread(target=self._upstream, args=(client, server), daemon=True).start()
                threading.Thread(target=self._downstream, args=(server, client), daemon=True).start()

    def _upstream(self, client: socket.socket, server: socket.socket) -> None:
        with suppress(OSError):
            while data := client.recv(65_536):
                server.sendall(data)
        _cut(client, server)

    def _downstream(self, server: socket.socket, client: socket.socket) -> None:
        with suppress(OSError):
            while data := server.recv(65_536):
                left = data if self.bytes_left is None else data[: self.bytes_left]
                client.sendall(left)
                self.passed += len(left)
                if self.bytes_left is not None:
                    self.bytes_left -= len(left)
                    if self.bytes_left <= 0:
                        break
        _cut(server, client)


def _cut(*lines: socket.socket) -> None:
    for line in lines:
        with suppress(OSError):
            line.shutdown(socket.SHUT_RDWR)
        line.close()
