"""The outbox as it is looked through: page by page."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, Final

from sqlalchemy import Integer, Row, Select, bindparam, func, or_, select

from ozg_workflow.database.columns import columns, value
from ozg_workflow.database.models import (
    Message,
    MessageRecipient,
)
from ozg_workflow.database.words import mentions
from ozg_workflow.domain.errors import InputError
from ozg_workflow.domain.post.mails.registry import KIND_TITLES
from ozg_workflow.domain.post.outbox import MESSAGE_STATE_TITLES, MessageState
from ozg_workflow.usecases.step.context import Context
from ozg_workflow.usecases.step.work import Work

PAGE: Final = 50  # mails
_LINE: Final[tuple[Any, ...]] = (
    Message.id,
    Message.kind,
    Message.state,
    Message.state_reason,
    Message.subject,
    Message.created_at,
)
_ADDRESSES: Final = (
    select(MessageRecipient.message_id, MessageRecipient.address)
    .where(MessageRecipient.message_id.in_(bindparam("mails", expanding=True)))
    .order_by(MessageRecipient.id)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class MailLine:
    """A mail in the list of them: its kind in German, its state, why it is in it (empty: nothing to say), the addresses it goes to."""

    id: int
    kind: str
    state: MessageState
    reason: str
    recipients: tuple[str, ...]
    subject: str
    created_at: datetime

    @property
    def state_title(self) -> str:
        """Its state in words."""
        return MESSAGE_STATE_TITLES[self.state]


@dataclass(frozen=True, slots=True, kw_only=True)
class MailPage:
    """A page of the outbox, newest mail first; `found` counts all that fit, `page` is the one that is shown (from 1)."""

    mails: tuple[MailLine, ...]
    found: int
    page: int
    pages: int


def mail_page(ctx: Context, *, state: str = "", words: str = "", page: int = 1) -> MailPage:
    """Return one page of the outbox: of one state, with `words` in the subject or in an address. Raises InputError for an unknown state."""
    if state and state not in set(MessageState):
        raise InputError(f"Den Zustand „{state}“ gibt es nicht. Möglich sind: {', '.join(MessageState)}.")
    with ctx.reading() as work:
        asked = {"rollout": work.rollout.id}
        found = value(work.session, _count(state, words), asked) or 0
        pages = max(1, -(-found // PAGE))
        shown = min(max(page, 1), pages)
        rows = columns(work.session, _page(state, words), {**asked, "size": PAGE, "first": (shown - 1) * PAGE})
        addresses = _addresses(work, [row.id for row in rows])
        return MailPage(mails=tuple(_line(row, addresses[row.id]) for row in rows), found=found, page=shown, pages=pages)


def _ids(state: str, words: str) -> Select[Any]:
    query = select(Message.id).where(Message.rollout_id == bindparam("rollout"))
    if state:
        query = query.where(Message.state == MessageState(state))
    if words:
        addressed = select(MessageRecipient.message_id).where(mentions(words, MessageRecipient.address))
        query = query.where(or_(mentions(words, Message.subject), Message.id.in_(addressed)))
    return query


@lru_cache(maxsize=64)
def _count(state: str, words: str) -> Select[Any]:
    return _ids(state, words).with_only_columns(func.count())


@lru_cache(maxsize=64)
def _page(state: str, words: str) -> Any:
    size, first = bindparam("size", type_=Integer), bindparam("first", type_=Integer)
    ids = _ids(state, words).order_by(Message.id.desc()).limit(size).offset(first).scalar_subquery()
    return select(*_LINE).where(Message.id.in_(ids)).order_by(Message.id.desc())


def _addresses(work: Work, mails: list[int]) -> defaultdict[int, list[str]]:
    found: defaultdict[int, list[str]] = defaultdict(list)
    for mail, address in columns(work.session, _ADDRESSES, {"mails": mails}) if mails else ():
        found[mail].append(address)
    return found


def _line(row: Row[Any], addresses: Sequence[str]) -> MailLine:
    return MailLine(
        id=row.id,
        kind=KIND_TITLES[row.kind],
        state=row.state,
        reason=row.state_reason,
        recipients=tuple(addresses),
        subject=row.subject,
        created_at=row.created_at,
    )
