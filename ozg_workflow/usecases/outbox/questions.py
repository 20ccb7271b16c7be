"""The questions about the outbox, each asked in one way: delivery, health and cockpit get the same answer.

No wait is longer than a day and no lease longer than LONGEST_LEASE: one that ends later was given by a clock that has been set back
since (or in a rehearsal), and counts as over.
"""

from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, Row, and_, bindparam, or_, select
from sqlalchemy.orm import Session

from ozg_workflow.database.columns import first
from ozg_workflow.database.models import Message, Relay
from ozg_workflow.domain.post.outbox import LONGEST_LEASE, MessageState
from ozg_workflow.usecases.step.work import Work

DAY: Final = timedelta(days=1)
IN_A_LEASE: Final = (MessageState.CLAIMED, MessageState.DATA_STARTED)
_RELAYS: Final = select(Relay).order_by(Relay.name)
_REST: Final[Any] = select(Relay.name, Relay.failures_in_a_row, Relay.paused_until, Relay.reason).where(
    Relay.name == bindparam("relay")
)


def is_due(work: Work) -> ColumnElement[bool]:
    """A message of this rollout that may be sent now; a first attempt waits for nothing."""
    now = work.now()
    ready = or_(Message.attempts == 0, Message.next_attempt_at <= now, Message.next_attempt_at > now + DAY)
    return and_(Message.rollout_id == work.rollout.id, Message.state == MessageState.QUEUED, ready)


def something_due(work: Work) -> bool:
    """Tell whether a message could be claimed now."""
    return work.session.scalar(select(Message.id).where(is_due(work)).limit(1)) is not None


def lease_is_over(work: Work) -> ColumnElement[bool]:
    """A message of this rollout that a worker has claimed and not finished in its time."""
    now = work.now()
    beyond = now + timedelta(seconds=LONGEST_LEASE)
    over = or_(Message.lease_until.is_(None), Message.lease_until < now, Message.lease_until > beyond)
    return and_(Message.rollout_id == work.rollout.id, Message.state.in_(IN_A_LEASE), over)


def is_resting(relay: Relay | Row[Any], now: datetime) -> bool:
    """Tell whether a relay rests at this moment."""
    return is_ahead(relay.paused_until, now)


def is_ahead(moment: datetime | None, now: datetime) -> bool:
    """Tell whether a moment lies ahead, and not so far that another clock must have set it."""
    return moment is not None and now < moment < now + DAY


def own_relay_rests(work: Work) -> Row[Any] | None:
    """Return name, failures and rest of the relay of this rollout where it rests at this moment, None where mail may go out."""
    relay = first(work.session, _REST, {"relay": work.ctx.relay[:255]})
    return relay if relay and is_resting(relay, work.now()) else None


def resting_relays(session: Session, now: datetime) -> tuple[Relay, ...]:
    """Return the relays that rest at this moment, by name."""
    return tuple(r for r in session.scalars(_RELAYS) if is_resting(r, now))
