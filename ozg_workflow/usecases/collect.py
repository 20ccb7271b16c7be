"""Read the mailbox: every mail is stored first, understood second, filed last."""

import hashlib
import logging
from dataclasses import dataclass

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from ozg_workflow.database.models import Incoming, Message, Rollout, ServiceList
from ozg_workflow.domain import german
from ozg_workflow.domain.errors import OzgError
from ozg_workflow.domain.mail import IncomingKind, IncomingState
from ozg_workflow.domain.outbox import MessageState
from ozg_workflow.mail.classify import Classification, classify
from ozg_workflow.mail.inbox import FetchedMail, Folder
from ozg_workflow.mail.parse import ParsedMail, parse_mail
from ozg_workflow.mail.unpack import attachments
from ozg_workflow.usecases.calendar_replies import note_calendar_reply
from ozg_workflow.usecases.context import Context, StepResult, record
from ozg_workflow.usecases.match_return import Matched, Unmatched, match_files
from ozg_workflow.usecases.message_states import COPY_ARRIVED, locked_message, move, prove
from ozg_workflow.usecases.missing_copies import propose_resends
from ozg_workflow.usecases.record_return import record_return
from ozg_workflow.usecases.rollout_access import Directory, config_of, find_rollout
from ozg_workflow.usecases.send_lists import send_supplements

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Vouched:
    """A person vouches for the sender of a quarantined mail; `list_id` is the list they say it answers."""

    list_id: int | None = None


def collect(ctx: Context) -> StepResult:
    """Read all new mail. Raises UnavailableError when the mailbox cannot be reached (nothing is lost)."""
    result = StepResult(title="Datenerhebung")
    _finish_interrupted(ctx, result)
    if ctx.preview:
        result.say("Vorschau: Das Postfach wird nicht gelesen.")
        return result
    with ctx.open_inbox() as inbox:
        for fetched in inbox.fetch():
            incoming_id = _store(ctx, fetched, result)
            state = understand(ctx, incoming_id, result)
            inbox.file(fetched, Folder.QUARANTINE if state is IncomingState.QUARANTINED else Folder.PROCESSED)
    propose_resends(ctx, result)
    result.absorb(send_supplements(ctx))
    if not result.figures.get("fetched"):
        result.say("Keine neuen Mails.")
    return result


def _store(ctx: Context, fetched: FetchedMail, result: StepResult) -> int:
    """Store the raw bytes before anything else; the same mail is stored once."""
    digest = hashlib.sha256(fetched.content).hexdigest()
    with ctx.transaction() as session:
        rollout = find_rollout(ctx, session, lock=True)
        place = (
            Incoming.mailbox == fetched.mailbox,
            Incoming.uidvalidity == fetched.uidvalidity,
            Incoming.uid == fetched.uid,
        )
        same = select(Incoming.sha256, Incoming.id).where(or_(Incoming.sha256 == digest, and_(*place)))
        known = {sha256: incoming_id for sha256, incoming_id in session.execute(same)}
        if digest in known:
            result.count("known")
            return known[digest]
        incoming = Incoming(
            rollout_id=rollout.id,
            mailbox=fetched.mailbox,
            uidvalidity=fetched.uidvalidity,
            uid=f"{fetched.uid}/{digest[:12]}" if known else fetched.uid,
            sha256=digest,
            content=fetched.content,
            received_at=ctx.clock(),
            state=IncomingState.STORED,
        )
        session.add(incoming)
        session.flush()
        record(ctx, session, rollout, "mail_stored", ("incoming", incoming.id), f"{len(fetched.content)} Byte")
        result.count("fetched")
        result.changed = True
        return incoming.id


def _finish_interrupted(ctx: Context, result: StepResult) -> None:
    """Understand what was stored before an interruption."""
    with ctx.sessions() as session:
        rollout = find_rollout(ctx, session)
        waiting = list(
            session.scalars(select(Incoming.id).where(Incoming.rollout_id == rollout.id, Incoming.state == IncomingState.STORED))
        )
    for incoming_id in waiting:
        understand(ctx, incoming_id, result)


def understand(ctx: Context, incoming_id: int, result: StepResult, *, vouched: Vouched | None = None) -> IncomingState:
    """Classify one stored mail, record what it says, return its state; a mail that breaks us goes to a person and blocks nobody."""
    attempt = StepResult(title=result.title)  # what is undone is not told as done
    try:
        with ctx.transaction() as session:
            incoming = session.get_one(Incoming, incoming_id)
            if incoming.state is IncomingState.STORED:
                _understand(ctx, session, incoming, attempt, vouched)
        result.absorb(attempt)
    except Exception as error:
        log.warning("incoming %s could not be processed", incoming_id, exc_info=not isinstance(error, OzgError))
        reason = str(error) if isinstance(error, OzgError) else type(error).__name__
        with ctx.transaction() as session:
            incoming = session.get_one(Incoming, incoming_id)
            rollout = find_rollout(ctx, session)
            _quarantine(ctx, session, rollout, incoming, f"Die Mail konnte nicht verarbeitet werden: {reason}", result)
    return incoming.state


