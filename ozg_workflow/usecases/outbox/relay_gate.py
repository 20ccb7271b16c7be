"""What all workers share about one mail server: its rest after failures, its rate, and the number of lines to it."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from itertools import groupby
from typing import Any, Final

from sqlalchemy import Row, bindparam, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from ozg_workflow.database.columns import value
from ozg_workflow.database.models import Base, Relay
from ozg_workflow.domain import german
from ozg_workflow.domain.errors import UnavailableError
from ozg_workflow.domain.post.envelope import DeliveryResult
from ozg_workflow.domain.post.outbox import LINES_AT_ONCE
from ozg_workflow.domain.post.relay import pause_seconds, relay_failed
from ozg_workflow.usecases.outbox.questions import DAY, is_ahead, is_resting, resting_relays
from ozg_workflow.usecases.step.context import Context
from ozg_workflow.usecases.step.result import StepResult
from ozg_workflow.usecases.step.work import Work

LONGEST_NAME: Final = 255  # of a relay in the database
LINE_SECONDS = 60.0  # a line is free so long after the last sign of its worker
_RELAY: Final = Base.metadata.tables["relay"]
_PAUSED: Final = select(_RELAY.c.paused_until).where(_RELAY.c.name == bindparam("relay"))
_WELL: Final = (
    update(_RELAY)
    .where(_RELAY.c.name == bindparam("relay"), _RELAY.c.failures_in_a_row > 0)
    .values(failures_in_a_row=0, paused_until=None, reason="")
)


class RelayGate:
    """The way to one relay, as this worker sees it. No rest and no turn is further away than a day: such a one comes from another clock."""

    def __init__(self, ctx: Context, name: str) -> None:
        self._ctx, self._name = ctx, name[:LONGEST_NAME]

    def require_open(self) -> None:
        """Raise UnavailableError while the relay rests."""
        with self._ctx.sessions() as session:
            relay = session.get(Relay, self._name)
        if relay and is_resting(relay, self._ctx.clock()):
            raise UnavailableError(f"{resting_sentence(relay)} Sofort weiter geht es mit „ozg mail resume“.")

    def resting(self, session: Session) -> bool:
        """Tell whether the relay rests."""
        return is_ahead(value(session, _PAUSED, {"relay": self._name}), self._ctx.clock())

    def note(self, work: Work, outcomes: Iterable[DeliveryResult]) -> None:
        """Count failures in a row of all workers; a success ends the row and the rest."""
        for failed, same in groupby(outcomes, relay_failed):
            if failed:
                for outcome in same:
                    self._count_failure(work, outcome)
            elif failed is False:
                work.session.connection().execute(_WELL, {"relay": self._name})

    def _count_failure(self, work: Work, outcome: DeliveryResult) -> None:
        relay = self._locked(work.session)
        relay.failures_in_a_row += 1
        relay.reason = " ".join(str(part) for part in (outcome.code, outcome.text) if part)[:500]
        if rest := pause_seconds(relay.failures_in_a_row):
            relay.paused_until = work.now() + timedelta(seconds=rest)
            work.record("relay_paused", ("relay", self._name), resting_sentence(relay))
        work.session.flush()  # the next look at the relay reads it anew

    @property
    def limited(self) -> bool:
        """Tell whether only so many mails a minute may go."""
        return bool(self._ctx.smtp_per_minute)

    def wait_for_turn(self, something_is_due: Callable[[], bool]) -> None:
        """Wait until the relay's rate allows another mail; each worker takes a turn of its own."""
        if not self.limited or not something_is_due():
            return
        now = self._ctx.clock()
        with self._ctx.transaction() as session:
            relay = self._locked(session)
            planned = relay.next_free_at if relay.next_free_at and relay.next_free_at < now + DAY else now
            turn = max(now, planned)
            relay.next_free_at = turn + timedelta(seconds=60 / self._ctx.smtp_per_minute)
        if turn > now:
            self._ctx.wait((turn - now).total_seconds())

    def enter(self, most: int) -> int:
        """Take up to so many of the lines to the relay that are free, and return how many; waits a while for the first one."""
        if not self._ctx.smtp_connections:
            return min(most, LINES_AT_ONCE)
        for _ in range(int(LINE_SECONDS) + 1):
            if lines := self._take(most):
                return lines
            self._ctx.wait(1)
        return 0

    def _take(self, most: int) -> int:
        with self._ctx.transaction() as session:
            relay = self._locked(session)
            others = self._of_others(relay)
            lines = min(most, self._ctx.smtp_connections - len(others))
            relay.lines = others | dict.fromkeys((self._line(number) for number in range(lines)), self._until())
        return max(lines, 0)

    def keep(self, session: Session) -> None:
        """Give a sign of life: the lines stay ours."""
        if self._ctx.smtp_connections:
            relay = self._locked(session)
            relay.lines = relay.lines | {who: self._until() for who in relay.lines if self._is_mine(who)}

    def leave(self) -> None:
        """Give the lines back."""
        if self._ctx.smtp_connections:
            with self._ctx.transaction() as session:
                relay = self._locked(session)
                relay.lines = self._of_others(relay)

    def _of_others(self, relay: Relay) -> dict[str, str]:
        now = self._ctx.clock()
        return {who: until for who, until in relay.lines.items() if not self._is_mine(who) and _holds(until, now)}

    def _line(self, number: int) -> str:
        return f"{self._ctx.worker}/{number}"

    def _is_mine(self, who: str) -> bool:
        return who.rpartition("/")[0] == self._ctx.worker

    def _until(self) -> str:
        return (self._ctx.clock() + timedelta(seconds=LINE_SECONDS)).isoformat()

    def _locked(self, session: Session) -> Relay:
        if session.get(Relay, self._name) is None:
            try:
                with session.begin_nested():
                    session.add(Relay(name=self._name))
            except IntegrityError:
                pass  # another worker was faster
        return session.get_one(Relay, self._name, with_for_update=True, populate_existing=True)


def _holds(until: str, now: datetime) -> bool:
    return now < datetime.fromisoformat(until).astimezone(UTC) < now + DAY


def resting_sentence(relay: Relay | Row[Any]) -> str:
    """Return until when and why a relay rests."""
    until = german.local_time(relay.paused_until) if relay.paused_until else "–"
    return (
        f"Der Mailserver {relay.name} hat {relay.failures_in_a_row} Zustellungen nacheinander nicht angenommen; "
        f"die Zustellung pausiert bis {until}. Zuletzt: {relay.reason}"
    )


def resume(ctx: Context, *, only_own: bool = False) -> StepResult:
    """End the rest of all relays at once, or of the one of this rollout only."""
    with ctx.work("Zustellung fortsetzen") as work:
        for relay in resting_relays(work.session, work.now()):
            if only_own and relay.name != ctx.relay[:LONGEST_NAME]:
                continue
            relay.paused_until, relay.failures_in_a_row = None, 0
            work.record("relay_resumed", ("relay", relay.name), "von Hand fortgesetzt")
            work.did(f"Die Zustellung über {relay.name} geht weiter.")
    if not work.result.changed:
        work.say(
            f"Die Zustellung über {ctx.relay} pausiert nicht." if only_own and ctx.relay else "Die Zustellung pausiert nicht."
        )
    return work.result
