"""A worker whose steps a test takes one by one."""

import time
from collections.abc import Mapping
from types import TracebackType
from typing import ClassVar, Self

from ozg_workflow.domain.post.envelope import DeliveryResult, Envelope
from ozg_workflow.usecases.outbox.delivery.outgoing import OutgoingMails
from ozg_workflow.usecases.outbox.relay_gate import RelayGate
from ozg_workflow.usecases.step.context import Context
from ozg_workflow.usecases.step.result import StepResult
from tests.usecases.town import Town


class Sleeper:
    """A worker that can fall asleep between any two steps of a delivery; each is committed when it returns."""

    awake: ClassVar[list["Sleeper"]] = []  # ended after each test

    def __init__(self, town: Town, copy_to: str = "", ctx: Context | None = None) -> None:
        self.awake.append(self)
        self.run: Context = ctx or town.ctx()
        self._outgoing = OutgoingMails(self.run, RelayGate(self.run, "relay.example:25"), copy_to)
        self.ctx: Context = self._outgoing.ctx

    def claim(self) -> Envelope:
        envelope = self._outgoing.claim()
        assert envelope
        return envelope

    def at_hand(self) -> Envelope | None:
        return self._outgoing.at_hand()

    def nothing_left(self) -> bool:
        return self._outgoing.claim() is None

    def start(self, envelope: Envelope, refused: Mapping[str, str] | None = None) -> None:
        self._outgoing.data_started(envelope, refused or {}).result()

    def finish(self, envelope: Envelope, result: DeliveryResult) -> None:
        self.answer(envelope, result)
        while self._outgoing.unfinished:
            time.sleep(0.001)

    def answer(self, envelope: Envelope, result: DeliveryResult) -> None:
        """Put the answer on file; what follows may still be to be stored."""
        self._outgoing.finished(envelope, result).result()

    @property
    def result(self) -> StepResult:
        return self._outgoing.result

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._outgoing.__exit__(kind, error, trace)
