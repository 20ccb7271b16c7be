"""The same mail that came another way: through a second address its bytes differ, and it still counts once."""

import hashlib
from collections.abc import Iterable
from typing import Final

from sqlalchemy import bindparam, or_, select

from ozg_workflow.database.columns import value
from ozg_workflow.database.models import Incoming, IncomingNote
from ozg_workflow.domain.post.mail import IncomingKind, IncomingState
from ozg_workflow.domain.post.to_read import ToRead
from ozg_workflow.mail.read.parse import ParsedMail
from ozg_workflow.mail.read.unpack import Unpacked
from ozg_workflow.usecases.step.work import Work

_BEFORE: Final = (  # asked for every mail: put together once
    select(Incoming.id)
    .where(Incoming.fingerprint == bindparam("fingerprint"), Incoming.id < bindparam("id"))
    .where(or_(Incoming.rollout_id == bindparam("rollout_id"), Incoming.mailbox == bindparam("mailbox")))
    .order_by(Incoming.id)
    .limit(1)
)


def fingerprint(mail: ParsedMail, unpacked: Unpacked) -> str:
    """Return what is the same however a mail came: its Message-ID with its files, or with its text where it has none.

    Empty where there is no Message-ID.
    """
    if not mail.message_id:
        return ""
    files = sorted(hashlib.sha256(file.content).hexdigest() for file in unpacked.files)
    parts = (mail.message_id, *(files or (" ".join(mail.text.split()), *sorted(unpacked.other))))
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "replace")).hexdigest()


def came_before(work: Work, incoming: Incoming) -> int | None:
    """Return the number of the mail that is the same and came before to this rollout or into this mailbox, None when there is none."""
    if not incoming.fingerprint:
        return None
    mine = {name: getattr(incoming, name) for name in ("fingerprint", "rollout_id", "mailbox", "id")}
    with work.session.no_autoflush:  # earlier mails are asked for, and they are written already
        found: int | None = value(work.session, _BEFORE, mine)
    return found


def note_same(work: Work, incoming: Incoming, first: int) -> None:
    """Store that a mail counts already: nothing of it is recorded, and it is not answered."""
    incoming.kind, incoming.state = IncomingKind.DUPLICATE, IncomingState.AUTOMATIC
    incoming.reason = f"Dieselbe Mail ist schon eingegangen (Nr. {first}); sie zählt einmal."
    work.count("duplicates")
    work.record("mail_duplicate", ("incoming", incoming.id), f"wie Nr. {first}")


def not_in(work: Work, first: int, found: Iterable[ToRead]) -> list[ToRead]:
    """Return what is to be read in a mail and was not in the one that came before: on its way a text may have been added."""
    known = set(work.session.scalars(select(IncomingNote.text).where(IncomingNote.incoming_id == first)))
    return [item for item in found if item.text not in known]
