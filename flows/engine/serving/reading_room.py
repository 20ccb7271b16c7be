"""Keep the reading room running beside the cockpit, as a process of its own: it comes and ends with `ozg serve`, and its end is told."""

import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

RESTARTS: Final = 5  # within QUIET_SECONDS; who breaks more often than that stays closed
QUIET_SECONDS: Final = 600.0
END_SECONDS: Final = 8.0


@dataclass(slots=True)
class _Keeper:
    """The process and the wish that it runs. One thread starts it, every time: the kernel ends a child with the thread that made it."""

    command: tuple[str, ...]
    log: Path
    ending: threading.Event = field(default_factory=threading.Event)
    process: "subprocess.Popen[bytes] | None" = None
    lock: threading.Lock = field(default_factory=threading.Lock)

    def keep(self) -> None:
        """Start it, and again when it ends by itself, until it ends too often or is not wanted any more."""
        ends: list[float] = []
        while (process := self._start()) is not None:
            status = process.wait()
            if self.ending.is_set():
                return
            now = time.monotonic()
            ends = [moment for moment in ends if now - moment < QUIET_SECONDS] + [now]
            if len(ends) > RESTARTS:
                _tell(f"Der Lesesaal endet immer wieder (Status {status}) und bleibt geschlossen; Näheres steht in {self.log}.")
                return
            _tell(f"Der Lesesaal ist unerwartet beendet (Status {status}) und wird neu gestartet; Näheres steht in {self.log}.")
            self.ending.wait(min(2.0 ** len(ends), 30.0) / 4)

    def _start(self) -> "subprocess.Popen[bytes] | None":
        with self.lock, self.log.open("ab") as output:
            if self.ending.is_set():
                return None
            self.process = subprocess.Popen(  # noqa: S603 - our own interpreter
                self.command, stdout=output, stderr=output, stdin=subprocess.DEVNULL, start_new_session=True
            )
            return self.process

    def end(self) -> None:
        """End it, and wait for its end."""
        self.ending.set()
        with self.lock:
            process = self.process
        if process is None:
            return
        process.terminate()
        try:
            process.wait(END_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _tell(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)


@contextmanager
def reading_room(home: Path, *options: str) -> Iterator[None]:
    """Run the reading room of a workspace until the end of the block; `options` are those of `python -m ozg_workflow.web`."""
    log = home / "var" / "log" / "lesesaal.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    keeper = _Keeper((sys.executable, "-m", "ozg_workflow.web", "--with-parent", "--home", str(home), *options), log)
    thread = threading.Thread(target=keeper.keep, name="lesesaal", daemon=True)
    thread.start()
    try:
        yield
    finally:
        keeper.end()
        thread.join(END_SECONDS)
