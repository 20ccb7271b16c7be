"""One mail of the outbox with everything that became of it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Row, bindparam, select

from ozg_workflow.database.columns import columns, value
from ozg_workflow.database.models import (
    DeliveryAttempt,
    Message,
    MessageContent,
    MessageList,
    MessageRecipient,
    Office,
    ServiceList,
)
from ozg_workflow.domain.post.outbox import Outcome
from ozg_workflow.mail.read.letter import Letter, kept_letter
from ozg_workflow.usecases.outbox.mail_admin import MessageView, view_of
from ozg_workflow.usecases.step.work import Work

OUTCOME_TITLES: Final = {
    Outcome.ACCEPTED: "angenommen",
    Outcome.RETRY: "vorläufig nicht angenommen, wird wiederholt",
    Outcome.REFUSED: "abgelehnt",
    Outcome.UNKNOWN: "ungeklärt: die Verbindung riss während der Übertragung ab",
}
STAGE_TITLES: Final = {
    "connect": "beim Verbinden",
    "mail": "beim Absender",
    "rcpt": "bei den Empfängern",
    "data": "vor der Übertragung",
    "content": "nach der Übertragung",
    "write": "beim Schreiben der Datei",
}


_MAIL: Final[Any] = select(
    Message.id,
    Message.kind,
    Message.state,
    Message.state_reason,
    Message.subject,
    Message.created_at,
    Message.accepted_at,
    Message.attempts,
    Message.queue_id,
    Message.needs_release,
    Message.sha256,
    Message.erased,
).where(Message.id == bindparam("mail"), Message.rollout_id == bindparam("rollout"))
_RECIPIENTS: Final[Any] = (
    select(MessageRecipient.address, MessageRecipient.state, MessageRecipient.response)
    .where(MessageRecipient.message_id == bindparam("mail"))
    .order_by(MessageRecipient.id)
)
_ATTEMPTS: Final[Any] = (
    select(DeliveryAttempt.ended_at, DeliveryAttempt.outcome, DeliveryAttempt.stage, DeliveryAttempt.code, DeliveryAttempt.text)
    .where(DeliveryAttempt.message_id == bindparam("mail"))
    .order_by(DeliveryAttempt.id)
)
_ABOUT: Final = (
    select(Office.number, Office.name)
    .join(ServiceList, ServiceList.office_id == Office.id)
    .join(MessageList, MessageList.service_list_id == ServiceList.id)
    .where(MessageList.message_id == bindparam("mail"))
    .distinct()
    .order_by(Office.number)
)
_CONTENT: Final = (
    select(MessageContent.content)
    .join(Message, Message.id == MessageContent.message_id)
    .where(Message.id == bindparam("mail"), Message.rollout_id == bindparam("rollout"))
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """An attempt to deliver in words: when it ended, how, where, what the mail server said."""

    ended_at: datetime
    outcome: str
    stage: str
    answer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WholeMail:
    """A mail with what it says (nothing once its bytes were deleted), its attempts, the offices whose lists it is about (number, name)."""

    view: MessageView
    letter: Letter
    needs_release: bool
    attempts: tuple[Attempt, ...]
    offices: tuple[tuple[str, str], ...]


def whole_mail(work: Work, number: int) -> WholeMail | None:
    """Return a mail with everything that became of it, None where the rollout has no such mail."""
    found = columns(work.session, _MAIL, {"mail": number, "rollout": work.rollout.id})
    if not found:
        return None
    return WholeMail(
        view=view_of(found[0], columns(work.session, _RECIPIENTS, {"mail": number})),
        letter=Letter() if found[0].erased else kept_letter(found[0].sha256, lambda: content_of(work, number) or b""),
        needs_release=found[0].needs_release,
        attempts=tuple(_attempt(a) for a in columns(work.session, _ATTEMPTS, {"mail": number})),
        offices=tuple((number, name) for number, name in columns(work.session, _ABOUT, {"mail": number})),
    )


def content_of(work: Work, number: int) -> bytes | None:
    """Return the bytes of a mail, empty once they were deleted; None where the rollout has no such mail."""
    found = value(work.session, _CONTENT, {"mail": number, "rollout": work.rollout.id})
    return None if found is None else bytes(found)


def _attempt(found: Row[Any]) -> Attempt:
    return Attempt(
        ended_at=found.ended_at,
        outcome=OUTCOME_TITLES[found.outcome],
        stage=STAGE_TITLES.get(found.stage, found.stage),
        answer=f"{found.code or ''} {found.text}".strip(),
    )
