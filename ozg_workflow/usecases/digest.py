"""The coordinator's daily digest: what happened, what needs a person, what comes next."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from ozg_workflow.database.models import Event, Incoming, Message, Milestone, ResponsibilityCase, Rollout
from ozg_workflow.domain import german
from ozg_workflow.domain.mail import IncomingState, MailIntent, MailKind
from ozg_workflow.domain.outbox import MessageState
from ozg_workflow.domain.responsibility import CaseState
from ozg_workflow.domain.timeline import Action, MilestoneState, state_on
from ozg_workflow.usecases.bad_mailboxes import bad_mailboxes
from ozg_workflow.usecases.conflicts import conflicts
from ozg_workflow.usecases.context import Context, StepResult
from ozg_workflow.usecases.queue_mail import queue_mail
from ozg_workflow.usecases.rollout_access import config_of, find_rollout
from ozg_workflow.usecases.status import status

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
    "bounced": "Unzustellbar",
    "evaluated": "Auswertung",
    "round_opened": "Runde eröffnet",
    "round_closed": "Runde geschlossen",
    "round_reopened": "Runde wieder geöffnet",
    "measures_planned": "Umsetzung geplant",
    "reply_withheld": "Antwort zurückgehalten",
    "prepared": "Konfiguration geladen",
}
LONGEST = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """Something a person has to do, and how."""

    title: str
    detail: str
    how: str


def send_digest(ctx: Context) -> StepResult:
    """Queue today's digest, once, if anything happened since the last one."""
    result = StepResult(title="Tagesübersicht")
    figures = status(ctx)
    with ctx.transaction() as session:
        rollout = find_rollout(ctx, session, lock=True)
        config = config_of(ctx, rollout)
        happened = _happened(session, rollout, _last_digest(session, rollout))
        if not happened:
            result.say("Seit der letzten Tagesübersicht ist nichts geschehen.")
            return result
        contact = config.contacts.coordinator
        intent = MailIntent(
            kind=MailKind.DAILY_DIGEST,
            to=(contact.email,),
            recipient=contact.email,
            object_key="digest",
            occasion=ctx.today.isoformat(),
            expires_on=ctx.today + timedelta(days=3),
            values={
                "name": contact.name,
                "happened": happened,
                "needs_you": [{"title": n.title, "detail": n.detail, "how": n.how} for n in needs(ctx, session, rollout)],
                "progress": _progress(figures),
                "upcoming": _upcoming(ctx, session, rollout),
            },
        )
        queue_mail(ctx, session, rollout, config, intent, result)
    return result


def something_to_tell(ctx: Context) -> bool:
    """Tell whether anything happened since the last digest."""
    with ctx.sessions() as session:
        rollout = find_rollout(ctx, session)
        return bool(_happened(session, rollout, _last_digest(session, rollout)))


def _progress(figures: dict[str, Any]) -> dict[str, int]:
    return {
        "lists": sum(d["lists"] for d in figures["departments"]),
        "returned": sum(d["returned"] for d in figures["departments"]),
    }


def _last_digest(session: Session, rollout: Rollout) -> datetime | None:
    query = select(Message.created_at).where(Message.rollout_id == rollout.id, Message.kind == MailKind.DAILY_DIGEST)
    return session.scalar(query.order_by(Message.created_at.desc()).limit(1))


def _happened(session: Session, rollout: Rollout, since: datetime | None) -> list[str]:
    query = select(Event).where(Event.rollout_id == rollout.id, Event.verb.in_(TOLD)).order_by(Event.id)
    if since:
        query = query.where(Event.at > since)
    lines = [f"{TOLD[e.verb]}: {e.text}" for e in session.scalars(query)]
    if len(lines) > LONGEST:
        return [*lines[:LONGEST], f"… und {len(lines) - LONGEST} weitere Ereignisse"]
    return lines


def needs(ctx: Context, session: Session, rollout: Rollout) -> list[Need]:
    """Return everything that waits for a person today."""
    return [
        *_mail_needs(session, rollout),
        *_mailbox_needs(ctx, session, rollout),
        *_case_needs(session, rollout),
        *_conflict_needs(session, rollout),
        *_quarantine_needs(session, rollout),
        *_late_milestones(ctx, session, rollout),
    ]


