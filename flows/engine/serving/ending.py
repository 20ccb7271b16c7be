"""How a program that talks to a Prefect server ends: its runs first, then what Prefect's threads still have to send, the server last.

Prefect keeps log lines (for two seconds) and events in threads of the process and sends them at the exit of the interpreter. A server of
our own is gone by then: the lines would be lost, and "Error logging to API" would be what the coordinator reads.
"""

import asyncio
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from prefect.events.worker import EventsWorker
from prefect.logging.handlers import APILogWorker
from prefect.runner import Runner

RUN_SECONDS = 60.0  # systemd kills after 90; a run that takes longer is interrupted, and the next start finishes its work
SEND_SECONDS = 10.0


@contextmanager
def everything_sent() -> Iterator[None]:
    """Send what Prefect's threads hold, and end them, at the end of the block; inside the block that keeps the server running."""
    try:
        yield
    finally:
        for worker in (APILogWorker, EventsWorker):
            worker.drain_all(timeout=SEND_SECONDS)


class PatientRunner(Runner):
    """A runner that takes SIGTERM like Ctrl-C and, when it stops, lets the runs end that are going on."""

    def handle_sigterm(self, *_: Any) -> None:
        """End as on Ctrl-C, on which the event loop knows how to end."""
        signal.raise_signal(signal.SIGINT)

    async def __aexit__(self, *exc_info: object) -> None:
        """Start nothing new, wait for the runs, then stop."""
        try:
            await self._runs_ended()
        finally:  # a second signal does not wait
            await super().__aexit__(*exc_info)

    async def _runs_ended(self) -> None:
        if self._process_manager.flow_run_ids():
            print(
                f"Was läuft, wird noch zu Ende gebracht (höchstens {RUN_SECONDS:.0f} s; noch einmal Strg-C bricht es ab) …",
                flush=True,
            )
        end = asyncio.get_running_loop().time() + RUN_SECONDS
        while self._process_manager.flow_run_ids() and asyncio.get_running_loop().time() < end:
            await asyncio.sleep(0.1)
