"""Tell the coordinator by mail what failed and what to do about it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import select

from ozg_workflow.database.models import Event
from ozg_workflow.domain import german
from ozg_workflow.domain.failures import OUTAGE, Failure, is_worth_a_line, is_worth_a_mail
from ozg_workflow.domain.post.intent import MailIntent
from ozg_workflow.domain.post.mails.routine import FailureNoticeMail
from ozg_workflow.usecases.outbox.queue_mail import already_queued, queue_mail
from ozg_workflow.usecases.step.context import Context
from ozg_workflow.usecases.step.result import StepResult
from ozg_workflow.usecases.step.work import Work

FAILED, RECOVERED = "step_failed", "step_recovered"
TITLE = "Störungen"


def report_failures(ctx: Context, failed: Sequence[Failure], done: Sequence[str] = ()) -> StepResult:
    """Note failed steps in the audit log and queue one mail per day and cause; note that a failed step works again.

    A mail that cannot be written stands in `broken` of the result.
    """
    if not failed and not _failing(ctx, done):
        return StepResult(title=TITLE)
    with ctx.work(TITLE) as work:
        for name in sorted(set(done) - {f.step for f in failed}):
            if _in_a_row(work, name):
                work.record(RECOVERED, ("step", name), "Der Schritt gelingt wieder.")
        for failure in failed:
            _report(work, failure)
    return work.result


def _failing(ctx: Context, names: Sequence[str]) -> bool:
    with ctx.reading() as work:
        return any(_in_a_row(work, name) for name in names)


def _in_a_row(work: Work, name: str) -> list[datetime]:
    """Return when the step failed since it last worked, oldest first."""
    mine = (Event.rollout_id == work.rollout.id, Event.object_type == "step", Event.object_id == name)
    worked = select(Event.id).where(*mine, Event.verb == RECOVERED).order_by(Event.id.desc()).limit(1)
    since = work.session.scalar(worked) or 0
    return list(work.session.scalars(select(Event.at).where(*mine, Event.verb == FAILED, Event.id > since).order_by(Event.id)))


def _report(work: Work, failure: Failure) -> None:
    earlier, now = _in_a_row(work, failure.step), work.now()
    if is_worth_a_line(earlier, now):
        work.record(FAILED, ("step", failure.step), failure.message, {"exit_status": failure.exit_status})
    if not is_worth_a_mail(failure, earlier, now):
        work.say(f"{failure.title}: Die Koordination erhält eine Mail, wenn die Störung anhält.")
        return
    work.attempt(failure.title, partial(_mail, failure, earlier[0] if earlier else now))


def _mail(failure: Failure, since: datetime, work: Work) -> None:
    contact = work.config.contacts.coordinator
    intent = MailIntent(
        mail=FailureNoticeMail(
            name=contact.name,
            step_title=failure.title,
            message=failure.message,
            outage=failure.exit_status == OUTAGE,
            since=german.local_time(since),
        ),
        to=(contact.email,),
        recipient=contact.email,
        object_key=failure.cause,
        occasion=work.today.isoformat(),
        expires_on=work.today + timedelta(days=3),
    )
    if not already_queued(work, intent):
        queue_mail(work, intent)
