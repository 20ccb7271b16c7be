"""Tell the coordinator by mail what failed and what to do about it."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from ozg_workflow.database.models import Event, Rollout
from ozg_workflow.domain import german
from ozg_workflow.domain.failures import OUTAGE, Failure, is_worth_a_line, is_worth_a_mail
from ozg_workflow.domain.post.mail import MailIntent, MailKind
from ozg_workflow.usecases.outbox.queue_mail import already_queued, queue_mail
from ozg_workflow.usecases.step.context import Context, StepResult, record
from ozg_workflow.usecases.step.rollout_access import config_of, find_rollout

FAILED, RECOVERED = "step_failed", "step_recovered"


def report_failures(ctx: Context, failed: Sequence[Failure], done: Sequence[str] = ()) -> StepResult:
    """Note failed steps in the audit log and queue one mail per day and cause; note that a failed step works again."""
    result = StepResult(title="Störungen")
    if not failed and not _failing(ctx, done):
        return result
    with ctx.transaction() as session:
        rollout = find_rollout(ctx, session, lock=True)
        for name in sorted(set(done) - {f.step for f in failed}):
            if _in_a_row(session, rollout, name):
                record(ctx, session, rollout, RECOVERED, ("step", name), "Der Schritt gelingt wieder.")
        for failure in failed:
            _report(ctx, session, rollout, failure, result)
    return result


def _failing(ctx: Context, names: Sequence[str]) -> bool:
    with ctx.sessions() as session:
        rollout = find_rollout(ctx, session)
        return any(_in_a_row(session, rollout, name) for name in names)


def _in_a_row(session: Session, rollout: Rollout, name: str) -> list[datetime]:
    """Return when the step failed since it last worked, oldest first."""
    mine = (Event.rollout_id == rollout.id, Event.object_type == "step", Event.object_id == name)
    worked = select(Event.id).where(*mine, Event.verb == RECOVERED).order_by(Event.id.desc()).limit(1)
    since = session.scalar(worked) or 0
    return list(session.scalars(select(Event.at).where(*mine, Event.verb == FAILED, Event.id > since).order_by(Event.id)))


def _report(ctx: Context, session: Session, rollout: Rollout, failure: Failure, result: StepResult) -> None:
    earlier, now = _in_a_row(session, rollout, failure.step), ctx.clock()
    if is_worth_a_line(earlier, now):
        record(ctx, session, rollout, FAILED, ("step", failure.step), failure.message, {"exit_status": failure.exit_status})
    if not is_worth_a_mail(failure, earlier, now):
        result.say(f"{failure.title}: Die Koordination erhält eine Mail, wenn die Störung anhält.")
        return
    config = config_of(ctx, rollout)
    contact = config.contacts.coordinator
    intent = MailIntent(
        kind=MailKind.FAILURE_NOTICE,
        to=(contact.email,),
        recipient=contact.email,
        object_key=failure.cause,
        occasion=ctx.today.isoformat(),
        expires_on=ctx.today + timedelta(days=3),
        values={
            "name": contact.name,
            "step_title": failure.title,
            "message": failure.message,
            "outage": failure.exit_status == OUTAGE,
            "since": german.local_time(earlier[0] if earlier else now),
        },
    )
    if not already_queued(session, rollout, intent):
        queue_mail(ctx, session, rollout, config, intent, result)
