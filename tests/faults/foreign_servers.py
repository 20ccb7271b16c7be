"""Mail servers that are not ours, where Postfix is installed: smtp-sink, and its smtpd in stand-alone mode, which needs no service."""

import os
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from io import RawIOBase
from pathlib import Path

PLACES = f"{os.environ['PATH']}:/usr/sbin"
SINK, SENDMAIL = (shutil.which(name, path=PLACES) for name in ("smtp-sink", "sendmail"))
POSTFIX = (
    SINK and SENDMAIL and os.geteuid() == 0
)  # another sendmail comes without a sink; others than root may not choose a queue
MAIN_CF = """
queue_directory = {folder}/queue
data_directory = {folder}/data
compatibility_level = 3.6
mynetworks = 127.0.0.0/8
smtpd_relay_restrictions = permit_mynetworks, reject
mydestination =
local_recipient_maps =
virtual_alias_maps =
alias_maps =
alias_database =
"""


@dataclass(frozen=True, kw_only=True)
class ForeignServer:
    """`copies` tells how often the server has taken over the mail with this Message-ID."""

    port: int
    copies: Callable[[str], int]


def _copies_in(folder: Path) -> Callable[[str], int]:
    """A mail is a file here once it was taken over, and not before."""
    return lambda header_id: sum(header_id.encode() in file.read_bytes() for file in folder.iterdir())


@contextmanager
def smtp_sink(folder: Path) -> Iterator[ForeignServer]:
    """Postfix's smtp-sink, which keeps whole mails only."""
    assert SINK
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    _let_in(folder)
    with subprocess.Popen([SINK, "-u", "nobody", "-d", f"{folder}/mail.", f"127.0.0.1:{port}", "10"]) as server:
        try:
            _wait_for(port)
            yield ForeignServer(port=port, copies=_copies_in(folder))
        finally:
            server.terminate()


def _let_in(folder: Path) -> None:
    """Let another user write here, and come here."""
    folder.chmod(0o777)
    for above in folder.parents:
        if not above.stat().st_mode & 0o001:
            above.chmod(above.stat().st_mode | 0o011)


def _wait_for(port: int) -> None:
    until = time.monotonic() + 10
    while time.monotonic() < until:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port)) as line:
            line.recv(100)
            return
        time.sleep(0.02)
    raise TimeoutError("no sink")


def _attend(command: list[str], line: socket.socket) -> None:
    """Serve one line over pipes: with a socket for its input smtpd wants to have been started by Postfix's master."""
    pipe = subprocess.PIPE
    with line, subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, bufsize=0) as server:
        assert server.stdin
        assert server.stdout
        answers = threading.Thread(target=_pour, args=(server.stdout, line.makefile("wb", buffering=0)))
        answers.start()
        _pour(line.makefile("rb", buffering=0), server.stdin)
        server.stdin.close()
        answers.join()


def _pour(source: RawIOBase, target: RawIOBase) -> None:
    with suppress(OSError):
        while data := source.read(65536):
            target.write(data)


@contextmanager
def postfix_smtpd(folder: Path) -> Iterator[ForeignServer]:
    """Postfix's smtpd: a process for each line, what it takes over lies in `maildrop`."""
    assert SENDMAIL
    for name in ("queue/maildrop", "queue/public", "queue/pid", "data"):
        (folder / name).mkdir(parents=True)
    (folder / "main.cf").write_text(MAIN_CF.format(folder=folder), encoding="utf-8")
    command = [SENDMAIL, "-C", str(folder), "-bs"]
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            with suppress(OSError):
                while True:
                    line, _ = listener.accept()
                    _attend(command, line)

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield ForeignServer(port=listener.getsockname()[1], copies=_copies_in(folder / "queue" / "maildrop"))
        finally:
            listener.shutdown(socket.SHUT_RDWR)
            thread.join(10)