def _mail_needs(session: Session, rollout: Rollout) -> list[Need]:
    ways = {
        MessageState.UNKNOWN: ("Mail ungeklärt", "„ozg mail settle {id} --sent“ oder „--resend“"),
        MessageState.HELD: ("Mail angehalten", "OZG_RECIPIENTS ergänzen oder „ozg mail cancel {id}“"),
        MessageState.REFUSED: ("Mail abgelehnt", "Adresse prüfen, dann „ozg mail retry {id}“"),
        MessageState.BOUNCED: ("Mail unzustellbar", "Adresse prüfen, dann „ozg mail retry {id}“ oder „ozg mail cancel {id}“"),
    }
    query = (
        select(Message)
        .where(Message.rollout_id == rollout.id, Message.state.in_(ways), Message.kind != MailKind.DAILY_DIGEST)
        .order_by(Message.id)
    )
    return [
        Need(title=ways[m.state][0], detail=f"Nr. {m.id} „{m.subject}“ – {m.state_reason}", how=ways[m.state][1].format(id=m.id))
        for m in session.scalars(query)
    ]


def _mailbox_needs(ctx: Context, session: Session, rollout: Rollout) -> list[Need]:
    how = "Adresse in organisation.csv berichtigen und „ozg prepare“; ist sie richtig, dort nachfragen"
    return [Need(title="Postfach unzustellbar", detail=b.sentence, how=how) for b in bad_mailboxes(ctx, session, rollout)]


def _case_needs(session: Session, rollout: Rollout) -> list[Need]:
    query = select(ResponsibilityCase).where(
        ResponsibilityCase.rollout_id == rollout.id, ResponsibilityCase.state == CaseState.OPEN
    )
    return [
        Need(
            title="Zuständigkeit offen",
            detail=f"Fall {c.id}: „{c.row.service.name}“ ({c.row.service_list.office.title}) – {c.reason}",
            how=f"„ozg case decide {c.id} --office NR“",
        )
        for c in session.scalars(query.order_by(ResponsibilityCase.id))
    ]


def _conflict_needs(session: Session, rollout: Rollout) -> list[Need]:
    return [
        Need(
            title="Widersprüchliche Angaben",
            detail=f"Amt {c.office}, Nr. {c.number} „{c.service}“: {' und '.join(c.senders)} haben am {german.short_date(c.day)} Verschiedenes angegeben",
            how="Beim Amt nachfragen; es zählt die neueste Angabe, bis eine weitere Rücksendung kommt",
        )
        for c in conflicts(session, rollout)
    ]


def _quarantine_needs(session: Session, rollout: Rollout) -> list[Need]:
    query = (
        select(Incoming)
        .where(Incoming.rollout_id == rollout.id, Incoming.state == IncomingState.QUARANTINED)
        .order_by(Incoming.id)
    )
    return [
        Need(title="Klärungskorb", detail=f"Nr. {i.id} von {i.sender or 'unbekannt'}: {i.reason}", how=f"„ozg inbox show {i.id}“")
        for i in session.scalars(query)
    ]


def _late_milestones(ctx: Context, session: Session, rollout: Rollout) -> list[Need]:
    query = (
        select(Milestone)
        .where(Milestone.rollout_id == rollout.id, Milestone.state != MilestoneState.DONE)
        .order_by(Milestone.position)
    )
    found = []
    for m in session.scalars(query):
        state = state_on(m.action, m.state, m.acts_on, m.last_day, ctx.today)
        if state is MilestoneState.LATE or (m.action is Action.TICK_OFF and state is MilestoneState.DUE):
            found.append(
                Need(title="Meilenstein offen", detail=f"{m.planned_label} · {m.title}", how=f"„ozg milestone done {m.key}“")
            )
    return found


def _upcoming(ctx: Context, session: Session, rollout: Rollout) -> list[dict[str, str]]:
    query = (
        select(Milestone)
        .where(Milestone.rollout_id == rollout.id, Milestone.state != MilestoneState.DONE, Milestone.acts_on > ctx.today)
        .order_by(Milestone.position)
        .limit(3)
    )
    return [{"date_label": m.planned_label, "title": m.title} for m in session.scalars(query)]
