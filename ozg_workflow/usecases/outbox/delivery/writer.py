"""One thread with one connection that writes for all lines of a run: what waits together is committed together."""

import queue
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass, field
from threading import Thread
from time import monotonic
from typing import Any, Final

from ozg_workflow.usecases.step.context import Context
from ozg_workflow.usecases.step.result import StepResult
from ozg_workflow.usecases.step.work import Work

REST_SECONDS: Final = 15.0  # between two signs of life
BREATH_SECONDS: Final = 0.05  # without a request, and what was put off is written


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Something to be written, and the answer that is given once it is committed."""

    what: Any
    answer: Future[Any] = field(default_factory=Future)


# writes in the transaction that is open, and returns what gives the answers after the commit
Write = Callable[[Work, Sequence[Request]], Callable[[], None]]


class Writer:
    """Takes everything that waits, writes it in one transaction, commits once, then answers. When it dies all that wait, and come later, fail.

    `write` is called in the thread; as long as `puts_off` says that it has put something off also without a request, after BREATH_SECONDS.
    `sign_of_life` is called in a transaction of its own every REST_SECONDS.
    """

    def __init__(
        self, ctx: Context, title: str, write: Write, puts_off: Callable[[], bool], sign_of_life: Callable[[Work], None]
    ) -> None:
        self._ctx, self._title = ctx, title
        self._write, self._puts_off, self._sign_of_life = write, puts_off, sign_of_life
        self._waiting: queue.SimpleQueue[Request | None] = queue.SimpleQueue()
        self._died: BaseException | None = None
        self._pending: list[Request] = []
        self._thread = Thread(target=self._run, name="ozg-delivery", daemon=True)
        self.result = StepResult(title=title)
        self._thread.start()

    def ask(self, what: object) -> "Future[Any]":
        """Return the answer to what is to be written, in time."""
        request = Request(what=what)
        self._waiting.put(request)
        if self._died is not None:
            self._fail(self._died)
        return request.answer

    def close(self) -> None:
        """End after everything that waits is written. Raises what the writer died of."""
        self._waiting.put(None)
        self._thread.join()
        if self._died is not None:
            raise self._died

    def _run(self) -> None:
        try:
            with self._ctx.transactions(self._title) as transaction:
                alive, signed = True, monotonic()
                while alive:
                    alive = self._collect()
                    if self._pending or self._puts_off():
                        self._serve(transaction)
                    if monotonic() - signed > REST_SECONDS:
                        signed = monotonic()
                        with transaction() as work:
                            self._sign_of_life(work)
        except BaseException as error:  # noqa: BLE001 - whatever it is, those who wait must not wait for ever
            self._died = error
            self._fail(error)

    def _serve(self, transaction: Callable[[], AbstractContextManager[Work]]) -> None:
        with transaction() as work:
            answer = self._write(work, self._pending)
        self.result = work.result
        answer()
        self._pending = []

    def _collect(self) -> bool:
        """Take what waits, at least one request, or none after a rest; False when this was the end."""
        found: list[Request | None] = []
        with suppress(queue.Empty):
            found.append(self._waiting.get(timeout=BREATH_SECONDS if self._puts_off() else REST_SECONDS))
            while True:
                found.append(self._waiting.get_nowait())
        self._pending = [request for request in found if request is not None]
        return None not in found

    def _fail(self, error: BaseException) -> None:
        waiting: list[Request | None] = [*self._pending]
        with suppress(queue.Empty):
            while True:
                waiting.append(self._waiting.get_nowait())
        for request in waiting:
            if request is not None and not request.answer.done():
                request.answer.set_exception(error)
