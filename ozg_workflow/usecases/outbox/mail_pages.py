"""The outbox as it is looked through: page by page, and one mail with everything that became of it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import selectinload

from ozg_workflow.database.models import DeliveryAttempt, Message, MessageList, MessageRecipient, Office, ServiceList
from ozg_workflow.database.words import mentions
from ozg_workflow.domain.errors import InputError
from ozg_workflow.domain.post.outbox import MessageState, Outcome
from ozg_workflow.usecases.outbox.mail_admin import MessageView, view_of
from ozg_workflow.usecases.step.context import Context

PAGE: Final = 50  # mails
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


@dataclass(frozen=True, slots=True, kw_only=True)
class MailPage:
    """A page of the outbox, newest mail first; `found` counts all that fit, `page` is the one that is shown (from 1)."""

    mails: tuple[MessageView, ...]
    found: int
    page: int
    pages: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """An attempt to deliver in words: when it ended, how, where, what the mail server said."""

    ended_at: datetime
    outcome: str
    stage: str
    answer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WholeMail:
    """A mail with its bytes (empty once they were deleted), its attempts, the offices whose lists it is about (number, name)."""

    view: MessageView
    content: bytes
    needs_release: bool
    attempts: tuple[Attempt, ...]
    offices: tuple[tuple[str, str], ...]


def mail_page(ctx: Context, *, state: str = "", words: str = "", page: int = 1) -> MailPage:
    """Return one page of the outbox: of one state, with `words` in the subject or in an address. Raises InputError for an unknown state."""
    if state and state not in set(MessageState):
        raise InputError(f"Den Zustand „{state}“ gibt es nicht. Möglich sind: {', '.join(MessageState)}.")
    with ctx.reading() as work:
        query = _chosen(select(Message.id).where(Message.rollout_id == work.rollout.id), state, words)
        found = work.session.scalar(select(func.count()).select_from(query.subquery())) or 0
        pages = max(1, -(-found // PAGE))
        shown = min(max(page, 1), pages)
        ids = query.order_by(Message.id.desc()).offset((shown - 1) * PAGE).limit(PAGE)
        mails = select(Message).where(Message.id.in_(ids.scalar_subquery())).options(selectinload(Message.recipients))
        views = tuple(view_of(m) for m in work.session.scalars(mails.order_by(Message.id.desc())))
        return MailPage(mails=views, found=found, page=shown, pages=pages)


def _chosen(query: Select[int], state: str, words: str) -> Select[int]:
    if state:
        query = query.where(Message.state == MessageState(state))
    if words:
        addressed = select(MessageRecipient.message_id).where(mentions(words, MessageRecipient.address))
        query = query.where(or_(mentions(words, Message.subject), Message.id.in_(addressed)))
    return query


def whole_mail(ctx: Context, message_id: int) -> WholeMail | None:
    """Return a mail with everything that became of it, None where the rollout has no such mail."""
    with ctx.reading() as work:
        message = work.session.get(Message, message_id)
        if message is None or message.rollout_id != work.rollout.id:
            return None
        tried = select(DeliveryAttempt).where(DeliveryAttempt.message_id == message.id).order_by(DeliveryAttempt.id)
        about = (
            select(Office.number, Office.name)
            .join(ServiceList, ServiceList.office_id == Office.id)
            .join(MessageList, MessageList.service_list_id == ServiceList.id)
            .where(MessageList.message_id == message.id)
        )
        return WholeMail(
            view=view_of(message),
            content=message.content,
            needs_release=message.needs_release,
            attempts=tuple(_attempt(a) for a in work.session.scalars(tried)),
            offices=tuple((number, name) for number, name in work.session.execute(about.distinct().order_by(Office.number))),
        )


def _attempt(found: DeliveryAttempt) -> Attempt:
    return Attempt(
        ended_at=found.ended_at,
        outcome=OUTCOME_TITLES[found.outcome],
        stage=STAGE_TITLES.get(found.stage, found.stage),
        answer=f"{found.code or ''} {found.text}".strip(),
    )
