"""Render a mail and store it in the outbox, in the transaction of the state change it belongs to."""

import hashlib
from collections.abc import Sequence
from typing import Final

from sqlalchemy import bindparam, select

from ozg_workflow.database.columns import value
from ozg_workflow.database.models import Correction, Message, MessageList, MessageMeasure, MessageRecipient
from ozg_workflow.domain import german
from ozg_workflow.domain.post.intent import MailIntent
from ozg_workflow.domain.post.mail import header_message_id
from ozg_workflow.domain.post.outbox import MESSAGE_STATE_TITLES, MessageState
from ozg_workflow.mail.write.compose import OutgoingMail, compose
from ozg_workflow.usecases.outbox.bad_mailboxes import warn_of_bad_mailboxes
from ozg_workflow.usecases.outbox.corrections import as_values, mark_told, untold
from ozg_workflow.usecases.outbox.holding import holding_reason
from ozg_workflow.usecases.outbox.shown import shown
from ozg_workflow.usecases.step.work import Work

_SAME: Final = select(Message.id).where(  # asked for every mail: put together once
    Message.rollout_id == bindparam("rollout"),
    Message.kind == bindparam("kind"),
    Message.recipient == bindparam("recipient"),
    Message.object_key == bindparam("object_key"),
    Message.occasion == bindparam("occasion"),
)


def base_values(work: Work, reference: str = "") -> dict[str, object]:
    """Return the values every template may use."""
    return {
        "city": work.config.city,
        "rollout_title": work.config.title,
        "sender": work.config.contacts.sender,
        "coordinator": work.config.contacts.coordinator,
        "today": work.today,
        "reference": reference,
        "corrected": [],
    }


def already_queued(work: Work, intent: MailIntent) -> bool:
    """Tell whether this mail exists already: it is sent once."""
    asked = {
        "rollout": work.rollout.id,
        "kind": intent.kind,
        "recipient": intent.recipient,
        "object_key": intent.object_key,
        "occasion": intent.occasion,
    }
    return value(work.session, _SAME, asked) is not None


def queue_mail(work: Work, intent: MailIntent) -> Message | None:
    """Store one mail; None when it was queued before. The bytes, their hash and the Message-ID are final from here on.

    Raises InputError on a pretended day from which it would reach people.
    """
    work.ctx.require_mail()
    title = intent.mail.facts.title
    if already_queued(work, intent):
        work.say(f"{title} an {', '.join(intent.to)}: bereits verschickt oder im Postausgang.")
        return None
    corrections = untold(work, intent)
    message = _message(work, intent, corrections)
    work.session.add(message)
    work.session.flush()
    mark_told(corrections, message)
    addresses = tuple(r.address for r in message.recipients)
    state = f" – {MESSAGE_STATE_TITLES[message.state]}: {message.state_reason}" if message.state_reason else ""
    work.did(f"{title} an {', '.join(addresses)}{state}")
    work.count(message.state)
    warn_of_bad_mailboxes(work, addresses)
    work.result.mails.append(shown(work, message, tuple(a.name for a in intent.attachments)))
    work.record(
        "queued",
        ("message", message.id),
        f"{title}: {german.count(len(addresses), 'Empfänger', 'Empfänger')}",
    )
    return message


def _message(work: Work, intent: MailIntent, corrections: Sequence[Correction]) -> Message:
    domain = work.config.contacts.sender.email.partition("@")[2]
    header_id = header_message_id(work.rollout.key, intent.kind, intent.recipient, intent.object_key, intent.occasion, domain)
    subject, content = _write(work, intent, header_id, corrections)
    addresses = tuple(dict.fromkeys(a.lower() for a in (*intent.to, *intent.cc)))
    main = {a.lower() for a in intent.to}
    needs_release = work.rollout.restored_at is not None or (work.config.require_release and intent.mail.facts.mass_mailing)
    reason = holding_reason(work, addresses, needs_release=needs_release)
    return Message(
        rollout_id=work.rollout.id,
        kind=intent.kind,
        recipient=intent.recipient,
        object_key=intent.object_key,
        occasion=intent.occasion,
        header_id=header_id,
        subject=subject,
        sender=work.config.contacts.sender.email,
        content=content,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        state=MessageState.HELD if reason else MessageState.QUEUED,
        state_reason=reason,
        needs_release=needs_release,
        created_at=work.now(),
        next_attempt_at=work.now(),
        expires_on=intent.expires_on,
        about_on=intent.about_on,
        step=intent.step,
        sequence=intent.sequence,
        recipients=[MessageRecipient(address=a, role="to" if a in main else "cc") for a in addresses],
        lists=[MessageList(service_list_id=i) for i in intent.list_ids],
        measures=[MessageMeasure(measure_id=i, due_on=day) for i, day in intent.measures],
    )


def _write(work: Work, intent: MailIntent, header_id: str, corrections: Sequence[Correction]) -> tuple[str, bytes]:
    """Return the subject and the finished bytes of a mail."""
    values = base_values(work, reference_tag(header_id)) | {"corrected": as_values(work, corrections)}
    rendered = work.ctx.templates().render(intent.kind, {**values, **intent.mail.values()})
    outgoing = OutgoingMail(
        rendered=rendered,
        sender_name=work.config.contacts.sender.name,
        sender=work.config.contacts.sender.email,
        to=intent.to,
        cc=intent.cc,
        message_id=header_id,
        date=work.now(),
        attachments=intent.attachments,
        in_reply_to=intent.in_reply_to,
        references=intent.references,
    )
    return rendered.subject, compose(outgoing)


def reference_tag(header_id: str) -> str:
    """Return the short tag of a mail for its subject: the first digits of its Message-ID."""
    return f"OZG-{header_id.removeprefix('<ozg.')[:8]}"
