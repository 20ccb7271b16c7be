"""Take out of one row what names a person, and leave what is proof: moments, states, sums, numbers."""

from collections.abc import Collection
from typing import Final

from sqlalchemy import bindparam, update
from sqlalchemy.orm import Session

from ozg_workflow.database.models import Base, Correction, DeliveryAttempt, EventReply, Incoming, Measure, Message, Return
from ozg_workflow.domain.data_protection.naming import names
from ozg_workflow.usecases.outbox.message_states import explain

ERASED: Final = "gelöscht"
_NOTES = Base.metadata.tables["incoming_note"]
_FORGET_NOTES: Final = (
    update(_NOTES).where(_NOTES.c.incoming_id == bindparam("mail")).values(text=ERASED, data={}, remark="", erased=True)
)


def forget_incoming(session: Session, mail: Incoming) -> None:
    """Erase the bytes of a mail, its sender, and what was read out of it; its SHA-256 stays."""
    mail.content, mail.sender, mail.subject, mail.reason, mail.header_id = b"", ERASED, ERASED, ERASED, ""
    mail.erased = True
    session.execute(_FORGET_NOTES, {"mail": mail.id})


def forget_return(returned: Return) -> None:
    """Erase who sent a list back, and the name of the file; the SHA-256 of the file stays."""
    returned.sender, returned.file_name, returned.erased = ERASED, ERASED, True


def forget_reply(reply: EventReply) -> None:
    """Erase who answered an invitation; the answer is counted further on."""
    reply.attendee, reply.erased = f"{ERASED}-{reply.id}", True


def forget_correction(correction: Correction) -> None:
    """Erase who told a correction; the values and who wrote them down stay."""
    correction.source, correction.erased = ERASED, True


def forget_contact(measure: Measure) -> None:
    """Erase who works on a measure."""
    measure.contact, measure.note = "", ""


def forget_message(session: Session, message: Message, addresses: Collection[str]) -> None:
    """Erase a mail to persons: its bytes, their addresses (lower case), and what servers answered, because they repeat them.

    That it was sent, when, and the SHA-256 of its bytes stay; so do its other recipients.
    """
    message.content, message.queue_id, message.erased = b"", "", True
    explain(message, "")
    for recipient in message.recipients:
        if recipient.address.lower() in addresses:
            taken = any(other.address == ERASED for other in message.recipients)
            recipient.address, recipient.response = f"{ERASED}-{recipient.id}" if taken else ERASED, ""
        elif any(names(recipient.response, address) for address in addresses):
            recipient.response = ""
    session.execute(update(DeliveryAttempt).where(DeliveryAttempt.message_id == message.id).values(text=ERASED))
    if message.recipient.lower() in addresses:
        message.occasion, message.recipient = f"{message.occasion}/{message.id}", ERASED
