"""Read what tells whether the workflow does what it should."""

import shutil
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ozg_workflow.database.models import Incoming, Message, Milestone, Relay, Rollout, StepRun
from ozg_workflow.domain.health import Facts, Verdict, judge
from ozg_workflow.domain.plan.timeline import Action, MilestoneState
from ozg_workflow.domain.post.mail import IncomingState
from ozg_workflow.domain.post.outbox import MessageState
from ozg_workflow.usecases.step.context import Context
from ozg_workflow.usecases.step.rollout_access import calendar_of, find_rollout

UNDERSTOOD_WITHIN: Final = timedelta(hours=1)


def health(ctx: Context, *, reads_mailbox: bool) -> tuple[Verdict, ...]:
    """Return one verdict on everything that is looked at; nothing is changed. Raises NotPreparedError."""
    now = ctx.clock()
    with ctx.sessions() as session:
        rollout = find_rollout(ctx, session)
        quarantined = _incoming(session, rollout, IncomingState.QUARANTINED)
        stored = _incoming(session, rollout, IncomingState.STORED)
        facts = Facts(
            now=now,
            last_runs={r.step: r.ended_at for r in session.scalars(select(StepRun).where(StepRun.rollout_id == rollout.id))},
            reads_mailbox=reads_mailbox,
            finished=_is_finished(session, rollout),
            unknown=_count(session, rollout, MessageState.UNKNOWN),
            overrun_leases=_overrun(session, rollout, now),
            waiting_since=_waiting_since(session, rollout, now),
            paused=_paused(session, now),
            oldest_quarantined=min(quarantined, default=None),
            quarantined=len(quarantined),
            not_understood=sum(now - moment > UNDERSTOOD_WITHIN for moment in stored),
            free_bytes=shutil.disk_usage(ctx.home).free,
        )
        return judge(facts, calendar_of(rollout))


def _is_finished(session: Session, rollout: Rollout) -> bool:
    done = select(Milestone.id).where(
        Milestone.rollout_id == rollout.id, Milestone.action == Action.COMPLETE, Milestone.state == MilestoneState.DONE
    )
    return session.scalar(done.limit(1)) is not None


def _count(session: Session, rollout: Rollout, state: MessageState) -> int:
    query = select(func.count()).select_from(Message).where(Message.rollout_id == rollout.id, Message.state == state)
    return session.scalar(query) or 0


def _overrun(session: Session, rollout: Rollout, now: datetime) -> int:
    claimed = Message.state.in_((MessageState.CLAIMED, MessageState.DATA_STARTED))
    query = select(func.count()).select_from(Message).where(Message.rollout_id == rollout.id, claimed, Message.lease_until < now)
    return session.scalar(query) or 0


def _waiting_since(session: Session, rollout: Rollout, now: datetime) -> datetime | None:
    """Return since when the longest waiting of the mails that are due could have been sent."""
    due = (Message.rollout_id == rollout.id, Message.state == MessageState.QUEUED, Message.next_attempt_at <= now)
    return session.scalar(select(Message.next_attempt_at).where(*due).order_by(Message.next_attempt_at).limit(1))


def _paused(session: Session, now: datetime) -> tuple[str, ...]:
    """The name of a relay has no password; its reason is for people and stays with them."""
    query = select(Relay).where(Relay.paused_until > now).order_by(Relay.name)
    return tuple(f"Mailserver pausiert: {relay.reason}" for relay in session.scalars(query))


def _incoming(session: Session, rollout: Rollout, state: IncomingState) -> list[datetime]:
    query = select(Incoming.received_at).where(Incoming.rollout_id == rollout.id, Incoming.state == state)
    return list(session.scalars(query))
