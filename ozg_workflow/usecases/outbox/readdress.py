"""A mail that waits for an address which has been corrected since goes to the new one, and to nobody twice."""

import hashlib

from ozg_workflow.database.models import Message, MessageRecipient
from ozg_workflow.domain import german
from ozg_workflow.domain.post.outbox import RecipientState
from ozg_workflow.mail.write.readdress import readdressed
from ozg_workflow.usecases.step.work import Work


def address_anew(work: Work, message: Message) -> None:
    """Let a mail go to the addresses of today where those it did not reach are not in use any more.

    The old recipient stays with what became of it; the bytes get the new address in To or Cc, and keep their Message-ID.
    """
    missed = [r for r in message.recipients if r.state != RecipientState.ACCEPTED]
    changes = {r.address: new for r in missed if (new := work.directory.address_today(r.address)) != r.address}
    if not changes:
        return
    known = {r.address for r in message.recipients}
    for recipient in (r for r in missed if r.address in changes):
        new = changes[recipient.address]
        if recipient.state == RecipientState.PENDING:
            recipient.state = RecipientState.REFUSED
        recipient.response = recipient.response or "Die Adresse gilt nicht mehr."
        if new not in known:
            known.add(new)
            message.recipients.append(MessageRecipient(address=new, role=recipient.role))
    message.content = content = readdressed(message.content, changes)
    message.size, message.sha256 = len(content), hashlib.sha256(content).hexdigest()
    told = german.count(len(changes), "Adresse", "Adressen")
    work.record("message_readdressed", ("message", message.id), f"{told} nach organisation.csv berichtigt")
    work.did(
        f"Mail Nr. {message.id} geht jetzt an {', '.join(sorted(set(changes.values())))} (bisher {', '.join(sorted(changes))})."
    )


def waits_for(work: Work, recipient: MessageRecipient) -> bool:
    """Tell whether a mail is to be sent again to a recipient: it has not arrived there, and the address is still in use."""
    return recipient.state != RecipientState.ACCEPTED and work.directory.address_today(recipient.address) == recipient.address
