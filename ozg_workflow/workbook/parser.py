"""The process that parses workbooks: started at the first one, replaced when it dies or hangs, ended with us."""

import atexit
import subprocess
import sys
import threading
from pathlib import Path
from typing import IO, Final

from ozg_workflow.workbook import calamine_child
from ozg_workflow.workbook.calamine_child import DAMAGED, LENGTH_BYTES

PARSE_SECONDS: Final = 60
WORKBOOKS_PER_PROCESS: Final = 200  # bounds what a parser may leak


class ParserTimeoutError(Exception):
    """A workbook took longer than PARSE_SECONDS; its process was ended."""


class _Parser:
    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._parsed = 0

    def parse(self, content: bytes) -> tuple[int, bytes]:
        """Return the status and the JSON for one workbook; a parser that dies of it means a damaged one."""
        with self._lock:
            process = self._running()
            timed_out = threading.Event()
            timer = threading.Timer(PARSE_SECONDS, _give_up, (process, timed_out))
            timer.start()
            try:
                answer = _exchange(process, content)
            finally:
                timer.cancel()
            self._parsed += 1
            if answer is None or self._parsed >= WORKBOOKS_PER_PROCESS:
                self._end()
            if timed_out.is_set():
                raise ParserTimeoutError
            return answer or (DAMAGED, b"")

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self._end()
            # -P: the folder of the script must not shadow modules of the standard library
            command = [sys.executable, "-P", str(Path(calamine_child.__file__))]
            self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)  # noqa: S603 - our own script
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


_parser = _Parser()
atexit.register(_parser.close)


def parse(content: bytes) -> tuple[int, bytes]:
    """Parse one workbook: (status of `calamine_child`, JSON). Raises ParserTimeoutError."""
    return _parser.parse(content)
