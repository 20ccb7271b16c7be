"""The step boundaries of a process, and what may happen to it at one of them: it dies (SIGKILL) or stands still (SIGSTOP).

A forked child installs this around the libraries it uses (SQLAlchemy, aiosmtplib, IMAPClient, os); the product knows nothing of it.
Every boundary is named after the product's function on the stack: `deliver:data_started/after-commit`.
"""

import io
import os
import resource
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from pathlib import Path
from time import monotonic
from typing import Any

PACKAGE = f"{os.sep}ozg_workflow{os.sep}"
PLUMBING = {"context", "session", "env"}  # modules through which everything passes
VERBS = (b"EHLO", b"STARTTLS", b"AUTH", b"MAIL", b"RCPT", b"DATA", b"QUIT")
WRITING = ("w", "a", "x", "+")


@dataclass(frozen=True, kw_only=True)
class Order:
    """What a child is to run and what is to happen to it. `moment` is the time its clock starts with (ISO, aware)."""

    arguments: list[str]
    environment: dict[str, str]
    home: str
    log: str = ""
    kill_at: int = 0  # the number of the boundary, from 1
    stop_at: int = 0
    moment: str = ""
    file_bytes: int = 0  # no file may grow beyond this: a full disk
    lock_seconds: float = 0  # how long SQLite waits for a lock
    output: str = os.devnull
    extra: dict[str, str] = field(default_factory=dict)


class Boundaries:
    """Counts the boundaries of this process, writes their names to a file, and ends or stops the process at the chosen one."""

    def __init__(self, order: Order) -> None:
        self._order, self._passed = order, 0
        self._log = os.open(order.log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600) if order.log else -1

    def __call__(self, name: str) -> None:
        self._passed += 1
        if self._log >= 0:
            os.write(self._log, f"{name}\n".encode())
        if self._passed == self._order.kill_at:
            os.kill(os.getpid(), signal.SIGKILL)
        if self._passed == self._order.stop_at:
            os.kill(os.getpid(), signal.SIGSTOP)


def install(order: Order) -> None:
    """Prepare this process for its order; there is no way back."""
    if order.moment:
        set_clock(datetime.fromisoformat(order.moment))
    if order.file_bytes:
        resource.setrlimit(resource.RLIMIT_FSIZE, (order.file_bytes, order.file_bytes))
    if order.lock_seconds:
        wait_for_locks(order.lock_seconds)
    if order.log:
        at = Boundaries(order)
        watch_commits(at)
        watch_smtp(at)
        watch_imap(at)
        watch_files(at, order.home)


def where() -> str:
    """The product's function on the stack: `module:function`."""
    frame = sys._getframe(2)
    while frame is not None:
        path, name = frame.f_code.co_filename, frame.f_code.co_name
        module = os.path.basename(path).removesuffix(".py")  # noqa: PTH119 - pathlib may be what is watched
        if PACKAGE in path and module not in PLUMBING and not name.startswith("<"):
            return f"{module}:{name.lstrip('_')}"
        frame = frame.f_back
    return "ozg"


def around(owner: Any, name: str, at: Callable[[str], None], what: str, *, wanted: Callable[..., bool] = lambda *_: True) -> None:
    """Put a boundary before and after every call of a function."""
    original = getattr(owner, name)

    def watched(*arguments: Any, **more: Any) -> Any:
        if not wanted(*arguments):
            return original(*arguments, **more)
        place = where()
        at(f"{place}/before-{what}")
        result = original(*arguments, **more)
        at(f"{place}/after-{what}")
        return result

    setattr(owner, name, watched)


def watch_commits(at: Callable[[str], None]) -> None:
    from sqlalchemy.engine.default import DefaultDialect

    around(DefaultDialect, "do_commit", at, "commit")


def watch_smtp(at: Callable[[str], None]) -> None:
    """What leaves through the sockets of aiosmtplib's lines, and the answers."""
    from asyncio.selector_events import _SelectorSocketTransport as Socket

    from aiosmtplib.protocol import SMTPProtocol

    write, read = Socket.write, SMTPProtocol.read_response
    verbs: dict[int, str] = {}

    def watched_write(self: Any, data: bytes) -> None:
        if not isinstance(self.get_protocol(), SMTPProtocol):
            write(self, data)
            return
        verb = verbs[id(self)] = _verb(data)
        at(f"smtp:{verb}/before-sending")
        if verb == "content":
            write(self, data[: len(data) // 2])
            at("smtp:content/half-sent")
            data = data[len(data) // 2 :]
        write(self, data)
        at(f"smtp:{verb}/sent")

    async def watched_read(self: SMTPProtocol, timeout: float | None = None) -> Any:
        line = id(self.transport)
        answer = await read(self, timeout)
        at(f"smtp:{verbs.get(line, 'greeting')}/answer-read")
        return answer

    Socket.write = watched_write
    SMTPProtocol.read_response = watched_read  # type: ignore[method-assign]


def _verb(data: bytes) -> str:
    if data == b".\r\n":
        return "dot"
    if data.count(b"\r\n") > 1:
        return "content"
    return next((verb.decode() for verb in VERBS if data.upper().startswith(verb)), "other")


def watch_imap(at: Callable[[str], None]) -> None:
    from imapclient import IMAPClient

    for name in ("move", "copy", "add_flags"):
        around(IMAPClient, name, at, name)


def watch_files(at: Callable[[str], None], home: str) -> None:
    """Renames, links, removals and new files below `home`."""

    def ours(path: object, *_: object) -> bool:
        return isinstance(path, str | os.PathLike) and os.fspath(path).startswith(home)

    for name in ("rename", "replace", "link", "unlink"):
        around(os, name, at, name, wanted=ours)
    around(os, "open", at, "creation", wanted=lambda path, flags=0, *_: ours(path) and bool(flags & os.O_CREAT))
    around(io, "open", at, "writing", wanted=lambda path, mode="r", *_: ours(path) and any(c in mode for c in WRITING))


def wait_for_locks(seconds: float) -> None:
    """Let SQLite wait this long instead of half a minute."""
    from sqlalchemy import Engine, event

    def shorten(connection: Any) -> None:
        if connection.dialect.name == "sqlite":
            connection.connection.dbapi_connection.execute(f"PRAGMA busy_timeout={int(seconds * 1000)}")

    event.listen(Engine, "begin", shorten)


def set_clock(start: datetime) -> None:
    """Let the product's clock begin at `start` and go on from there; only the edges of the product read it."""
    began = monotonic()

    class Pretended(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
            from datetime import timedelta

            return (start + timedelta(seconds=monotonic() - began)).astimezone(tz)

    for module in [m for name, m in sys.modules.items() if name.startswith("ozg_workflow.")]:
        if getattr(module, "datetime", None) is datetime:
            module.datetime = Pretended  # type: ignore[attr-defined]


def run(order: Order) -> int:
    """Run one command of the product in this process and return its exit status."""
    for name in [n for n in os.environ if n.startswith("OZG_")]:
        del os.environ[name]
    os.environ.update(order.environment | {"OZG_HOME": order.home})
    install(order)
    sys.argv = ["ozg", *order.arguments]
    from ozg_workflow.cli.main import main

    try:
        main()
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 1
    return 0


def redirect(path: str) -> None:
    """Let everything that is printed go to a file."""
    file = Path(path).open("w", encoding="utf-8")  # noqa: SIM115 - open until the process ends
    os.dup2(file.fileno(), 1)
    os.dup2(file.fileno(), 2)
    sys.stdout = sys.stderr = file
