"""The coordinator's daily digest: what needs a person, which mail went out, what happened, what comes next.

It goes out on every day on which anything happened or mail went out in the coordinator's name, and after five quiet working days
where a decision still waits. On other days there is none.
"""

from datetime import timedelta

from sqlalchemy import select

from ozg_workflow.database.models import Milestone
from ozg_workflow.domain import german
from ozg_workflow.domain.cockpit.outlook import returns_forecast
from ozg_workflow.domain.cockpit.status import Status
from ozg_workflow.domain.desk import Link
from ozg_workflow.domain.needs import Need
from ozg_workflow.domain.plan.milestones import MilestoneState
from ozg_workflow.domain.post.intent import MailIntent
from ozg_workflow.domain.post.mails.parts import MilestoneLine
from ozg_workflow.domain.post.mails.routine import DailyDigestMail, NeedLine, ReturnedLine
from ozg_workflow.domain.steps import Step, title
from ozg_workflow.domain.survey.service_list import RoundKind
from ozg_workflow.usecases.cockpit.links import need_links
from ozg_workflow.usecases.cockpit.needs import needs
from ozg_workflow.usecases.cockpit.status import status
from ozg_workflow.usecases.day.happenings import happenings
from ozg_workflow.usecases.outbox.queue_mail import queue_mail
from ozg_workflow.usecases.step.context import Context
from ozg_workflow.usecases.step.result import StepResult
from ozg_workflow.usecases.step.work import Work
from ozg_workflow.usecases.survey.questions.rounds import newest_round

LONGEST_KIND = 10


def send_digest(ctx: Context) -> StepResult:
    """Queue today's digest, once, if there is anything to tell."""
    figures = status(ctx)
    with ctx.work(title(Step.DIGEST)) as work:
        waiting = needs(work)
        found = happenings(work, lambda: waiting)
        if not found.worth_telling:
            work.say("Seit der letzten Tagesübersicht ist nichts geschehen.")
            return work.result
        contact = work.config.contacts.coordinator
        intent = MailIntent(
            mail=DailyDigestMail(
                name=contact.name,
                happened=found.lines,
                post=found.post,
                needs_you=_oldest_first(work, waiting),
                progress=_progress(work, figures),
                upcoming=_upcoming(work),
            ),
            to=(contact.email,),
            recipient=contact.email,
            object_key="digest",
            occasion=ctx.today.isoformat(),
            expires_on=ctx.today + timedelta(days=3),
        )
        queue_mail(work, intent)
    return work.result


def something_to_tell(ctx: Context) -> bool:
    """Tell whether a digest is due."""
    with ctx.reading() as work:
        return happenings(work, lambda: needs(work)).worth_telling


def _oldest_first(work: Work, found: list[Need]) -> tuple[NeedLine, ...]:
    """Return the needs for the mail, those that wait longest first; of a kind that fills pages only the oldest, and how many more there are."""
    aged = sorted(((_age(work, need), need) for need in found), key=lambda pair: -pair[0])
    links = need_links(work, work.ctx.desk(), found)
    shown: list[NeedLine] = []
    more: list[NeedLine] = []
    for age, need in aged:
        same = [n for _, n in aged if n.kind is need.kind]
        if need in same[:LONGEST_KIND]:
            shown.append(_line(need, age, links[need]))
        elif need is same[LONGEST_KIND]:
            rest = f"… und {len(same) - LONGEST_KIND} weitere"
            more.append(NeedLine(title=need.title, detail=rest, how="Die Übersicht zeigt alle", form=need.form, waits=""))
    return (*shown, *more)


def _age(work: Work, need: Need) -> int:
    """Return for how many working days something waits; 0 since today, -1 where that is not told."""
    return work.config.timeline.calendar.working_days_since(need.since, work.today) if need.since else -1


def _line(need: Need, age: int, link: Link) -> NeedLine:
    waits = "" if age < 0 else "seit heute" if age == 0 else f"seit {german.count(age, 'Arbeitstag', 'Arbeitstagen')}"
    return NeedLine(
        title=need.title,
        detail=need.detail,
        how=need.how,
        form=need.form,
        waits=waits,
        form_address=link.form,
        page_address=link.page,
    )


def _progress(work: Work, figures: Status) -> ReturnedLine:
    key, kind = newest_round(work, work.today)
    lists = figures.lists_of(key)
    foretold = returns_forecast(lists, work.config.timeline.calendar, work.today)
    return ReturnedLine(
        outlook=f"{foretold.words} bis zur Frist" if foretold else "",
        lists=len(lists),
        returned=sum(item.is_back for item in lists),
        measures=kind is RoundKind.PROGRESS,
    )


def _upcoming(work: Work) -> tuple[MilestoneLine, ...]:
    query = (
        select(Milestone)
        .where(Milestone.rollout_id == work.rollout.id, Milestone.state != MilestoneState.DONE, Milestone.acts_on > work.today)
        .order_by(Milestone.position)
        .limit(3)
    )
    return tuple(MilestoneLine(date_label=m.planned_label, title=m.title) for m in work.session.scalars(query))
