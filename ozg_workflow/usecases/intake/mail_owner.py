"""Several rollouts may share one mailbox: a mail goes to the rollout it belongs to, whichever of them reads it."""

from collections.abc import Collection

from sqlalchemy import select

from ozg_workflow.database.models import Incoming, Message, Rollout
from ozg_workflow.domain.post.mail import may_be_ours
from ozg_workflow.mail.read.classify import Classification
from ozg_workflow.mail.read.parse import ParsedMail
from ozg_workflow.usecases.step.work import Work
from ozg_workflow.usecases.timeline.calendar_replies import rollout_of_event


def owner_of(work: Work, keys: Collection[str], header_ids: Collection[str]) -> Rollout | None:
    """Return the other rollout a mail belongs to; None when it belongs to this one, or to none in this database.

    What it proves (the `keys` of the rollouts its lists or calendar entries come from) counts before what it answers (the
    `header_ids` of our mails). Every rollout finds the same owner, so no mail is handed to and fro.
    """
    named, ours = set(keys) - {""}, {known for known in header_ids if may_be_ours(known)}
    conditions = [Rollout.key.in_(named)] if named else []
    if ours:
        conditions.append(Rollout.id.in_(select(Message.rollout_id).where(Message.header_id.in_(ours))))
    for condition in conditions:
        owners = work.session.scalars(select(Rollout).where(condition).order_by(Rollout.key)).all()
        if owners:
            return None if work.rollout in owners else owners[0]
    return None


def owner_of_automatic(work: Work, mail: ParsedMail, found: Classification, proved: Collection[str]) -> Rollout | None:
    """Return the other rollout a bounce, a copy or a calendar reply belongs to; `proved` are the keys its lists name."""
    keys = {rollout_of_event(uid) for uid, *_ in found.calendar} | {*proved} - {""}
    return owner_of(work, keys, {found.original_message_id, *answered(mail)})


def answered(mail: ParsedMail) -> set[str]:
    """Return the Message-IDs of the mails it answers."""
    return {mail.in_reply_to, *mail.references} - {""}


def hand_over(work: Work, incoming: Incoming, owner: Rollout) -> None:
    """Give a stored mail to its rollout, which understands it anew; an interruption leaves it stored there."""
    incoming.rollout_id, incoming.kind = owner.id, None
    text = f"gehört zum Rollout „{owner.key}“ und wird dort verarbeitet."
    work.record("mail_handed_over", ("incoming", incoming.id), text)
    work.did(f"Mail Nr. {incoming.id} {text}")
