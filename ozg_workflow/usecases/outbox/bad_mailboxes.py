"""Mailboxes of the directory that gave a mail back, until they prove that they work.

Nothing is stored for it: it follows from the bounces in the audit log, from what was accepted later, from what was heard later,
and from the addresses the organisation has today.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any, Final

from sqlalchemy import bindparam, func, literal_column, select, union_all
from sqlalchemy.orm import Session

from ozg_workflow.database.columns import columns
from ozg_workflow.database.models import Department, Event, Incoming, Message, MessageRecipient, Office
from ozg_workflow.database.models.base import UtcDateTime
from ozg_workflow.domain import german
from ozg_workflow.domain.cockpit.status import MailboxStatus
from ozg_workflow.domain.post.mail import IncomingKind
from ozg_workflow.domain.post.outbox import RecipientState
from ozg_workflow.usecases.step.directory import Directory
from ozg_workflow.usecases.step.work import Work

_ROLLOUTS: Any = bindparam("rollouts", expanding=True)
_ADDRESSES: Any = bindparam("addresses", expanding=True)
_END: Any = bindparam("end", type_=UtcDateTime)
_BOUNCES: Final = (
    select(Event.rollout_id, Event.at, Event.object_id, Event.data)
    .where(Event.rollout_id.in_(_ROLLOUTS), Event.at < _END)
    .where(Event.verb == literal_column("'bounced'"))  # no parameter: they have an index of their own
    .order_by(Event.id)
)
_BOUNCED_ADDRESSES: Final = select(MessageRecipient.id, MessageRecipient.address).where(
    MessageRecipient.id.in_(bindparam("recipients", expanding=True))
)
_ACCEPTED: Final = (
    select(Message.rollout_id, MessageRecipient.address, func.max(Message.accepted_at))
    .join(Message, Message.id == MessageRecipient.message_id)
    .where(
        Message.rollout_id.in_(_ROLLOUTS),
        MessageRecipient.address.in_(_ADDRESSES),
        MessageRecipient.state == RecipientState.ACCEPTED,
        Message.accepted_at < bindparam("noticed", type_=UtcDateTime),
    )
    .group_by(Message.rollout_id, MessageRecipient.address)
)
_HEARD: Final = (
    select(Incoming.rollout_id, Incoming.sender, func.max(Incoming.received_at))
    .where(
        Incoming.rollout_id.in_(_ROLLOUTS),
        Incoming.sender.in_(_ADDRESSES),
        Incoming.kind.in_((IncomingKind.PERSON, IncomingKind.READ_RECEIPT, IncomingKind.CALENDAR_REPLY)),
        Incoming.received_at < _END,
    )
    .group_by(Incoming.rollout_id, Incoming.sender)
)


_IN_USE: Final = union_all(
    *(select(p.rollout_id, p.mailbox, p.head_email).where(p.rollout_id.in_(_ROLLOUTS), p.active) for p in (Department, Office))
)
Place = tuple[int, str]  # rollout id and address: a city reads its own mail


def bad_mailboxes(work: Work) -> tuple[MailboxStatus, ...]:
    """Return the addresses of the directory that are known to be bad on the evening of `work.today`.

    An address is cleared when the organisation has another one, when a later mail to it was accepted and not given back by the
    next day, or when a mail came from it.
    """
    rollouts = [work.rollout.id]
    bounced = _bounces(work.session, rollouts, work.today)
    if not bounced:
        return ()
    owners = _owners(work.directory)
    found = _still_bad(work.session, {place: last for place, last in bounced.items() if place[1] in owners}, work.today)
    return tuple(
        MailboxStatus(address=address, owner=owners[address], since=german.local_day(at), message=message)
        for (_, address), (at, message) in sorted(found.items())
    )


def bad_by_rollout(session: Session, rollouts: Collection[int], today: date) -> Counter[int]:
    """Return how many addresses of each rollout are known to be bad, by the same rules."""
    bounced = _bounces(session, rollouts, today)
    if not bounced:
        return Counter()
    places = columns(session, _IN_USE, {"rollouts": sorted({rollout for rollout, _ in bounced})})
    used = {(rollout, address.lower()) for rollout, *both in places for address in both}
    found = _still_bad(session, {place: last for place, last in bounced.items() if place in used}, today)
    return Counter(rollout for rollout, _ in found)


def _bounces(session: Session, rollouts: Collection[int], today: date) -> dict[Place, tuple[datetime, int]]:
    """Return address → moment and message of its last bounce."""
    events = columns(session, _BOUNCES, {"rollouts": list(rollouts), "end": german.evening(today)})
    found = [(recipient, event) for event in events for recipient in event.data.get("recipients", ())]
    asked = {"recipients": [recipient for recipient, _ in found]}
    addresses = {row.id: row.address for row in columns(session, _BOUNCED_ADDRESSES, asked)} if found else {}
    return {
        (event.rollout_id, addresses[recipient]): (event.at, int(event.object_id))
        for recipient, event in found
        if recipient in addresses
    }


def _still_bad(session: Session, bounced: Mapping[Place, tuple[datetime, int]], today: date) -> dict[Place, tuple[datetime, int]]:
    """Return those of the addresses that nothing has cleared since."""
    proofs = _proofs(session, bounced, german.evening(today)) if bounced else {}
    return {place: last for place, last in bounced.items() if not (place in proofs and proofs[place] > last[0])}


def _proofs(session: Session, places: Collection[Place], end: datetime) -> dict[Place, datetime]:
    """Return address → the last moment at which it is known to have worked; a notice takes its time."""
    asked = {"rollouts": sorted({rollout for rollout, _ in places}), "addresses": sorted({address for _, address in places})}
    times = {"end": end, "noticed": end - timedelta(days=1)}
    proofs: dict[Place, datetime] = {}
    for query in (_ACCEPTED, _HEARD):
        for rollout, address, at in columns(session, query, asked | times):
            if at:
                proofs[rollout, address] = max(at, proofs.get((rollout, address), at))
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
