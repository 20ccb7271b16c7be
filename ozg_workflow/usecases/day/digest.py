"""The coordinator's daily digest: what happened, what needs a person, what comes next."""

from datetime import datetime, timedelta

from sqlalchemy import select

from ozg_workflow.database.models import Event, Message, Milestone
from ozg_workflow.domain.cockpit.status import Status
from ozg_workflow.domain.needs import Need
from ozg_workflow.domain.plan.timeline import MilestoneState
from ozg_workflow.domain.post.mail import MailIntent, MailKind
from ozg_workflow.domain.post.mails.parts import MilestoneLine
from ozg_workflow.domain.post.mails.routine import DailyDigestMail, NeedLine, ReturnedLine
from ozg_workflow.domain.steps import Step, title
from ozg_workflow.usecases.cockpit.needs import needs
from ozg_workflow.usecases.cockpit.status import status
from ozg_workflow.usecases.intake.automatic_mail import automatic_lines
from ozg_workflow.usecases.outbox.queue_mail import queue_mail
from ozg_workflow.usecases.step.context import Context
from ozg_workflow.usecases.step.result import StepResult
from ozg_workflow.usecases.step.work import Work

TOLD = {
    "milestone_done": "Meilenstein erledigt",
    "milestone_started": "Meilenstein begonnen",
    "milestone_moved": "Termin verschoben",
    "milestone_move_ended": "Verschiebung beendet",
    "deadlines_moved": "Fristen geändert",
    "deadline_extended": "Frist verlängert",
    "return_recorded": "Rücklauf",
    "case_opened": "Zuständigkeitsfall",
    "case_settled": "Zuständigkeit entschieden",
    "quarantined": "Klärungskorb",
    "to_read": "Zu lesen",
    "service_adopted": "Leistung aufgenommen",
    "bounced": "Unzustellbar",
    "recipient_refused": "Empfänger abgelehnt",
    "copy_missing": "Archivkopie fehlt",
    "relay_paused": "Zustellung pausierte",
    "evaluated": "Auswertung",
    "round_opened": "Runde eröffnet",
    "round_closed": "Runde geschlossen",
    "round_reopened": "Runde wieder geöffnet",
    "measures_planned": "Umsetzung geplant",
    "reply_withheld": "Antwort zurückgehalten",
    "prepared": "Konfiguration geladen",
}
LONGEST = 30
LONGEST_KIND = 10


def send_digest(ctx: Context) -> StepResult:
    """Queue today's digest, once, if anything happened since the last one."""
    figures = status(ctx)
    with ctx.work(title(Step.DIGEST)) as work:
        happened = _happened(work, _last_digest(work))
        if not happened:
            work.say("Seit der letzten Tagesübersicht ist nichts geschehen.")
            return work.result
        contact = work.config.contacts.coordinator
        intent = MailIntent(
            mail=DailyDigestMail(
                name=contact.name,
                happened=tuple(happened),
                needs_you=_shortened(needs(work)),
                progress=_progress(figures),
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


def _shortened(found: list[Need]) -> tuple[NeedLine, ...]:
    """Return the needs for the mail; of a kind that fills pages only the first ones, and how many more there are."""
    shown: list[NeedLine] = []
    for kind in dict.fromkeys(n.kind for n in found):
        same = [n for n in found if n.kind is kind]
        shown += [NeedLine(title=n.title, detail=n.detail, how=n.how) for n in same[:LONGEST_KIND]]
        if more := same[LONGEST_KIND:]:
            shown.append(NeedLine(title=more[0].title, detail=f"… und {len(more)} weitere", how="„ozg status“ zeigt alle"))
    return tuple(shown)


def something_to_tell(ctx: Context) -> bool:
    """Tell whether anything happened since the last digest."""
    with ctx.reading() as work:
        return bool(_happened(work, _last_digest(work)))


def _progress(figures: Status) -> ReturnedLine:
    return ReturnedLine(
        lists=sum(d.lists for d in figures.departments),
        returned=sum(d.returned for d in figures.departments),
    )


def _last_digest(work: Work) -> datetime | None:
    query = select(Message.created_at).where(Message.rollout_id == work.rollout.id, Message.kind == MailKind.DAILY_DIGEST)
    return work.session.scalar(query.order_by(Message.created_at.desc()).limit(1))


def _happened(work: Work, since: datetime | None) -> list[str]:
    query = select(Event).where(Event.rollout_id == work.rollout.id, Event.verb.in_(TOLD)).order_by(Event.id)
    if since:
        query = query.where(Event.at > since)
    lines = [f"{TOLD[e.verb]}: {e.text}" for e in work.session.scalars(query)]
    if len(lines) > LONGEST:
        lines = [*lines[:LONGEST], f"… und {len(lines) - LONGEST} weitere Ereignisse"]
    automatic = automatic_lines(work, since)
    return [*lines, *automatic] if lines or len(automatic) > 1 else []  # for absence notes alone nobody needs a mail


def _upcoming(work: Work) -> tuple[MilestoneLine, ...]:
    query = (
        select(Milestone)
        .where(Milestone.rollout_id == work.rollout.id, Milestone.state != MilestoneState.DONE, Milestone.acts_on > work.today)
        .order_by(Milestone.position)
        .limit(3)
    )
    return tuple(MilestoneLine(date_label=m.planned_label, title=m.title) for m in work.session.scalars(query))
