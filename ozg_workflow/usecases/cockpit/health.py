"""Read what tells whether the workflow does what it should."""

import shutil
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, func, select

from ozg_workflow.database.models import Incoming, Message, Milestone, StepRun
from ozg_workflow.domain.health import Facts, Verdict, judge
from ozg_workflow.domain.plan.milestones import Action, MilestoneState
from ozg_workflow.domain.post.mail import IncomingState
from ozg_workflow.domain.post.outbox import MessageState
from ozg_workflow.usecases.outbox.questions import is_due, lease_is_over, own_relay_rests
from ozg_workflow.usecases.step.context import Context
from ozg_workflow.usecases.step.rollout_access import calendar_of
from ozg_workflow.usecases.step.work import Work

UNDERSTOOD_WITHIN: Final = timedelta(hours=1)


def health(ctx: Context) -> tuple[Verdict, ...]:
    """Return one verdict on everything that is looked at; nothing is changed. Raises NotPreparedError."""
    oauth = ctx.tokens.state if ctx.tokens else None  # before the database is asked: the provider may take its time
    with ctx.reading() as work:
        now = work.now()
        quarantined = _incoming(work, IncomingState.QUARANTINED)
        to_read = _incoming(work, IncomingState.TO_READ)
        stored = _incoming(work, IncomingState.STORED)
        runs = work.session.scalars(select(StepRun).where(StepRun.rollout_id == work.rollout.id))
        facts = Facts(
            now=now,
            last_runs={run.step: run.ended_at for run in runs},
            reads_mailbox=bool(ctx.mailbox),
            finished=_is_finished(work),
            unknown=_count(work, Message.state == MessageState.UNKNOWN),
            overrun_leases=_count(work, lease_is_over(work)),
            waiting_since=_waiting_since(work, now),
            # the name of a relay has no password; its reason is for people and stays with them
            paused=(f"Mailserver pausiert: {relay.reason}",) if (relay := own_relay_rests(work)) else (),
            oauth=oauth,
            oldest_quarantined=min(quarantined, default=None),
            quarantined=len(quarantined),
            oldest_to_read=min(to_read, default=None),
            to_read=len(to_read),
            not_understood=sum(now - moment > UNDERSTOOD_WITHIN for moment in stored),
            free_bytes=shutil.disk_usage(ctx.home).free,
        )
        return judge(facts, calendar_of(work.rollout))


def _is_finished(work: Work) -> bool:
    done = select(Milestone.id).where(
        Milestone.rollout_id == work.rollout.id, Milestone.action == Action.COMPLETE, Milestone.state == MilestoneState.DONE
    )
    return work.session.scalar(done.limit(1)) is not None


def _count(work: Work, *conditions: ColumnElement[bool]) -> int:
    query = select(func.count()).select_from(Message).where(Message.rollout_id == work.rollout.id, *conditions)
    return work.session.scalar(query) or 0


def _waiting_since(work: Work, now: datetime) -> datetime | None:
    """Return since when the longest waiting of the mails that are due could have been sent."""
    since = work.session.scalar(select(func.min(Message.next_attempt_at)).where(is_due(work)))
    return min(since, now) if since else None


def _incoming(work: Work, state: IncomingState) -> list[datetime]:
    query = select(Incoming.received_at).where(Incoming.rollout_id == work.rollout.id, Incoming.state == state)
    return list(work.session.scalars(query))
