"""Read the mailbox: every mail is stored first, understood second, filed last."""

import hashlib
from collections.abc import Iterable, Iterator

from sqlalchemy import and_, bindparam, insert, or_, select
from sqlalchemy.orm import Session

from ozg_workflow import __version__
from ozg_workflow.database.models import Base, Incoming, Rollout
from ozg_workflow.domain.errors import UnavailableError
from ozg_workflow.domain.post.mail import IncomingState
from ozg_workflow.mail.fetch.inbox import FetchedMail, Folder, Inbox
from ozg_workflow.usecases.intake.understand import open_mail, understand, understand_all
from ozg_workflow.usecases.outbox.missing_copies import propose_resends
from ozg_workflow.usecases.step.context import Context, StepResult, record
from ozg_workflow.usecases.step.rollout_access import find_rollout
from ozg_workflow.usecases.survey.send_lists import send_supplements

BATCH = 10  # mails that share a transaction
SMALL_BYTES = 1_000_000  # of larger mails there is only one in memory at a time


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
    """Store, understand and file the mails, some at a time: all are stored and committed before the first is understood."""
    for batch in _batches(inbox.fetch()):
        stored = _store(ctx, batch, result)
        small = all(len(mail.content) <= SMALL_BYTES for mail in batch)
        opened = {i: open_mail(mail.content) for (i, new), mail in zip(stored, batch, strict=True) if new and small}
        states = understand_all(ctx, [i for i, _ in stored], opened, result)
        for (incoming_id, _), mail in zip(stored, batch, strict=True):
            quarantined = states[incoming_id] is IncomingState.QUARANTINED
            inbox.file(mail, Folder.QUARANTINE if quarantined else Folder.PROCESSED)


def _batches(mails: Iterable[FetchedMail]) -> Iterator[list[FetchedMail]]:
    """Yield ten small mails at a time, large ones alone; where the line breaks, what has come before is not given up."""
    batch: list[FetchedMail] = []
    try:
        for mail in mails:
            large = len(mail.content) > SMALL_BYTES
            if large and batch:
                yield batch
                batch = []
            batch.append(mail)
            if large or len(batch) == BATCH:
                yield batch
                batch = []
    except UnavailableError:
        if batch:
            yield batch
        raise
    if batch:
        yield batch


def _store(ctx: Context, batch: list[FetchedMail], result: StepResult) -> list[tuple[int, bool]]:
    """Store the raw bytes before anything else; the same mail is stored once. Returns the ids, and whether each is new."""
    with ctx.transaction() as session:
        rollout = find_rollout(ctx, session, lock=True)
        stored = [_store_one(ctx, session, rollout, mail) for mail in batch]
    for _, new in stored:
        result.count("fetched" if new else "known")
        result.changed = result.changed or new
    return stored


_PLACE = and_(
    Incoming.mailbox == bindparam("box"), Incoming.uidvalidity == bindparam("validity"), Incoming.uid == bindparam("number")
)
_SAME = select(Incoming.sha256, Incoming.id).where(or_(Incoming.sha256 == bindparam("digest"), _PLACE))


def _store_one(ctx: Context, session: Session, rollout: Rollout, mail: FetchedMail) -> tuple[int, bool]:
    digest = hashlib.sha256(mail.content).hexdigest()
    place = {"digest": digest, "box": mail.mailbox, "validity": mail.uidvalidity, "number": mail.uid}
    known = {sha256: incoming_id for sha256, incoming_id in session.execute(_SAME, place)}
    if digest in known:
        return known[digest], False
    incoming_id = session.execute(  # beside the ORM: nobody counts what is only stored, and the bytes are large
        insert(Base.metadata.tables["incoming"]).returning(Incoming.id),
        {
            "rollout_id": rollout.id,
            "mailbox": mail.mailbox,
            "uidvalidity": mail.uidvalidity,
            "uid": f"{mail.uid}/{digest[:12]}" if known else mail.uid,
            "sha256": digest,
            "content": mail.content,
            "received_at": ctx.clock(),
            "state": IncomingState.STORED,
        },
    ).scalar_one()
    record(ctx, session, rollout, "mail_stored", ("incoming", incoming_id), f"{len(mail.content)} Byte")
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
