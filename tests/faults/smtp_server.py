"""A mail server on loopback that fails on purpose: at a stage of the dialogue it answers wrongly, falls silent or hangs up.

It logs every mail it has fully taken over, which is what "lost" and "sent twice" are measured with.
"""

import asyncio
import re
import threading
import time
from collections import Counter
from collections.abc import Coroutine
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Self


class Stage(StrEnum):
    """Where in the dialogue the server fails (RFC 5321, in its order)."""

    GREETING = "greeting"
    EHLO = "EHLO"
    STARTTLS = "STARTTLS"
    AUTH = "AUTH"
    MAIL = "MAIL"
    FIRST_RCPT = "first RCPT"
    SECOND_RCPT = "second RCPT"
    DATA = "DATA"
    AFTER_354 = "after 354"
    BODY = "in the body"
    BEFORE_DOT = "before the final dot"
    DOT = "after the final dot"
    QUIT = "QUIT"


class Fault(StrEnum):
    """How it fails."""

    TEMPORARY = "4xx"
    FINAL = "5xx"
    GARBAGE = "garbage"
    HANG = "hang"
    DROP = "drop"


TEMPORARY_CODES = {Stage.GREETING: 421, Stage.AUTH: 454}
FINAL_CODES = {Stage.GREETING: 554, Stage.EHLO: 550, Stage.AUTH: 535} | dict.fromkeys(
    (Stage.DATA, Stage.AFTER_354, Stage.BODY, Stage.BEFORE_DOT, Stage.DOT), 554
)
SIMPLE_ANSWERS = {
    "HELO": "250 relay.example",
    "STARTTLS": "454 4.7.0 TLS not available",
    "AUTH": "235 2.7.0 OK",
    "MAIL": "250 2.1.0 OK",
    "RSET": "250 2.0.0 OK",
    "NOOP": "250 2.0.0 OK",
    "QUIT": "221 2.0.0 Bye",
}
LAST_LINE = b"--\r\n"  # of the last part of our mails
GARBAGE = b"\xff\x00 <html> Kein Mailserver\r\n"


@dataclass(frozen=True, kw_only=True)
class Taken:
    """A mail the server has taken over: its Message-ID, whom for, its bytes."""

    header_id: str
    recipients: tuple[str, ...]
    content: bytes


