"""What waits for a person, today or on the evening of a past day, and how it is done."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from ozg_workflow.database.models import Incoming, Message, ResponsibilityCase, Rollout
from ozg_workflow.domain import german
from ozg_workflow.domain.journal import Picture
from ozg_workflow.domain.mail import IncomingState, MailKind
from ozg_workflow.domain.outbox import MessageState
from ozg_workflow.domain.responsibility import CaseState
from ozg_workflow.domain.timeline import Action, MilestoneState, state_on
from ozg_workflow.usecases.bad_mailboxes import bad_mailboxes
from ozg_workflow.usecases.conflicts import conflicts
from ozg_workflow.usecases.context import Context
from ozg_workflow.usecases.figures import milestone_figures
from ozg_workflow.usecases.missing_copies import MISSING
from ozg_workflow.usecases.relay_gate import resting_relays, resting_sentence


class NeedKind(StrEnum):
    """What kind of decision is asked for, the most pressing ones first."""

    UNKNOWN = "unknown"
    BOUNCED = "bounced"
    MAILBOX = "mailbox"
    REFUSED = "refused"
    PAUSED = "paused"
    RELEASE = "release"
    HELD = "held"
    CASE = "case"
    CONFLICT = "conflict"
    QUARANTINE = "quarantine"
    MILESTONE = "milestone"


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """Something a person has to do, and how."""

    kind: NeedKind
    title: str
    detail: str
    how: str


MAIL_NEEDS = {
    MessageState.UNKNOWN: (NeedKind.UNKNOWN, "Mail ungeklärt", "„ozg mail settle {id} --sent“ oder „--resend“"),
    MessageState.HELD: (NeedKind.HELD, "Mail angehalten", "OZG_RECIPIENTS ergänzen oder „ozg mail cancel {id}“"),
    MessageState.REFUSED: (NeedKind.REFUSED, "Mail abgelehnt", "Adresse prüfen, dann „ozg mail retry {id}“"),
    MessageState.BOUNCED: (
        NeedKind.BOUNCED,
        "Mail unzustellbar",
        "Adresse prüfen, dann „ozg mail retry {id}“ oder „ozg mail cancel {id}“",
    ),
}
TO_RELEASE = (NeedKind.RELEASE, "Mail freizugeben", "„ozg mail release {id}“, alle zusammen „ozg mail release --all“")
TO_RESEND = (NeedKind.UNKNOWN, "Mail ungeklärt", "„ozg mail settle {id} --resend“; ist sie doch angekommen, „--sent“")


def needs(ctx: Context, session: Session, rollout: Rollout, picture: Picture | None = None) -> list[Need]:
    """Return everything that waits for a person on `ctx.today`; `picture` is where a past evening stood."""
    return [
        *_mail_needs(session, rollout, picture),
        *_mailbox_needs(ctx, session, rollout),
        *([] if picture else _paused(ctx, session)),
        *_case_needs(session, rollout, picture),
        *_conflict_needs(ctx, session, rollout),
        *_quarantine_needs(session, rollout, picture),
        *_late_milestones(ctx, picture.milestones if picture else milestone_figures(session, rollout)),
    ]


def _with_state(session: Session, rollout: Rollout, model: Any, states: Mapping[str, str] | None, *wanted: str) -> list[Any]:
    """Return the rows that have (or had, by `states`) one of the wanted states, by id."""
    query = select(model).where(model.rollout_id == rollout.id).order_by(model.id)
    if states is None:
        return list(session.scalars(query.where(model.state.in_(wanted))))
    ids = [int(row_id) for row_id, state in states.items() if state in wanted]
    return list(session.scalars(query.where(model.id.in_(ids)))) if ids else []


def _mail_needs(session: Session, rollout: Rollout, picture: Picture | None) -> list[Need]:
    then = picture.messages if picture else None
    found = []
    for m in _with_state(session, rollout, Message, then, *MAIL_NEEDS):
        if m.kind is not MailKind.DAILY_DIGEST:
            state = MessageState(then[str(m.id)]) if then else m.state
            kind, title, how = _way(m, state)
            why = f" – {m.state_reason}" if state is m.state else ""
            found.append(Need(kind=kind, title=title, detail=f"Nr. {m.id} „{m.subject}“{why}", how=how.format(id=m.id)))
    return found


def _way(message: Message, state: MessageState) -> tuple[NeedKind, str, str]:
    if state is MessageState.HELD and message.needs_release:
        return TO_RELEASE
    missing = state is MessageState.UNKNOWN and message.state_reason == MISSING
    return TO_RESEND if missing else MAIL_NEEDS[state]


def _mailbox_needs(ctx: Context, session: Session, rollout: Rollout) -> list[Need]:
    how = "Adresse in organisation.csv berichtigen und „ozg prepare“; ist sie richtig, dort nachfragen"
    return [
        Need(kind=NeedKind.MAILBOX, title="Postfach unzustellbar", detail=b.sentence, how=how)
        for b in bad_mailboxes(ctx, session, rollout)
    ]


def _paused(ctx: Context, session: Session) -> list[Need]:
    """Return the mail servers that rest after failures."""
    how = "Sie geht von selbst weiter; sofort mit „ozg mail resume“, wenn der Mailserver wieder bereit ist"
    return [
        Need(kind=NeedKind.PAUSED, title="Zustellung pausiert", detail=resting_sentence(relay), how=how)
        for relay in resting_relays(session, ctx.clock())
    ]


def _case_needs(session: Session, rollout: Rollout, picture: Picture | None) -> list[Need]:
    return [
        Need(
            kind=NeedKind.CASE,
            title="Zuständigkeit offen",
            detail=f"Fall {c.id}: „{c.row.service.name}“ ({c.row.service_list.office.title})"
            + (f" – {c.reason}" if c.state is CaseState.OPEN else ""),
            how=f"„ozg case decide {c.id} --office NR“",
        )
        for c in _with_state(session, rollout, ResponsibilityCase, picture.cases if picture else None, CaseState.OPEN)
    ]


def _conflict_needs(ctx: Context, session: Session, rollout: Rollout) -> list[Need]:
    return [
        Need(
            kind=NeedKind.CONFLICT,
            title="Widersprüchliche Angaben",
            detail=f"Amt {c.office}, Nr. {c.number} „{c.service}“: {' und '.join(c.senders)} haben am {german.short_date(c.day)} Verschiedenes angegeben",
            how="Beim Amt nachfragen; es zählt die neueste Angabe, bis eine weitere Rücksendung kommt",
        )
        for c in conflicts(session, rollout)
        if c.day <= ctx.today
    ]


def _quarantine_needs(session: Session, rollout: Rollout, picture: Picture | None) -> list[Need]:
    return [
        Need(
            kind=NeedKind.QUARANTINE,
            title="Klärungskorb",
            detail=f"Nr. {i.id} von {i.sender or 'unbekannt'}: {i.reason}",
            how=f"„ozg inbox show {i.id}“",
        )
        for i in _with_state(session, rollout, Incoming, picture.incoming if picture else None, IncomingState.QUARANTINED)
    ]


def _late_milestones(ctx: Context, milestones: Mapping[str, Mapping[str, Any]]) -> list[Need]:
    found = []
    for key, m in milestones.items():
        action, first, last = Action(m["action"]), date.fromisoformat(m["acts_on"]), date.fromisoformat(m["last_day"])
        state = state_on(action, MilestoneState(m["state"]), first, last, ctx.today)
        if state is MilestoneState.LATE or (action is Action.TICK_OFF and state is MilestoneState.DUE):
            detail = f"{m['planned_label']} · {m['title']}"
            found.append(
                Need(kind=NeedKind.MILESTONE, title="Meilenstein offen", detail=detail, how=f"„ozg milestone done {key}“")
            )
    return found
