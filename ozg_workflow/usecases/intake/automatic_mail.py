"""What automatic mail says about our own mails: copies, bounces, delays, answers to invitations."""

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from ozg_workflow.database.models import Incoming, Message
from ozg_workflow.domain.post.mail import IncomingKind, IncomingState, may_be_ours
from ozg_workflow.domain.post.outbox import MessageState, RecipientState
from ozg_workflow.mail.addresses import in_idna
from ozg_workflow.mail.read.classify import Classification
from ozg_workflow.usecases.outbox.message_states import COPY_ARRIVED, locked_message, move, prove
from ozg_workflow.usecases.step.work import Work
from ozg_workflow.usecases.timeline.calendar_replies import note_calendar_reply


def note_automatic(work: Work, incoming: Incoming, found: Classification) -> None:
    """Store what an automatic mail is; a bounce marks our mail and its recipients, a delay is only noted, nothing is ever answered."""
    incoming.state, incoming.reason = IncomingState.AUTOMATIC, found.reason
    work.count("automatic")
    work.record("mail_automatic", ("incoming", incoming.id), f"{found.kind}: {found.reason}")
    for uid, attendee, partstat in found.calendar:
        note_calendar_reply(work, uid, attendee or incoming.sender, partstat)
    known = own_message(work.session, found.original_message_id)
    message = locked_message(work.session, known.id) if known else None
    if message is None:
        return
    if found.kind is IncomingKind.OWN_COPY and prove(work, message, COPY_ARRIVED):
        work.did(f"Nr. {message.id} „{message.subject}“ ist zugestellt: Die Kopie ist eingegangen.")
    if found.kind is IncomingKind.DELAY:
        work.record("delayed", ("message", message.id), found.reason)
    if found.kind is IncomingKind.BOUNCE:
        _bounced(work, message, found)


def _bounced(work: Work, message: Message, found: Classification) -> None:
    failed = {a.lower() for a in found.failed_recipients}
    if failed == {message.sender.lower()}:  # only our own copy came back
        work.record("copy_bounced", ("message", message.id), found.reason)
        return
    named = [r for r in message.recipients if {r.address, in_idna(r.address)} & failed] or (
        [] if failed else list(message.recipients)
    )
    if not named and len(message.recipients) == 1:  # the notice names the address the mail was forwarded to
        named = list(message.recipients)
    new = [r for r in named if r.state != RecipientState.BOUNCED]
    for recipient in new:
        recipient.state, recipient.response = RecipientState.BOUNCED, found.reason
    lost = ", ".join(sorted(failed or {r.address for r in named}))
    if message.state in (MessageState.ACCEPTED, MessageState.UNKNOWN):
        move(message, MessageState.BOUNCED, f"Unzustellbar: {lost}")
    elif not new:
        return
    work.did(f"Unzustellbar: Nr. {message.id} „{message.subject}“ an {lost}.")
    work.count("bounced")
    work.session.info.pop("bad_mailboxes", None)
    work.record("bounced", ("message", message.id), found.reason, {"recipients": [r.id for r in new]})


def own_message(session: Session, header_id: str) -> Message | None:
    """Return our mail with this Message-ID."""
    return session.scalar(select(Message).where(Message.header_id == header_id)) if may_be_ours(header_id) else None


_KNOWN = select(Message.id).where(Message.header_id == bindparam("header_id"))


def is_own_message(session: Session, header_id: str) -> bool:
    """Tell whether a Message-ID is that of one of our mails; asked for every mail, so the question is put together once."""
    return may_be_ours(header_id) and session.scalar(_KNOWN, {"header_id": header_id}) is not None
