"""Inform heads, staff council and staff; invite to the information events."""

from collections.abc import Callable, Iterator
from functools import partial

from sqlalchemy import select

from ozg_workflow.database.models import Milestone
from ozg_workflow.domain import german
from ozg_workflow.domain.errors import InputError
from ozg_workflow.domain.plan import timeline
from ozg_workflow.domain.plan.milestones import Action, MilestoneState
from ozg_workflow.domain.post.intent import MailIntent
from ozg_workflow.domain.post.mails.announcements import InformationHeadsMail, InformationStaffCouncilMail, InformationStaffMail
from ozg_workflow.domain.rollout import RolloutConfig
from ozg_workflow.domain.steps import Step, title
from ozg_workflow.usecases.outbox.queue_mail import already_queued, queue_mail
from ozg_workflow.usecases.step.context import Context
from ozg_workflow.usecases.step.result import StepResult
from ozg_workflow.usecases.step.work import Work
from ozg_workflow.usecases.timeline.event_values import event_values, milestone_values
from ozg_workflow.usecases.timeline.invitations import invitations
from ozg_workflow.usecases.timeline.milestones import finish, start

ANNOUNCED = (Action.INFORM_HEADS, Action.INFORM_STAFF_COUNCIL, Action.INFORM_STAFF, Action.EVENT)


def announce(ctx: Context, key: str | None = None) -> StepResult:
    """Queue the announcements that are due today; with `key` those of one milestone, whatever its date."""
    with ctx.work(title(Step.ANNOUNCE)) as work:
        for stored in _chosen(work, key):
            planned = work.config.timeline.get(stored.key)
            if planned is None:
                continue
            begun = stored.state is MilestoneState.RUNNING  # invited, and moved since: nobody is invited a second time
            if reason := skip_reason(work, planned, forced=begun or key is not None):
                work.say(f"{planned.title}: {reason}")
                continue
            work.attempt(planned.title, partial(_announce, stored, planned))
    if not (work.result.lines or work.result.broken):
        work.say("Nichts anzukündigen.")
    return work.result


def _announce(stored: Milestone, planned: timeline.Milestone, work: Work) -> None:
    send_announcement(work, stored, planned)


def _chosen(work: Work, key: str | None) -> list[Milestone]:
    query = (
        select(Milestone)
        .where(Milestone.rollout_id == work.rollout.id, Milestone.action.in_(ANNOUNCED))
        .order_by(Milestone.position)
    )
    milestones = list(work.session.scalars(query))
    chosen = [m for m in milestones if key in (None, m.key)]
    if key is not None and not chosen:
        keys = ", ".join(m.key for m in milestones)
        raise InputError(f"„{key}“ ist kein Meilenstein mit einer Ankündigung. Möglich sind: {keys}.")
    return chosen


def skip_reason(work: Work, milestone: timeline.Milestone, *, forced: bool = False) -> str:
    """Return why nothing is to be announced for a milestone today, empty when it is."""
    calendar = work.config.timeline.calendar
    if milestone.action is Action.EVENT:
        if work.today >= milestone.planned_on:
            return f"Der Termin war am {german.short_date(milestone.planned_on)}, es wird nicht mehr eingeladen."
        starts = timeline.invite_on(milestone, calendar)
        return "" if forced or work.today >= starts else f"Die Einladung geht am {german.short_date(starts)} hinaus."
    starts = milestone.runs_on(calendar)
    return "" if forced or work.today >= starts else f"Vorgesehen am {german.short_date(starts)}."


def send_announcement(work: Work, stored: Milestone, planned: timeline.Milestone) -> None:
    """Queue the mails of one milestone, those that are not queued yet; where one breaks it is told, and the milestone stays open."""
    makers: dict[Action, Callable[[], Iterator[MailIntent]]] = {
        Action.INFORM_HEADS: lambda: _head_mails(work, planned),
        Action.INFORM_STAFF_COUNCIL: lambda: _staff_council_mail(work.config, planned),
        Action.INFORM_STAFF: lambda: _staff_mail(work.config, planned),
        Action.EVENT: lambda: invitations(work, planned),
    }
    known = 0
    for intent in makers[planned.action]():
        if already_queued(work, intent):
            known += 1
        else:
            work.attempt(", ".join(intent.to), partial(_queue, intent))
    if known:
        work.say(f"{planned.title}: {german.count(known, 'Mail', 'Mails')} bereits verschickt oder im Postausgang.")
    if work.result.broken:
        return
    if planned.action is Action.EVENT:
        start(work, stored)
    else:
        finish(work, stored)


def _queue(intent: MailIntent, work: Work) -> None:
    queue_mail(work, intent)


def _head_mails(work: Work, milestone: timeline.Milestone) -> Iterator[MailIntent]:
    lists_on = work.config.timeline.due_on(Action.SEND_LISTS)
    for number, office in sorted(work.directory.offices.items()):
        if work.directory.known_offices[number].in_force:
            yield MailIntent(
                mail=InformationHeadsMail(
                    head_name=office.head_name,
                    office_title=office.title,
                    milestones=milestone_values(work.config),
                    send_lists_on=lists_on,
                    due_on=work.config.timeline.due_on(Action.RETURN_DEADLINE),
                    events=event_values(work.config, after=milestone.planned_on),
                ),
                to=(office.head_email,),
                recipient=office.head_email,
                object_key=milestone.key,
                occasion=f"amt-{number}",
            )


def _staff_council_mail(config: RolloutConfig, milestone: timeline.Milestone) -> Iterator[MailIntent]:
    contact = config.contacts.staff_council
    yield MailIntent(
        mail=InformationStaffCouncilMail(
            name=contact.name,
            milestones=milestone_values(config),
            due_on=config.timeline.due_on(Action.RETURN_DEADLINE),
        ),
        to=(contact.email,),
        recipient=contact.email,
        object_key=milestone.key,
        occasion="information",
    )


def _staff_mail(config: RolloutConfig, milestone: timeline.Milestone) -> Iterator[MailIntent]:
    contact = config.contacts.intranet_editors
    yield MailIntent(
        mail=InformationStaffMail(
            name=contact.name,
            milestones=milestone_values(config),
            due_on=config.timeline.due_on(Action.RETURN_DEADLINE),
        ),
        to=(contact.email,),
        recipient=contact.email,
        object_key=milestone.key,
        occasion="intranet",
    )
