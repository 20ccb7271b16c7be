"""Why an address cannot be erased yet: it is still needed for something that is going on."""

from collections.abc import Iterator
from typing import Final

from sqlalchemy import exists, func, or_, select

from ozg_workflow.database.models import (
    Incoming,
    Message,
    MessageList,
    MessageRecipient,
    Return,
    Round,
    ServiceList,
)
from ozg_workflow.domain.data_protection.naming import names
from ozg_workflow.domain.organisation import AddressKind
from ozg_workflow.domain.post.mail import INCOMING_STATE_TITLES, IncomingState
from ozg_workflow.domain.post.outbox import MESSAGE_STATE_TITLES, MessageState
from ozg_workflow.usecases.step.work import Work
from ozg_workflow.usecases.survey.questions.rounds import missing_lists
from ozg_workflow.usecases.upkeep.privacy.functions import is_present, places_with_heads

UNFINISHED: Final = (
    MessageState.HELD,
    MessageState.QUEUED,
    MessageState.CLAIMED,
    MessageState.DATA_STARTED,
    MessageState.UNKNOWN,
)
UNREAD: Final = (IncomingState.STORED, IncomingState.QUARANTINED, IncomingState.TO_READ)


def obstacles(work: Work, address: str) -> tuple[str, ...]:
    """Return German sentences, one for each thing that has to be settled first; none where the address (in lower case) may go."""
    found = (_functions, _contacts, _waiting_mails, _unread_mails, _lists_out)
    return tuple(sentence for question in found for sentence in question(work, address))


def _functions(work: Work, address: str) -> Iterator[str]:
    for place in places_with_heads(work):
        if place.mailbox.lower() == address:
            yield f"Die Adresse ist das Postfach von {place.title}; Funktionspostfächer gehören keiner Person."
        elif place.former_addresses.get(address) == AddressKind.MAILBOX:
            yield f"Die Adresse war das Postfach von {place.title}; Funktionspostfächer gehören keiner Person."
        elif place.head_email.lower() == address and is_present(place):
            yield f"Die Adresse gehört der Leitung von {place.title}. Wechselt sie: organisation.csv ändern, „ozg prepare“."


def _contacts(work: Work, address: str) -> Iterator[str]:
    contacts = work.config.contacts
    if any(names(getattr(contacts, name).email, address) for name in contacts.__slots__):
        yield "Die Adresse steht in rollout.yaml unter „contacts“. Dort ändern, dann „ozg prepare“."


def _waiting_mails(work: Work, address: str) -> Iterator[str]:
    to_it = exists().where(MessageRecipient.message_id == Message.id, func.lower(MessageRecipient.address) == address)
    query = select(Message).where(Message.rollout_id == work.rollout.id, Message.state.in_(UNFINISHED), to_it)
    for mail in work.session.scalars(query.order_by(Message.id)):
        how = (
            "klären („ozg mail settle“)"
            if mail.state is MessageState.UNKNOWN
            else "zustellen oder stornieren („ozg mail cancel“)"
        )
        yield f"Mail Nr. {mail.id} an die Adresse ist noch offen ({MESSAGE_STATE_TITLES[mail.state]}). Erst {how}."


def _unread_mails(work: Work, address: str) -> Iterator[str]:
    query = select(Incoming.id, Incoming.state).where(
        Incoming.rollout_id == work.rollout.id,
        func.lower(Incoming.sender) == address,
        Incoming.state.in_(UNREAD),
        Incoming.erased.is_(False),
    )
    for number, state in work.session.execute(query.order_by(Incoming.id)):
        yield f"Eingang Nr. {number} von der Adresse ist noch offen ({INCOMING_STATE_TITLES[state]}). Erst klären („ozg inbox show {number}“)."


def _lists_out(work: Work, address: str) -> Iterator[str]:
    """Yield the lists of open rounds that were sent to the address, or came from it in part, and are not back."""
    sent = (
        select(MessageList.service_list_id)
        .join(MessageRecipient, MessageRecipient.message_id == MessageList.message_id)
        .where(func.lower(MessageRecipient.address) == address)
    )
    came = select(Return.service_list_id).where(func.lower(Return.sender) == address)
    concerned = set(work.session.scalars(select(ServiceList.id).where(or_(ServiceList.id.in_(sent), ServiceList.id.in_(came)))))
    open_rounds = select(Round).where(Round.rollout_id == work.rollout.id, Round.closed_at.is_(None)).order_by(Round.id)
    for round_ in work.session.scalars(open_rounds):
        for missing in missing_lists(work.session, round_):
            if missing.id in concerned:
                yield (
                    f"Die Liste von {missing.office.title} ({round_.title}, Fassung {missing.version}) ist noch nicht ganz zurück; "
                    "bis dahin wird die Adresse für Antworten gebraucht."
                )
