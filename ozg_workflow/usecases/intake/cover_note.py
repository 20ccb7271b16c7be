"""The cover text of a mail as a person has to read it: without what we know of ourselves, of the office and of letters."""

import re
from collections.abc import Collection, Iterator
from email.message import Message as MimeMessage
from typing import Final

from sqlalchemy import ColumnElement, or_, select

from ozg_workflow.database.models import Message, MessageContent, MessageList
from ozg_workflow.domain.post.mail import MailKind
from ozg_workflow.domain.post.to_read import ToRead, ToReadKind
from ozg_workflow.mail.read.cover.quotes import Ours
from ozg_workflow.mail.read.cover.text import Known, cover_text, has_news, said_by_subject, said_in
from ozg_workflow.mail.read.mime import content_type, leaves, message_of, text_of
from ozg_workflow.mail.read.parse import ParsedMail, plain_from_html
from ozg_workflow.usecases.intake.match_return import Matched
from ozg_workflow.usecases.step.work import Work

NEWEST: Final = 8  # of our mails that a text may quote
CACHE: Final = "wording_of_mails"


def cover_note(work: Work, mail: ParsedMail, items: Collection[Matched]) -> Iterator[ToRead]:
    """Return what the mail says beside its lists; nothing where it says nothing."""
    offices = {item.service_list.office for item in items}
    names = frozenset(_words(" ".join((work.rollout.city, mail.from_name, *(office.title for office in offices)))))
    filled = any(item.filled for item in items)
    kind = ToReadKind.COVER_TEXT if filled else ToReadKind.BLANK_LIST_TEXT
    lines = any(item.filled and not item.returned.nil_return for item in items)
    subject = said_by_subject(mail.subject, _subjects_answered(work, mail), filled_in=lines)
    text = cover_text(mail.message, Known(ours=Ours(()), names=names))
    if text:  # else it says nothing and quotes nothing of ours, like most
        text = cover_text(mail.message, Known(ours=_ours_about(work, mail, items), names=names))
    if said := "\n\n".join(filter(None, (subject, text))):
        yield ToRead(kind=kind, text=said)


def _subjects_answered(work: Work, mail: ParsedMail) -> tuple[str, ...]:
    """Return the subjects of our mails that a mail answers, where its own says more than to name a list."""
    answered = {mail.in_reply_to, *mail.references} - {""}
    if not answered or not has_news(mail.subject):
        return ()
    query = select(Message.subject).where(Message.rollout_id == work.rollout.id, Message.header_id.in_(answered))
    return tuple(work.session.scalars(query))


def _ours_about(work: Work, mail: ParsedMail, items: Collection[Matched]) -> Ours:
    sent = select(MessageList.message_id).where(MessageList.service_list_id.in_({item.service_list.id for item in items}))
    return _ours(work, mail, Message.id.in_(sent))


def words_beside_appointment(work: Work, mail: ParsedMail, comments: Collection[str]) -> Iterator[ToRead]:
    """Return what a person wrote into an answer to an invitation: beside it or into its comments, once."""
    known = Known(ours=_ours(work, mail, Message.kind == MailKind.EVENT_INVITATION), names=frozenset(_words(mail.from_name)))
    texts = (cover_text(mail.message, known), *(said_in(comment, known) for comment in comments))
    yield from (ToRead(kind=ToReadKind.CALENDAR_COMMENT, text=text) for text in dict.fromkeys(texts) if text)


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def _ours(work: Work, mail: ParsedMail, about: ColumnElement[bool]) -> Ours:
    """Return the wording of the mails it may quote: those it answers, and those that are `about` the same."""
    answered = {mail.in_reply_to, *mail.references} - {""}
    query = select(Message.id).where(Message.rollout_id == work.rollout.id, or_(Message.header_id.in_(answered), about))
    ids = tuple(work.session.scalars(query.order_by(Message.id.desc()).limit(NEWEST)))
    cache: dict[tuple[int, ...], Ours] = work.session.info.setdefault(CACHE, {})
    if ids not in cache:
        contents = work.session.scalars(select(MessageContent.content).where(MessageContent.message_id.in_(ids)))
        cache[ids] = Ours(text for content in contents for text in _wording(message_of(content)[0]))
    return cache[ids]


def _wording(message: MimeMessage) -> Iterator[str]:
    """Return the texts of a mail of ours as others quote them: plain, from HTML, and of its appointment."""
    for part in leaves(message):
        kind, text = content_type(part), text_of(part) if content_type(part).startswith("text/") else ""
        if kind == "text/html":
            yield plain_from_html(text)
        elif kind == "text/calendar":
            yield re.sub(r"\\n", "\n", re.sub(r"\r?\n[ \t]", "", text))
        elif text:
            yield text
