"""Mailboxes of the directory that gave a mail back, until they prove that they work.

Nothing is stored for it: it follows from the bounces in the audit log, from what was accepted later, from what was heard later,
and from the addresses the organisation has today.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import bindparam, func, select

from ozg_workflow.database.columns import columns
from ozg_workflow.database.models import Department, Event, Incoming, Message, MessageRecipient, Office
from ozg_workflow.domain import german
from ozg_workflow.domain.cockpit.status import MailboxStatus
from ozg_workflow.domain.post.mail import IncomingKind
from ozg_workflow.domain.post.outbox import RecipientState
from ozg_workflow.usecases.step.directory import Directory
from ozg_workflow.usecases.step.work import Work

_BOUNCES: Final = (
    select(Event.at, Event.object_id, Event.data)
    .where(Event.rollout_id == bindparam("rollout"), Event.verb == "bounced", Event.at < bindparam("end"))
    .order_by(Event.id)
)


def bad_mailboxes(work: Work) -> tuple[MailboxStatus, ...]:
    """Return the addresses of the directory that are known to be bad on the evening of `work.today`.

    An address is cleared when the organisation has another one, when a later mail to it was accepted and not given back by the
    next day, or when a mail came from it.
    """
    end = german.evening(work.today)
    bounced = _bounces(work, end)
    if not bounced:
        return ()
    owners = _owners(work.directory)
    cleared = _proofs(work, bounced.keys() & owners.keys(), end)
    return tuple(
        MailboxStatus(address=address, owner=owners[address], since=german.local_day(at), message=message)
        for address, (at, message) in sorted(bounced.items())
        if address in owners and not (address in cleared and cleared[address] > at)
    )


def _bounces(work: Work, end: datetime) -> dict[str, tuple[datetime, int]]:
    """Return address → moment and message of its last bounce."""
    found = {
        recipient: (at, int(message))
        for at, message, data in columns(work.session, _BOUNCES, {"rollout": work.rollout.id, "end": end})
        for recipient in data.get("recipients", ())
    }
    if not found:
        return {}
    addresses = select(MessageRecipient.id, MessageRecipient.address).where(MessageRecipient.id.in_(found))
    return {address: found[recipient] for recipient, address in work.session.execute(addresses.order_by(MessageRecipient.id))}


def _proofs(work: Work, addresses: Iterable[str], end: datetime) -> dict[str, datetime]:
    """Return address → the last moment at which it is known to have worked."""
    wanted = sorted(addresses)
    accepted = (
        select(MessageRecipient.address, func.max(Message.accepted_at))
        .join(Message, Message.id == MessageRecipient.message_id)
        .where(
            Message.rollout_id == work.rollout.id,
            MessageRecipient.address.in_(wanted),
            MessageRecipient.state == RecipientState.ACCEPTED,
            Message.accepted_at < end - timedelta(days=1),  # a notice takes its time
        )
        .group_by(MessageRecipient.address)
    )
    heard = (
        select(Incoming.sender, func.max(Incoming.received_at))
        .where(
            Incoming.rollout_id == work.rollout.id,
            Incoming.sender.in_(wanted),
            Incoming.kind.in_((IncomingKind.PERSON, IncomingKind.READ_RECEIPT, IncomingKind.CALENDAR_REPLY)),
            Incoming.received_at < end,
        )
        .group_by(Incoming.sender)
    )
    proofs: dict[str, datetime] = {}
    for query in (accepted, heard):
        for address, at in work.session.execute(query):
            if at:
                proofs[address] = max(at, proofs.get(address, at))
    return proofs


def _owners(directory: Directory) -> dict[str, str]:
    """Return address → whose it is, for all mailboxes and heads in use today."""
    everybody: tuple[Department | Office, ...] = (*directory.departments.values(), *directory.offices.values())
    places = [p for p in everybody if p.active]
    heads = {p.head_email.lower(): f"Leitung {p.title}" for p in places}
    return {address: owner for address, owner in (heads | {p.mailbox.lower(): p.title for p in places}).items() if address}


def warn_of_bad_mailboxes(work: Work, addresses: Iterable[str]) -> None:
    """Say before a mail goes out which of its addresses gave the last one back; asked once per transaction."""
    if "bad_mailboxes" not in work.session.info:
        work.session.info["bad_mailboxes"] = {bad.address: bad for bad in bad_mailboxes(work)}
    for address in addresses:
        if bad := work.session.info["bad_mailboxes"].get(address):
            work.say(f"Achtung: {bad.sentence}; bitte die Adresse in organisation.csv prüfen.")
