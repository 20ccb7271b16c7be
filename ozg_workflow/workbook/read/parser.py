"""The process that parses workbooks: started at the first one, replaced when it dies or hangs, ended with us."""

import atexit
import subprocess
import sys
import threading
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import IO, Final

from ozg_workflow.workbook.errors import DAMAGED
from ozg_workflow.workbook.read.exchange import LENGTH_BYTES, REFUSED

PARSE_SECONDS: Final = 30
WORKBOOKS_PER_PROCESS: Final = 500  # bounds what a parser may leak
MOST_AHEAD: Final = 10
LARGE_ANSWER: Final = 5_000_000  # bytes; the memory such a workbook took is given back by ending the process
# -P: neither the current folder nor that of a script may shadow modules of the standard library
_START: Final = "import sys; sys.path.append(sys.argv[1]); from ozg_workflow.workbook.read.calamine_child import main; main()"
_COMMAND: Final = (sys.executable, "-P", "-c", _START, str(Path(__file__).parents[3]))


class ParserTimeoutError(Exception):
    """A workbook took longer than PARSE_SECONDS; its process was ended."""


class _Parser:
    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._parsed = 0

    def parse(self, content: bytes) -> tuple[int, bytes]:
        """Return the status and the answer for one workbook; a parser that dies of it means a damaged one."""
        with self._lock:
            answer = self._attempt(content)
            if answer is None and self._parsed > 1:  # it may have died while idle: only a fresh one proves the workbook guilty
                answer = self._attempt(content)
            return answer or (REFUSED, DAMAGED.encode())

    def _attempt(self, content: bytes) -> tuple[int, bytes] | None:
        process = self._running()
        timed_out = threading.Event()
        timer = threading.Timer(PARSE_SECONDS, _give_up, (process, timed_out))
        timer.start()
        try:
            answer = _exchange(process, content)
        finally:
            timer.cancel()
        if answer is None or len(answer[1]) > LARGE_ANSWER or self._parsed + 1 >= WORKBOOKS_PER_PROCESS:
            self._end()
        self._parsed += 1
        if timed_out.is_set():
            raise ParserTimeoutError
        return answer

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self._end()
            self._process = subprocess.Popen(_COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)  # noqa: S603 - our own module
            self._parsed = 0
        return self._process

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout):
            if stream:
                _close(stream)

    def close(self) -> None:
        """End the process."""
        with self._lock:
            self._end()


def _give_up(process: "subprocess.Popen[bytes]", timed_out: threading.Event) -> None:
    timed_out.set()
    process.kill()


def _close(stream: IO[bytes]) -> None:
    try:
        stream.close()
    except OSError:  # a broken pipe: the unread rest of a workbook that killed its parser
        return


def _exchange(process: subprocess.Popen[bytes], content: bytes) -> tuple[int, bytes] | None:
    """Send one workbook and read its answer; None when the process died over it."""
    assert process.stdin is not None  # noqa: S101 - it was started with pipes
    assert process.stdout is not None  # noqa: S101
    try:
        process.stdin.write(len(content).to_bytes(LENGTH_BYTES, "big") + content)
        process.stdin.flush()
        head = process.stdout.read(1 + LENGTH_BYTES)
        if len(head) < 1 + LENGTH_BYTES:
            return None
        length = int.from_bytes(head[1:], "big")
        body = process.stdout.read(length)
    except OSError:
        return None
    return (head[0], body) if len(body) == length else None


class _Ahead:
    """Workbooks that are parsed, one after the other, while their mails wait for their turn."""

    def __init__(self) -> None:
        self._pool: ThreadPoolExecutor | None = None
        self._begun: dict[bytes, Future[tuple[int, bytes]]] = {}

    def begin(self, content: bytes) -> None:
        self._pool = self._pool or ThreadPoolExecutor(1, "workbook")
        if len(self._begun) >= MOST_AHEAD:  # nobody asked for the oldest
            self._begun.pop(next(iter(self._begun))).cancel()
        self._begun[content] = self._pool.submit(_parser.parse, content)

    def take(self, content: bytes) -> Future[tuple[int, bytes]] | None:
        return self._begun.pop(content, None)


_parser = _Parser()
_ahead = _Ahead()
atexit.register(_parser.close)


def begin(content: bytes) -> None:
    """Start to parse a workbook that `parse` will ask for soon; the caller has other work meanwhile."""
    _ahead.begin(content)


def parse(content: bytes) -> tuple[int, bytes]:
    """Parse one workbook: (status and answer of `calamine_child`). Raises ParserTimeoutError."""
    begun = _ahead.take(content)
    return begun.result() if begun else _parser.parse(content)
