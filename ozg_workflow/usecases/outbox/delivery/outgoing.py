"""The mails of one delivery, for the lines of a transport: claimed and read in batches, written down together."""

from collections import deque
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, replace
from functools import partial
from secrets import token_hex
from types import TracebackType
from typing import Any, Self

from ozg_workflow.domain.errors import InputError, LeaseLostError
from ozg_workflow.domain.post.claimed import Claimed
from ozg_workflow.domain.post.envelope import DeliveryResult, Envelope
from ozg_workflow.domain.post.relay import relay_failed
from ozg_workflow.domain.steps import Step, title
from ozg_workflow.usecases.outbox.delivery.answers import Ended, file
from ozg_workflow.usecases.outbox.delivery.claims import BATCH, claim, give_back, renew, with_bytes
from ozg_workflow.usecases.outbox.delivery.outcomes import end
from ozg_workflow.usecases.outbox.delivery.stages import Started, start
from ozg_workflow.usecases.outbox.delivery.writer import Request, Writer
from ozg_workflow.usecases.outbox.questions import something_due
from ozg_workflow.usecases.outbox.relay_gate import RelayGate
from ozg_workflow.usecases.step.context import Context
from ozg_workflow.usecases.step.result import StepResult
from ozg_workflow.usecases.step.work import Work


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A line wants a mail."""


@dataclass(frozen=True, slots=True)
class _TheRest:
    """Give back what was claimed and not begun."""


class OutgoingMails:
    """What the lines of one run share. Only the writer's thread touches the database.

    It works under a name of its own, `ctx.worker`: no mail is claimed twice by it, so an answer on file under this name is the one to its claim.
    `_stock` is claimed and committed, and taken out by the lines; `_claimed` is all of it since the beginning, without the bytes.
    `_put_back` has to wait for a later run.
    `_answered` have their answer on file, and what follows from it is still to be stored.
    """

    def __init__(self, ctx: Context, gate: RelayGate, copy_to: str = "") -> None:
        self.ctx = replace(ctx, worker=f"{ctx.worker}/{token_hex(4)}")
        self._gate, self._copy_to = gate, copy_to
        self._stock: deque[Envelope] = deque()
        self._claimed: dict[int, Claimed] = {}
        self._put_back: set[int] = set()
        self._answered: Sequence[Ended] = ()
        self._over = False
        self._writer = Writer(self.ctx, title(Step.DELIVER), self._write, lambda: self.unfinished, self._sign_of_life)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, _type: type[BaseException] | None, error: BaseException | None, _trace: TracebackType | None) -> None:
        """Give back what was not begun and end the writer; its own failure is raised unless another one is on its way."""
        self._writer.ask(_TheRest())
        try:
            self._writer.close()
        except BaseException:
            if error is None:
                raise

    @property
    def result(self) -> StepResult:
        """What is told of the delivery; whole once it is over."""
        return self._writer.result

    @property
    def more_wait(self) -> bool:
        """See `Outgoing`."""
        return bool(self._stock) and not self._over

    @property
    def unfinished(self) -> bool:
        """Tell whether something that follows from an answer is still to be stored."""
        return bool(self._answered)

    def stop(self) -> None:
        """See `Outgoing`."""
        self._over = True

    def at_hand(self) -> Envelope | None:
        """See `Outgoing`. Raises InputError for a mail without content."""
        return None if self._gate.limited else _whole(self._next())

    def claim(self) -> Envelope | None:
        """See `Outgoing`. Raises InputError for a mail without content."""
        if self._gate.limited:
            self._gate.wait_for_turn(self._something_due)
        return _whole(self._next() or self._writer.ask(_Wanted()).result())

    def data_started(self, envelope: Envelope, refused: Mapping[str, str]) -> "Future[None]":
        """See `Outgoing`."""
        return self._writer.ask(Started(mail=self._claimed[envelope.message_id], refused=dict(refused)))

    def finished(self, envelope: Envelope, result: DeliveryResult) -> "Future[None]":
        """See `Outgoing`."""
        return self._writer.ask(Ended(mail=self._claimed[envelope.message_id], result=result, at=self.ctx.clock()))

    def _next(self) -> Envelope | None:
        try:
            return None if self._over else self._stock.popleft()
        except IndexError:
            return None

    def _something_due(self) -> bool:
        with self.ctx.reading() as work:
            return something_due(work)

    def _write(self, work: Work, requests: Sequence[Request]) -> Callable[[], None]:
        """Write all requests: answers first, then the dots that are about to leave, then new claims.

        What follows from an answer nobody waits for is stored with the next claim, with one that cannot wait, or in a pause.
        """
        ended, started = _of(requests, Ended), _of(requests, Started)
        if ended:
            file(work, [r.what for r in ended])
        answered = [*self._answered, *(r.what for r in ended)]
        if answered and _is_time(requests):
            self._put_back |= end(work, answered)
            self._gate.note(work, [one.result for one in answered])
            answered = []
        ours = start(work, [r.what for r in started]) if started else set()
        wanted = _of(requests, _Wanted)
        look = wanted or any(relay_failed(r.what.result) is not False for r in ended)  # a success has just ended its rest
        self._over = self._over or (bool(look) and self._gate.resting(work.session))
        fresh = self._claim(work) if wanted and not self._over else []
        if _of(requests, _TheRest):
            give_back(work)
        return partial(self._answer, requests, ours, fresh, answered)

    def _claim(self, work: Work) -> list[tuple[Claimed, bytes]]:
        if self._stock:
            return []
        return with_bytes(work, claim(work, self._copy_to, self._put_back, 1 if self._gate.limited else BATCH))

    def _answer(
        self, requests: Sequence[Request], ours: set[int], fresh: Sequence[tuple[Claimed, bytes]], answered: Sequence[Ended]
    ) -> None:
        for mail, content in fresh:
            self._claimed[mail.message_id] = mail
            self._stock.append(_envelope(mail, content))
        self._answered = answered
        for request in requests:
            if isinstance(request.what, Started) and request.what.mail.message_id not in ours:
                request.answer.set_exception(LeaseLostError(request.what.mail.message_id))
            else:
                request.answer.set_result(self._next() if isinstance(request.what, _Wanted) else None)

    def _sign_of_life(self, work: Work) -> None:
        self._gate.keep(work.session)
        if self._claimed:
            renew(work, self._claimed.values())


def _envelope(mail: Claimed, content: bytes) -> Envelope:
    return Envelope(
        message_id=mail.message_id,
        sender=mail.sender,
        recipients=tuple(a.address for a in mail.open),
        content=content,
        title=mail.subject,
        copy_to=mail.copy_to,
    )


def _whole(envelope: Envelope | None) -> Envelope | None:
    if envelope is not None and not envelope.content:
        raise InputError(f"Der Inhalt der Mail Nr. {envelope.message_id} fehlt („ozg db check“).")
    return envelope


def _is_time(requests: Sequence[Request]) -> bool:
    """Tell whether all that follows from answers is to be stored now."""
    for what in (request.what for request in requests):
        if isinstance(what, _Wanted | _TheRest) or (isinstance(what, Ended) and not what.can_wait):
            return True
    return not requests


def _of(requests: Sequence[Request], kind: type[Any]) -> list[Request]:
    return [request for request in requests if isinstance(request.what, kind)]
