"""Invitations to an information event, and the updated ones when it has moved."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from ozg_workflow.database.models import Message
from ozg_workflow.domain import german
from ozg_workflow.domain.plan import timeline
from ozg_workflow.domain.post.intent import Attachment, MailIntent
from ozg_workflow.domain.post.mail import MailKind
from ozg_workflow.domain.post.mails.announcements import EventInvitationMail
from ozg_workflow.domain.post.outbox import MessageState
from ozg_workflow.domain.post.reasons import StateReason
from ozg_workflow.mail.write.invitation import CalendarEntry, invitation_ics
from ozg_workflow.usecases.step.work import Work
from ozg_workflow.usecases.timeline.calendar_replies import event_uid

TOPICS = (
    "Warum die Erhebung: das Onlinezugangsgesetz und der Zeitplan der Stadt",
    "Die Amtsliste Spalte für Spalte, mit Beispielen",
    "Was tun bei fehlerhafter Zuständigkeit oder Fehlanzeige",
    "Ihre Fragen",
)
NEVER_LEFT = (MessageState.CANCELLED, MessageState.EXPIRED, MessageState.REFUSED)
WAITING = (MessageState.HELD, MessageState.QUEUED)


def invitations(work: Work, milestone: timeline.Milestone) -> Iterator[MailIntent]:
    """Yield one invitation per Dezernat; where the event has moved, updates for exactly those who were invited before."""
    earlier = [m for m in sent_invitations(work, milestone.key) if not _is_up_to_date(m, milestone)]
    moved = StateReason.EVENT_MOVED
    invited = {m.recipient for m in earlier if m.state not in NEVER_LEFT or m.state_reason_code is moved}
    known = {m.recipient: m.about_on for m in earlier if m.state not in (*NEVER_LEFT, *WAITING)}
    for number, department in sorted(work.directory.departments.items()):
        if department.active and (number in invited or not invited):
            yield _invitation(work, milestone, number, department.mailbox, known.get(number))


def _is_up_to_date(invitation: Message, milestone: timeline.Milestone) -> bool:
    """Tell whether an invitation is to the event as it is planned now: its day and its SEQUENCE."""
    event: Any = milestone.event
    return (invitation.about_on, invitation.sequence) == (milestone.planned_on, event.sequence)


def sent_invitations(work: Work, key: str) -> list[Message]:
    """Return all invitations to an event, the oldest first."""
    query = select(Message).where(
        Message.rollout_id == work.rollout.id, Message.kind == MailKind.EVENT_INVITATION, Message.object_key == key
    )
    return list(work.session.scalars(query.order_by(Message.id)))


def invited_departments(work: Work, key: str) -> tuple[str, ...]:
    """Return the numbers of the Dezernate that have an invitation or will get one."""
    found = sent_invitations(work, key)
    return tuple(sorted({m.recipient for m in found if m.state not in NEVER_LEFT}))


def update_outstanding(work: Work, milestone: timeline.Milestone) -> bool:
    """Tell whether people were invited to this event, but not yet to its present day."""
    found = sent_invitations(work, milestone.key)
    return bool(found) and not any(_is_up_to_date(m, milestone) for m in found)


def _invitation(work: Work, milestone: timeline.Milestone, number: str, mailbox: str, instead_of: date | None) -> MailIntent:
    event: Any = milestone.event
    return MailIntent(
        mail=EventInvitationMail(
            title=milestone.title,
            date=milestone.planned_on,
            instead_of=instead_of,
            starts_at=f"{event.starts_at:%H:%M}",
            ends_at=f"{event.ends_at:%H:%M}",
            place=event.place,
            topics=TOPICS,
        ),
        to=(mailbox,),
        recipient=number,
        object_key=milestone.key,
        occasion=f"{milestone.planned_on.isoformat()}-{event.sequence}",
        about_on=milestone.planned_on,
        sequence=event.sequence,
        expires_on=milestone.planned_on,
        attachments=(_calendar_entry(work, milestone, mailbox),),
    )


def _calendar_entry(work: Work, milestone: timeline.Milestone, mailbox: str) -> Attachment:
    event: Any = milestone.event
    entry = CalendarEntry(
        uid=event_uid(work.rollout.key, milestone.key, work.config.contacts.sender.email.partition("@")[2]),
        sequence=event.sequence,
        title=milestone.title,
        description="\n".join(TOPICS),
        starts_at=datetime.combine(milestone.planned_on, event.starts_at, german.BERLIN),
        ends_at=datetime.combine(milestone.planned_on, event.ends_at, german.BERLIN),
        place=event.place,
        organizer=work.config.contacts.sender.email,
        organizer_name=work.config.contacts.sender.name,
        attendees=(mailbox,),
        stamp=work.now(),
    )
    return Attachment(name="einladung.ics", content=invitation_ics(entry), content_type="text/calendar; method=REQUEST")
