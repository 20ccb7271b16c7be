"""Read the mailbox: every mail is stored first, understood second, filed last."""

import hashlib
from collections.abc import Iterable, Iterator

from sqlalchemy import and_, bindparam, insert, or_, select

from ozg_workflow import __version__
from ozg_workflow.database.models import Base, Incoming
from ozg_workflow.domain.errors import UnavailableError
from ozg_workflow.domain.post.mail import IncomingState
from ozg_workflow.domain.steps import Step, title
from ozg_workflow.mail.fetch.inbox import FetchedMail, Folder, Inbox
from ozg_workflow.usecases.intake.understand import open_mail, understand, understand_all
from ozg_workflow.usecases.outbox.missing_copies import propose_resends
from ozg_workflow.usecases.step.context import Context
from ozg_workflow.usecases.step.result import StepResult
from ozg_workflow.usecases.step.work import Work
from ozg_workflow.usecases.survey.send_lists import send_supplements

BATCH = 10  # mails that share a transaction
SMALL_BYTES = 1_000_000  # of larger mails there is only one in memory at a time


def collect(ctx: Context) -> StepResult:
    """Read all new mail. Raises UnavailableError when the mailbox cannot be reached (nothing is lost)."""
    result = StepResult(title=title(Step.COLLECT))
    result.absorb(_finish_interrupted(ctx))
    if ctx.preview:
        result.say("Vorschau: Das Postfach wird nicht gelesen.")
        return result
    result.absorb(retry_failed(ctx, everything=False))
    with ctx.open_inbox() as inbox:
        for batch in _batches(inbox.fetch()):
            result.absorb(_read(ctx, inbox, batch))
    result.absorb(propose_resends(ctx))
    result.absorb(send_supplements(ctx))
    if not result.figures.get("fetched"):
        result.say("Keine neuen Mails.")
    return result


def _read(ctx: Context, inbox: Inbox, batch: list[FetchedMail]) -> StepResult:
    """Store, understand and file some mails: all are stored and committed before the first is understood."""
    stored, result = _store(ctx, batch)
    small = all(len(mail.content) <= SMALL_BYTES for mail in batch)
    opened = {i: open_mail(mail.content) for (i, new), mail in zip(stored, batch, strict=True) if new and small}
    states, done = understand_all(ctx, [i for i, _ in stored], opened)
    result.absorb(done)
    for (incoming_id, _), mail in zip(stored, batch, strict=True):
        quarantined = states[incoming_id] is IncomingState.QUARANTINED
        inbox.file(mail, Folder.QUARANTINE if quarantined else Folder.PROCESSED)
    return result


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


def _store(ctx: Context, batch: list[FetchedMail]) -> tuple[list[tuple[int, bool]], StepResult]:
    """Store the raw bytes before anything else; the same mail is stored once. Returns the ids, whether each is new, and the figures."""
    with ctx.work() as work:
        stored = [_store_one(work, mail) for mail in batch]
    for _, new in stored:
        work.count("fetched" if new else "known")
        work.result.changed = work.result.changed or new
    return stored, work.result


_PLACE = and_(
    Incoming.mailbox == bindparam("box"), Incoming.uidvalidity == bindparam("validity"), Incoming.uid == bindparam("number")
)
_SAME = select(Incoming.sha256, Incoming.id).where(or_(Incoming.sha256 == bindparam("digest"), _PLACE))


def _store_one(work: Work, mail: FetchedMail) -> tuple[int, bool]:
    digest = hashlib.sha256(mail.content).hexdigest()
    place = {"digest": digest, "box": mail.mailbox, "validity": mail.uidvalidity, "number": mail.uid}
    known = {sha256: incoming_id for sha256, incoming_id in work.session.execute(_SAME, place)}
    if digest in known:
        return known[digest], False
    incoming_id = work.session.execute(  # beside the ORM: nobody counts what is only stored, and the bytes are large
        insert(Base.metadata.tables["incoming"]).returning(Incoming.id),
        {
            "rollout_id": work.rollout.id,
            "mailbox": mail.mailbox,
            "uidvalidity": mail.uidvalidity,
            "uid": f"{mail.uid}/{digest[:12]}" if known else mail.uid,
            "sha256": digest,
            "content": mail.content,
            "received_at": work.now(),
            "state": IncomingState.STORED,
        },
    ).scalar_one()
    work.record("mail_stored", ("incoming", incoming_id), f"{len(mail.content)} Byte")
    return incoming_id, True


def _finish_interrupted(ctx: Context) -> StepResult:
    """Understand what was stored before an interruption."""
    with ctx.reading() as work:
        own = (Incoming.rollout_id == work.rollout.id, Incoming.state == IncomingState.STORED)
        waiting = list(work.session.scalars(select(Incoming.id).where(*own)))
    for incoming_id in waiting:
        work.result.absorb(understand(ctx, incoming_id))
    return work.result


def retry_failed(ctx: Context, *, everything: bool) -> StepResult:
    """Understand once more what the program could not process: after an update by itself, `everything` when a person asks for it."""
    with ctx.work("Gescheiterte Mails erneut verarbeiten") as work:
        query = select(Incoming).where(
            Incoming.rollout_id == work.rollout.id,
            Incoming.state == IncomingState.QUARANTINED,
            Incoming.failed_version.not_in(("",) if everything else ("", __version__)),
        )
        failed = list(work.session.scalars(query.order_by(Incoming.id)))
        for incoming in failed:
            incoming.state = IncomingState.STORED
            text = f"Version {__version__}, zuletzt gescheitert mit {incoming.failed_version}"
            work.record("mail_retried", ("incoming", incoming.id), text)
    for incoming in failed:
        work.result.absorb(understand(ctx, incoming.id))
    return work.result