def _understand(ctx: Context, session: Session, incoming: Incoming, result: StepResult, vouched: Vouched | None) -> None:
    rollout = find_rollout(ctx, session, lock=True)
    config = config_of(ctx, rollout)
    mail = parse_mail(incoming.content)
    incoming.sender, incoming.subject, incoming.header_id, incoming.mail_date = (
        mail.from_address[:320],
        mail.subject,
        mail.message_id,
        mail.date,
    )
    found = classify(
        mail, own_address=config.contacts.sender.email, is_own_message_id=lambda i: _own_message(session, i) is not None
    )
    incoming.kind = found.kind
    if found.kind is not IncomingKind.PERSON:
        _automatic(ctx, session, rollout, incoming, found, result)
        return
    _from_person(ctx, session, rollout, incoming, mail, result, vouched)


def _from_person(
    ctx: Context,
    session: Session,
    rollout: Rollout,
    incoming: Incoming,
    mail: ParsedMail,
    result: StepResult,
    vouched: Vouched | None,
) -> None:
    directory = Directory(ctx, session, rollout)
    unpacked = attachments(mail)
    assigned = session.get(ServiceList, vouched.list_id) if vouched and vouched.list_id else None
    outcomes = match_files(ctx, session, rollout, mail, unpacked.files, assigned)
    matched = [o for o in outcomes if isinstance(o, Matched)]
    problems = [*unpacked.problems, *(o.reason for o in outcomes if isinstance(o, Unmatched))]
    if not matched:
        reason = " ".join(problems) or "Die Mail enthält keine Amtsliste; bitte selbst lesen und beantworten."
        _quarantine(ctx, session, rollout, incoming, reason, result)
        return
    if vouched is None and not _trusted(ctx, rollout, directory, mail.from_address):
        reason = (
            f"Der Absender {mail.from_address or '(unbekannt)'} steht nicht im Verzeichnis und gehört zu keiner erlaubten Domäne."
        )
        _quarantine(ctx, session, rollout, incoming, reason, result)
        return
    for item in matched:
        record_return(ctx, session, rollout, directory, incoming, mail, item, result)
    if problems:
        _quarantine(ctx, session, rollout, incoming, f"Teilweise verarbeitet. {' '.join(problems)}", result)
    else:
        incoming.state, incoming.reason = IncomingState.RETURN, f"{german.count(len(matched), 'Liste', 'Listen')} erkannt."


def _trusted(ctx: Context, rollout: Rollout, directory: Directory, address: str) -> bool:
    domains = {d.lower() for d in config_of(ctx, rollout).allowed_domains}
    return bool(address) and (directory.knows(address) or address.rpartition("@")[2] in domains)


def _automatic(
    ctx: Context, session: Session, rollout: Rollout, incoming: Incoming, found: Classification, result: StepResult
) -> None:
    incoming.state, incoming.reason = IncomingState.AUTOMATIC, found.reason
    result.count("automatic")
    record(ctx, session, rollout, "mail_automatic", ("incoming", incoming.id), f"{found.kind}: {found.reason}")
    for uid, attendee, partstat in found.calendar:
        note_calendar_reply(ctx, session, rollout, uid, attendee or incoming.sender, partstat, result)
    known = _own_message(session, found.original_message_id)
    message = locked_message(session, known.id) if known else None
    if message is None:
        return
    if found.kind is IncomingKind.OWN_COPY and prove(ctx, session, rollout, message, COPY_ARRIVED):
        result.did(f"Nr. {message.id} „{message.subject}“ ist zugestellt: Die Kopie ist eingegangen.")
    if found.kind is IncomingKind.BOUNCE:
        _bounced(ctx, session, rollout, message, found, result)


def _bounced(
    ctx: Context, session: Session, rollout: Rollout, message: Message, found: Classification, result: StepResult
) -> None:
    failed = {a.lower() for a in found.failed_recipients} or {r.address for r in message.recipients}
    for recipient in message.recipients:
        if recipient.address in failed:
            recipient.state, recipient.response = "bounced", found.reason
    if message.state in (MessageState.ACCEPTED, MessageState.UNKNOWN):
        move(message, MessageState.BOUNCED, f"Unzustellbar: {', '.join(sorted(failed))}")
        result.did(f"Unzustellbar: Nr. {message.id} „{message.subject}“ an {', '.join(sorted(failed))}.")
        result.count("bounced")
        record(ctx, session, rollout, "bounced", ("message", message.id), found.reason)


def _own_message(session: Session, header_id: str) -> Message | None:
    return session.scalar(select(Message).where(Message.header_id == header_id)) if header_id else None


def _quarantine(ctx: Context, session: Session, rollout: Rollout, incoming: Incoming, reason: str, result: StepResult) -> None:
    incoming.state, incoming.reason = IncomingState.QUARANTINED, reason
    record(ctx, session, rollout, "quarantined", ("incoming", incoming.id), reason)
    result.count("quarantined")
    result.did(f"Klärungskorb Nr. {incoming.id}: {incoming.sender or 'unbekannt'} „{incoming.subject}“ – {reason}")
