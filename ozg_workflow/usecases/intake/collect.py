"""Read the mailbox: every mail is stored first, understood second, filed last."""

import hashlib
from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import and_, insert, or_, select

from ozg_workflow import __version__
from ozg_workflow.database.models import Base, Incoming
from ozg_workflow.domain.errors import UnavailableError
from ozg_workflow.domain.post.mail import IncomingState
from ozg_workflow.domain.post.unusual import automatic_in_words
from ozg_workflow.domain.steps import Step, title
from ozg_workflow.mail.fetch.inbox import FetchedMail, Folder, Inbox
from ozg_workflow.usecases.intake.understand import open_mail, understand, understand_all
from ozg_workflow.usecases.outbox.missing_copies import propose_resends
from ozg_workflow.usecases.step.context import Context
from ozg_workflow.usecases.step.result import StepResult
from ozg_workflow.usecases.step.work import Work
from ozg_workflow.usecases.survey.send_lists import send_supplements

BATCH = 50  # mails that share a transaction
BATCH_BYTES = 1_000_000  # of all mails of a batch; of larger ones there is only one in memory at a time


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
    automatic = result.figures.get("automatic", 0) - result.figures.get("own_copies", 0)
    if told := automatic_in_words(automatic, result.figures.get("unusual", 0)):
        result.say(told)
    result.absorb(propose_resends(ctx))
    result.absorb(send_supplements(ctx))
    if not result.figures.get("fetched"):
        result.say("Keine neuen Mails.")
    return result


def _read(ctx: Context, inbox: Inbox, batch: list[FetchedMail]) -> StepResult:
    """Store, understand and file some mails: all are stored and committed before the first is understood."""
    stored, result = _store(ctx, batch)
    small = all(len(mail.content) <= BATCH_BYTES for mail in batch)
    opened = {i: open_mail(mail.content) for (i, new), mail in zip(stored, batch, strict=True) if new and small}
    states, done = understand_all(ctx, [i for i, _ in stored], opened)
    result.absorb(done)
    for (incoming_id, _), mail in zip(stored, batch, strict=True):
        quarantined = states[incoming_id] is IncomingState.QUARANTINED
        inbox.file(mail, Folder.QUARANTINE if quarantined else Folder.PROCESSED)
    return result


def _batches(mails: Iterable[FetchedMail]) -> Iterator[list[FetchedMail]]:
    """Yield mails that are small together, large ones alone; where the line breaks, what has come before is not given up."""
    batch: list[FetchedMail] = []
    size = 0
    try:
        for mail in mails:
            if batch and (len(batch) == BATCH or size + len(mail.content) > BATCH_BYTES):
                yield batch
                batch, size = [], 0
            batch.append(mail)
            size += len(mail.content)
    except UnavailableError:
        if batch:
            yield batch
        raise
    if batch:
        yield batch


def _store(ctx: Context, batch: list[FetchedMail]) -> tuple[list[tuple[int, bool]], StepResult]:
    """Store the raw bytes before anything else; the same mail is stored once. Returns the ids, whether each is new, and the figures."""
    digests = [hashlib.sha256(mail.content).hexdigest() for mail in batch]
    with ctx.work() as work:
        known, places = _stored_before(work, batch, digests)
        new: dict[str, dict[str, Any]] = {}
        for digest, mail in zip(digests, batch, strict=True):
            if digest not in known and digest not in new:
                new[digest] = _row(work, mail, digest, taken=_place(mail) in places)
                places.add(_place(mail))
        known |= _insert(work, new)
    first = dict.fromkeys(new, True)  # the same mail twice in one batch is new once
    stored = [(known[digest], first.pop(digest, False)) for digest in digests]
    for _, is_new in stored:
        work.count("fetched" if is_new else "known")
        work.result.changed = work.result.changed or is_new
    return stored, work.result


def _place(mail: FetchedMail) -> tuple[str, int, str]:
    return mail.mailbox, mail.uidvalidity, mail.uid


def _stored_before(work: Work, batch: list[FetchedMail], digests: list[str]) -> tuple[dict[str, int], set[tuple[str, int, str]]]:
    """Return which of these mails are stored already (SHA-256 → id), and which of their places in the mailbox are taken.

    What another rollout stored from a mailbox of its own is not this mail: each city has its own copy of it.
    """
    table = Base.metadata.tables["incoming"].c
    here = table.mailbox.in_({mail.mailbox for mail in batch})
    same = and_(table.sha256.in_(digests), or_(here, table.rollout_id == work.rollout.id))
    box = and_(here, table.uid.in_({mail.uid for mail in batch}))
    query = select(table.sha256, table.id, table.mailbox, table.uidvalidity, table.uid).where(or_(same, box))
    found = work.session.execute(query).all()
    return {sha256: incoming_id for sha256, incoming_id, *_ in found}, {tuple(place) for _, _, *place in found}


def _row(work: Work, mail: FetchedMail, digest: str, *, taken: bool) -> dict[str, Any]:
    return {
        "rollout_id": work.rollout.id,
        "mailbox": mail.mailbox,
        "uidvalidity": mail.uidvalidity,
        "uid": f"{mail.uid}/{digest[:12]}" if taken else mail.uid,
        "sha256": digest,
        "content": mail.content,
        "received_at": work.now(),
        "state": IncomingState.STORED,
    }


def _insert(work: Work, new: dict[str, dict[str, Any]]) -> dict[str, int]:
    """Insert rows beside the ORM: nobody counts what is only stored, and the bytes are large. Returns SHA-256 → id."""
    if not new:
        return {}
    table = Base.metadata.tables["incoming"]
    stored = work.session.execute(insert(table).returning(table.c.sha256, table.c.id), list(new.values()))
    ids = {digest: incoming_id for digest, incoming_id in stored}
    for digest, row in new.items():
        work.record("mail_stored", ("incoming", ids[digest]), f"{len(row['content'])} Byte")
    return ids


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
