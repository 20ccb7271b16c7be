"""Read the mailbox: every mail is stored first, understood second, filed last."""

import hashlib
from dataclasses import dataclass

from sqlalchemy import and_, insert, or_, select

from ozg_workflow import __version__
from ozg_workflow.database.models import Base, Incoming
from ozg_workflow.domain.mail import IncomingState
from ozg_workflow.mail.inbox import FetchedMail, Folder, Inbox
from ozg_workflow.usecases.context import Context, StepResult, record
from ozg_workflow.usecases.missing_copies import propose_resends
from ozg_workflow.usecases.rollout_access import find_rollout
from ozg_workflow.usecases.send_lists import send_supplements
from ozg_workflow.usecases.understand import OpenedMail, open_mail, understand

AHEAD_BYTES = 1_000_000  # of larger mails there is only one in memory at a time


@dataclass(frozen=True, slots=True, kw_only=True)
class _Waiting:
    """A stored mail whose turn to be understood comes when the next one is stored; its workbook is being parsed meanwhile."""

    fetched: FetchedMail
    incoming_id: int
    opened: OpenedMail | None


def collect(ctx: Context) -> StepResult:
    """Read all new mail. Raises UnavailableError when the mailbox cannot be reached (nothing is lost)."""
    result = StepResult(title="Datenerhebung")
    _finish_interrupted(ctx, result)
    if ctx.preview:
        result.say("Vorschau: Das Postfach wird nicht gelesen.")
        return result
    retry_failed(ctx, result, everything=False)
    with ctx.open_inbox() as inbox:
        _read(ctx, inbox, result)
    propose_resends(ctx, result)
    result.absorb(send_supplements(ctx))
    if not result.figures.get("fetched"):
        result.say("Keine neuen Mails.")
    return result


def _read(ctx: Context, inbox: Inbox, result: StepResult) -> None:
    """Store, understand and file one mail after the other; while the next one is fetched, the parser works for the last."""
    waiting: _Waiting | None = None
    for fetched in inbox.fetch():
        incoming_id, new = _store(ctx, fetched, result)
        if waiting:
            _finish(ctx, inbox, waiting, result)
        small = len(fetched.content) <= AHEAD_BYTES
        opened = open_mail(fetched.content) if new and small else None
        waiting = _Waiting(fetched=fetched, incoming_id=incoming_id, opened=opened)
        if not small:
            _finish(ctx, inbox, waiting, result)
            waiting = None
    if waiting:
        _finish(ctx, inbox, waiting, result)


def _finish(ctx: Context, inbox: Inbox, waiting: _Waiting, result: StepResult) -> None:
    state = understand(ctx, waiting.incoming_id, result, opened=waiting.opened)
    inbox.file(waiting.fetched, Folder.QUARANTINE if state is IncomingState.QUARANTINED else Folder.PROCESSED)


def _store(ctx: Context, fetched: FetchedMail, result: StepResult) -> tuple[int, bool]:
    """Store the raw bytes before anything else; the same mail is stored once. Returns its id and whether it is new."""
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
            return known[digest], False
        incoming_id = session.execute(  # beside the ORM: nobody counts what is only stored, and the bytes are large
            insert(Base.metadata.tables["incoming"]).returning(Incoming.id),
            {
                "rollout_id": rollout.id,
                "mailbox": fetched.mailbox,
                "uidvalidity": fetched.uidvalidity,
                "uid": f"{fetched.uid}/{digest[:12]}" if known else fetched.uid,
                "sha256": digest,
                "content": fetched.content,
                "received_at": ctx.clock(),
                "state": IncomingState.STORED,
            },
        ).scalar_one()
        record(ctx, session, rollout, "mail_stored", ("incoming", incoming_id), f"{len(fetched.content)} Byte")
        result.count("fetched")
        result.changed = True
        return incoming_id, True


def _finish_interrupted(ctx: Context, result: StepResult) -> None:
    """Understand what was stored before an interruption."""
    with ctx.sessions() as session:
        rollout = find_rollout(ctx, session)
        waiting = list(
            session.scalars(select(Incoming.id).where(Incoming.rollout_id == rollout.id, Incoming.state == IncomingState.STORED))
        )
    for incoming_id in waiting:
        understand(ctx, incoming_id, result)


def retry_failed(ctx: Context, result: StepResult, *, everything: bool) -> None:
    """Understand once more what the program could not process: after an update by itself, `everything` when a person asks for it."""
    with ctx.transaction() as session:
        rollout = find_rollout(ctx, session, lock=True)
        query = select(Incoming).where(
            Incoming.rollout_id == rollout.id,
            Incoming.state == IncomingState.QUARANTINED,
            Incoming.failed_version.not_in(("",) if everything else ("", __version__)),
        )
        failed = list(session.scalars(query.order_by(Incoming.id)))
        for incoming in failed:
            incoming.state = IncomingState.STORED
            text = f"Version {__version__}, zuletzt gescheitert mit {incoming.failed_version}"
            record(ctx, session, rollout, "mail_retried", ("incoming", incoming.id), text)
    for incoming in failed:
        understand(ctx, incoming.id, result)
