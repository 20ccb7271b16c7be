"""What happened since the last digest, and whether that is worth one.

The digest itself is no reason for the next one: neither its mail nor what becomes of it, nor the coordinator's own absence note about it.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.sql import ColumnElement

from ozg_workflow.database.models import Event, Incoming, Message
from ozg_workflow.domain import german
from ozg_workflow.domain.needs import AGEING, Need
from ozg_workflow.domain.people import is_person
from ozg_workflow.domain.post.mail import IncomingState, MailKind
from ozg_workflow.domain.post.mails.registry import KIND_TITLES
from ozg_workflow.domain.post.mails.routine import PostLine, SentLine
from ozg_workflow.domain.post.outbox import MessageState
from ozg_workflow.usecases.intake.automatic_mail import automatic_lines
from ozg_workflow.usecases.step.work import Work

TOLD = {
    "milestone_done": "Meilenstein erledigt",
    "milestone_started": "Meilenstein begonnen",
    "milestone_moved": "Termin verschoben",
    "milestone_move_ended": "Verschiebung beendet",
    "deadlines_moved": "Fristen geändert",
    "deadline_extended": "Frist verlängert",
    "return_recorded": "Rücklauf",
    "answers_handed_on": "Weitergegeben",
    "answer_corrected": "Berichtigung",
    "office_reminded": "Amt erinnert",
    "office_succeeded": "Ämter geändert",
    "message_readdressed": "Adresse einer Mail berichtigt",
    "case_opened": "Zuständigkeitsfall",
    "case_settled": "Zuständigkeit entschieden",
    "case_reopened": "Zuständigkeit wieder offen",
    "quarantined": "Klärungskorb",
    "to_read": "Zu lesen",
    "service_adopted": "Leistung aufgenommen",
    "catalogue_imported": "Katalog importiert",
    "portal_imported": "Portaldaten importiert",
    "bounced": "Unzustellbar",
    "recipient_refused": "Empfänger abgelehnt",
    "copy_missing": "Archivkopie fehlt",
    "relay_paused": "Zustellung pausierte",
    "evaluated": "Auswertung",
    "round_opened": "Runde eröffnet",
    "round_closed": "Runde geschlossen",
    "round_reopened": "Runde wieder geöffnet",
    "not_asked": "Konnte nicht abgefragt werden",
    "measures_planned": "Umsetzung geplant",
    "reply_withheld": "Antwort zurückgehalten",
    "prepared": "Konfiguration geladen",
    "step_failed": "Störung",
    "step_recovered": "Störung vorbei",
}
LONGEST = 30
TO_THE_COORDINATOR = (
    MailKind.DAILY_DIGEST,
    MailKind.FAILURE_NOTICE,
    MailKind.ANSWERS_EXPORT,
    MailKind.WORKING_TABLE,
)  # not sent in the coordinator's name
WAITING = (MessageState.QUEUED, MessageState.CLAIMED, MessageState.DATA_STARTED)
QUIET_DAYS = 5  # working days; so long may a decision wait until a digest recalls it although nothing happened


@dataclass(frozen=True, slots=True, kw_only=True)
class Happenings:
    """What happened since the last digest, in lines, what became of the mail, and whether all that is worth a digest."""

    lines: tuple[str, ...]
    post: PostLine
    worth_telling: bool


def happenings(work: Work, waiting: Callable[[], list[Need]]) -> Happenings:
    """Return what happened since the last digest; `waiting` gives what waits for a person today, and is asked only on a quiet day."""
    since = _last_digest(work)
    events, sent = _events(work, since), _sent(work, since)
    in_our_name = sent.keys() - set(TO_THE_COORDINATOR)
    return Happenings(
        lines=(*_shortened(events), *automatic_lines(work, since)),
        post=_post(work, since, sent),
        worth_telling=bool(events or in_our_name or _unusual(work, since) or _forgotten(work, waiting, since)),
    )


def _last_digest(work: Work) -> datetime | None:
    query = select(Message.created_at).where(Message.rollout_id == work.rollout.id, Message.kind == MailKind.DAILY_DIGEST)
    return work.session.scalar(query.order_by(Message.created_at.desc()).limit(1))


def _after(column: Any, since: datetime | None) -> tuple[ColumnElement[bool], ...]:
    return (column > since,) if since else ()


def _events(work: Work, since: datetime | None) -> list[str]:
    query = select(Event).where(Event.rollout_id == work.rollout.id, Event.verb.in_(TOLD), *_after(Event.at, since))
    digests = {str(i) for i in work.session.scalars(select(Message.id).where(*_of_kind(work, MailKind.DAILY_DIGEST)))}
    return [
        f"{TOLD[e.verb]}: {e.text}" + (f" ({e.actor})" if is_person(e.actor) else "")
        for e in work.session.scalars(query.order_by(Event.id))
        if not (e.object_type == "message" and e.object_id in digests)
    ]


def _of_kind(work: Work, kind: MailKind) -> tuple[ColumnElement[bool], ...]:
    return (Message.rollout_id == work.rollout.id, Message.kind == kind)


def _shortened(lines: list[str]) -> list[str]:
    """Return equal lines once, and of many the first ones."""
    told = [f"{line} ({number}-mal)" if number > 1 else line for line, number in Counter(lines).items()]
    return [*told[:LONGEST], f"… und {len(told) - LONGEST} weitere Ereignisse"] if len(told) > LONGEST else told


def _sent(work: Work, since: datetime | None) -> dict[MailKind, int]:
    """Count by kind the mails that the mail server took over since a moment; digests apart."""
    query = select(Message.kind, func.count()).where(
        Message.rollout_id == work.rollout.id,
        Message.kind != MailKind.DAILY_DIGEST,
        Message.accepted_at.is_not(None),
        *_after(Message.accepted_at, since),
    )
    return {kind: number for kind, number in work.session.execute(query.group_by(Message.kind))}


def _post(work: Work, since: datetime | None, sent: dict[MailKind, int]) -> PostLine:
    """Tell what was sent and came back since a moment, and what waits now; digests apart."""
    own = (Message.rollout_id == work.rollout.id, Message.kind != MailKind.DAILY_DIGEST)
    now = select(Message.state, func.count()).where(*own).group_by(Message.state)
    states = {state: number for state, number in work.session.execute(now)}
    ids = {str(i) for i in work.session.scalars(select(Message.id).where(*own))}
    returned = select(Event.object_id).where(
        Event.rollout_id == work.rollout.id, Event.verb == "bounced", *_after(Event.at, since)
    )
    return PostLine(
        sent=tuple(SentLine(title=KIND_TITLES[kind], mails=sent[kind]) for kind in MailKind if kind in sent),
        bounced=len(set(work.session.scalars(returned)) & ids),
        refused=states.get(MessageState.REFUSED, 0),
        unknown=states.get(MessageState.UNKNOWN, 0),
        held=states.get(MessageState.HELD, 0),
        waiting=sum(states.get(state, 0) for state in WAITING),
    )


def _unusual(work: Work, since: datetime | None) -> bool:
    """Tell whether an automatic mail came that a person should look at; for absence notes alone nobody needs a mail."""
    query = select(Incoming.unusual).where(
        Incoming.rollout_id == work.rollout.id,
        Incoming.state == IncomingState.AUTOMATIC,
        Incoming.sender != work.config.contacts.coordinator.email.lower(),
        *_after(Incoming.received_at, since),
    )
    return any(work.session.scalars(query))


def _forgotten(work: Work, waiting: Callable[[], list[Need]], since: datetime | None) -> bool:
    """Tell whether a decision waits of which nobody has been told for a working week."""
    if since is None:
        return False
    quiet = work.config.timeline.calendar.working_days_since(german.local_day(since), work.today)
    return quiet >= QUIET_DAYS and any(need.kind in AGEING for need in waiting())
