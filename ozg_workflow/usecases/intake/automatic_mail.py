"""What automatic mail says about our own mails: copies, bounces, delays, answers to invitations."""

from datetime import datetime
from typing import Final

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from ozg_workflow.database.models import Incoming, Message
from ozg_workflow.domain import german
from ozg_workflow.domain.post.mail import IncomingKind, IncomingState, may_be_ours
from ozg_workflow.domain.post.outbox import MessageState, RecipientState
from ozg_workflow.domain.post.unusual import Unusual, automatic_in_words, in_words, unusual
from ozg_workflow.mail.addresses import in_idna
from ozg_workflow.mail.read.classify import Classification
from ozg_workflow.mail.read.parse import ParsedMail
from ozg_workflow.usecases.intake.outweigh import SentFiles, brings_something
from ozg_workflow.usecases.outbox.message_states import COPY_ARRIVED, locked_message, move, prove
from ozg_workflow.usecases.step.work import Work
from ozg_workflow.usecases.timeline.calendar_replies import note_calendar_reply, rollout_of_event

MOST_TOLD: Final = 10  # unusual mails in one digest
RETURNING: Final = (IncomingKind.BOUNCE, IncomingKind.DELAY, IncomingKind.READ_RECEIPT, IncomingKind.REPORT)


def note_automatic(work: Work, incoming: Incoming, found: Classification, why: tuple[Unusual, ...]) -> None:
    """Store what an automatic mail is, and `why` it is unusual.

    A bounce marks our mail and its recipients, a delay is only noted, nothing is ever answered.
    """
    incoming.state, incoming.reason = IncomingState.AUTOMATIC, found.reason
    incoming.unusual = [str(reason) for reason in why]
    work.count("automatic")
    if found.kind is IncomingKind.OWN_COPY:
        work.count("own_copies")
    if why:
        work.count("unusual")
        work.say(f"Ungewöhnlich: {unusual_line(incoming)}")
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


def unusual_line(incoming: Incoming) -> str:
    """Say which automatic mail a person should look at, and why."""
    why = in_words([Unusual(code) for code in incoming.unusual])
    return f"Nr. {incoming.id} von {incoming.sender or 'unbekannt'} „{incoming.subject}“ ({why})"


def automatic_lines(work: Work, since: datetime | None) -> list[str]:
    """Say for the digest how many automatic mails came since a moment, copies apart, then the unusual ones."""
    query = select(Incoming).where(
        Incoming.rollout_id == work.rollout.id,
        Incoming.state == IncomingState.AUTOMATIC,
        Incoming.kind.not_in((IncomingKind.OWN_COPY, IncomingKind.DUPLICATE)),
    )
    if since:
        query = query.where(Incoming.received_at > since)
    found = list(work.session.scalars(query.order_by(Incoming.id)))
    only_foreign = [str(Unusual.NO_REFERENCE)]  # what has no reference and nothing else comes last
    strange = sorted((item for item in found if item.unusual), key=lambda item: item.unusual == only_foreign)
    lines = [f"Ungewöhnlich: {unusual_line(item)}" for item in strange[:MOST_TOLD]]
    if more := len(strange) - len(lines):
        lines.append(f"… und {german.count(more, 'weitere ungewöhnliche Mail', 'weitere ungewöhnliche Mails')}")
    return [f"Eingang: {told}" for told in [automatic_in_words(len(found), len(strange))] if told] + lines


def why_unusual(
    work: Work, mail: ParsedMail, found: Classification, sent: SentFiles, *, known_sender: bool
) -> tuple[Unusual, ...]:
    """Return why an automatic mail is unusual; `sent` are the mails of ours it is about."""
    events = any(rollout_of_event(uid) == work.rollout.key for uid, *_ in found.calendar)
    return unusual(
        found.kind,
        certain=found.certain,
        known_sender=known_sender,
        attachment=brings_something(mail, sent, returned=found.kind in RETURNING),
        refers=bool(sent.ids) or events,
    )


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
    if failed and named and not new:
        return  # known already; meanwhile the mail may have reached a corrected address
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