class SmtpServer:
    """`fail` makes the next transaction fail once; `taken` holds every mail that was fully received, also when its answer got lost."""

    def __init__(self) -> None:
        self.taken: list[Taken] = []
        self.commands: list[str] = []
        self.delay = 0.0  # seconds before the answer to the final dot
        self._fault: tuple[Stage, Fault] | None = None
        self._lines: set[asyncio.Task[Any]] = set()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._server: asyncio.Server | None = None
        self.port = 0

    def fail(self, stage: Stage, fault: Fault) -> None:
        """Let the next dialogue that comes to `stage` fail there, once."""
        self._fault = (stage, fault)

    def url(self, login: str = "", scheme: str = "smtp") -> str:
        """The address for OZG_SMTP_URL; `login` is `user:password`."""
        return f"{scheme}://{login}{'@' if login else ''}127.0.0.1:{self.port}"

    def copies(self) -> Counter[str]:
        """How often each Message-ID was taken over."""
        return Counter(mail.header_id for mail in list(self.taken))

    def wait_until_idle(self, seconds: float = 10) -> None:
        """Wait until all lines are closed, so that what a dead client had sent is fully read."""
        until = time.monotonic() + seconds
        while self._lines:
            if time.monotonic() > until:
                raise TimeoutError("a line stays open")
            time.sleep(0.002)

    def _hits(self, *stages: Stage) -> Fault | None:
        """Tell, and use up, the fault planned for one of these stages."""
        if self._fault is None or self._fault[0] not in stages:
            return None
        stage, fault = self._fault
        if stage is not Stage.AUTH:  # a client tries one mechanism after the other
            self._fault = None
        return fault

    def fails_at(self, stage: Stage) -> bool:
        """Tell whether a fault is planned for this stage."""
        return self._fault is not None and self._fault[0] is stage

    def heal(self) -> None:
        """Let nothing fail any more."""
        self._fault = None

    def __enter__(self) -> Self:
        self._thread.start()
        self._server = self._run(asyncio.start_server(self._serve, "127.0.0.1", 0, limit=2**20, backlog=500))
        assert self._server
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    def __exit__(self, *_: object) -> None:
        self._run(self._stop())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    def _run(self, work: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(10)

    async def _stop(self) -> None:
        assert self._server
        self._server.close()
        for task in list(self._lines):
            task.cancel()
        await asyncio.gather(*self._lines, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task
        self._lines.add(task)
        try:
            await _Dialogue(self, reader, writer).run()
        except (OSError, EOFError, asyncio.CancelledError):
            pass  # the client is gone, or the test is over
        finally:
            writer.transport.abort()
            self._lines.discard(task)


class _HangUpError(EOFError):
    """The server ends the line."""


class _Dialogue:
    def __init__(self, server: SmtpServer, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._server, self._reader, self._writer = server, reader, writer
        self._recipients: list[str] = []
        self._announced = 0

    async def run(self) -> None:
        if not await self._failed(Stage.GREETING):
            self._say("220 relay.example ESMTP")
        while True:
            line = (await self._reader.readline()).decode("ascii", "replace").strip()
            if not line:
                return
            self._server.commands.append(line)
            await self._answer(line.partition(" ")[0].upper(), line)

    async def _answer(self, verb: str, line: str) -> None:
        if verb == "RCPT":
            await self._recipient(line)
        elif verb == "DATA":
            await self._content()
        elif verb == "EHLO":
            if not await self._failed(Stage.EHLO):
                self._say("250-relay.example\r\n250-AUTH PLAIN LOGIN\r\n250-STARTTLS\r\n250 8BITMIME")
        elif verb in SIMPLE_ANSWERS:
            if verb in ("MAIL", "RSET"):
                self._recipients, self._announced = [], 0
            if verb in Stage.__members__ and await self._failed(Stage[verb]):
                return
            self._say(SIMPLE_ANSWERS[verb])
            if verb == "QUIT":
                raise _HangUpError
        else:
            self._say("502 5.5.1 Unbekannt")

    async def _recipient(self, line: str) -> None:
        self._announced += 1
        if await self._failed(Stage.FIRST_RCPT if self._announced == 1 else Stage.SECOND_RCPT):
            return
        self._recipients.append(line.partition("<")[2].partition(">")[0])
        self._say("250 2.1.5 OK")

    async def _content(self) -> None:
        if await self._failed(Stage.DATA):
            return
        self._say("354 Go ahead")
        if self._server.fails_at(Stage.AFTER_354):
            await asyncio.sleep(0.05)  # in a packet of its own
        answered = await self._failed(Stage.AFTER_354)
        content = await self._reader.readline()
        answered = answered or await self._failed(Stage.BODY)
        if self._server.fails_at(Stage.BEFORE_DOT):
            content = (await self._reader.readuntil(LAST_LINE))[-2:]
            answered = await self._failed(Stage.BEFORE_DOT)
        while not content.endswith(b"\r\n.\r\n"):
            line = await self._reader.readline()
            if not line:
                raise _HangUpError
            content += line
        if answered:
            return
        fault = self._server._hits(Stage.DOT)
        if fault not in (Fault.TEMPORARY, Fault.FINAL):  # what falls silent or hangs up now may have the mail: the worst case
            self._take(content.removesuffix(b".\r\n"))
        if fault:
            await self._fail(Stage.DOT, fault)
            return
        if self._server.delay:
            await asyncio.sleep(self._server.delay)
        self._say(f"250 2.0.0 Angenommen als Q{len(self._server.taken)}")

    def _take(self, content: bytes) -> None:
        plain = content.replace(b"\r\n..", b"\r\n.")
        found = re.search(rb"(?im)^Message-ID:\s*(\S+)", plain)
        name = found[1].decode() if found else ""
        self._server.taken.append(Taken(header_id=name, recipients=tuple(self._recipients), content=plain))

    async def _failed(self, stage: Stage) -> bool:
        """Fail here if that is planned; tell whether it was."""
        fault = self._server._hits(stage)
        if fault is None:
            return False
        await self._fail(stage, fault)
        return True

    async def _fail(self, stage: Stage, fault: Fault) -> None:
        if fault is Fault.DROP:
            raise _HangUpError
        if fault is Fault.HANG:
            while await self._reader.read(2**16):  # listens, says nothing, until the client gives up
                pass
            raise _HangUpError
        code = {Fault.TEMPORARY: TEMPORARY_CODES.get(stage, 451), Fault.FINAL: FINAL_CODES.get(stage, 550)}.get(fault)
        self._writer.write(f"{code} Geplanter Fehler\r\n".encode() if code else GARBAGE)
        if stage is Stage.GREETING and code:
            await self._writer.drain()
            self._writer.close()
            raise _HangUpError

    def _say(self, text: str) -> None:
        self._writer.write(text.encode() + b"\r\n")
