"""A list that somebody filled in outweighs every mark of an automatic mail, wherever in the mail it lies; our own files say nothing."""

import base64
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from sqlalchemy import literal, select

from ozg_workflow.database.models import Message, MessageContent
from ozg_workflow.domain.post.mail import IncomingKind, may_be_ours
from ozg_workflow.domain.post.mails.registry import ANSWER_KINDS
from ozg_workflow.domain.post.marks import Mark
from ozg_workflow.mail.read import reports
from ozg_workflow.mail.read.classify import Classification
from ozg_workflow.mail.read.mime import payload
from ozg_workflow.mail.read.parse import ParsedMail
from ozg_workflow.mail.read.persons import brings_files, files_of
from ozg_workflow.mail.read.spreadsheets import carries_list
from ozg_workflow.mail.read.unpack import Unpacked
from ozg_workflow.usecases.intake.match_return import Matched, Unmatched
from ozg_workflow.usecases.step.work import Work

PASSED_ON: Final = frozenset({Mark.RULE, Mark.GENERATED, Mark.PRECEDENCE, Mark.LIST, Mark.NOREPLY})
_BREAKS = b"\r\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class SentFiles:
    """The mails of ours that an automatic mail copies, returns or answers, as they were sent."""

    ids: frozenset[str]
    contents: tuple[bytes, ...]
    erased: bool = False

    def hold(self, content: bytes) -> bool:
        """Tell whether a file was sent with them; of erased mails nobody can tell, and theirs count as sent."""
        encoded = base64.b64encode(content)
        return self.erased or any(encoded in sent for sent in self.contents)


NOTHING_SENT = SentFiles(ids=frozenset(), contents=())


def sent_files(work: Work, mail: ParsedMail, found: Classification) -> SentFiles:
    """Return the mails of ours that `mail` is about, as `classify` found them and as they are attached to it.

    Of a person's mail only our answers: a list that comes back as blank as it went out is told as such.
    """
    ids = {found.original_message_id, mail.in_reply_to, *mail.references, *reports.attached_ids(mail)} - {""}
    own = [known for known in ids if may_be_ours(known)]
    if not own:  # a foreign mail
        return NOTHING_SENT
    brings = carries_list(mail.message) or brings_files(mail.message)
    content = MessageContent.content if brings else literal(b"")  # without files nothing is compared
    query = select(Message.header_id, content, Message.erased).where(Message.header_id.in_(own))
    if brings:
        query = query.join(MessageContent)
    if found.kind is IncomingKind.PERSON:
        query = query.where(Message.kind.in_(ANSWER_KINDS))
    sent = work.session.execute(query).all()
    return SentFiles(
        ids=frozenset(known for known, _, _ in sent),
        contents=tuple(content.translate(None, _BREAKS) for _, content, _ in sent),
        erased=any(erased for _, _, erased in sent),
    )


def nobody_returned(mail: ParsedMail, found: Classification) -> bool:
    """Tell whether what we sent ourselves lies in a mail because something passed it on: a machine, a rule, an attached mail.

    A person may well return our annotated copy as it is, to say that the answers are right.
    """
    machine = found.kind is not IncomingKind.PERSON or bool(PASSED_ON.intersection(found.marks))
    return machine or any(may_be_ours(known) for known in reports.attached_ids(mail))


def not_sent(sent: SentFiles, unpacked: Unpacked) -> Unpacked:
    """Leave out the spreadsheets that we sent ourselves: an annotated copy of ours is filled in, but nobody returned it."""
    return replace(unpacked, files=tuple(file for file in unpacked.files if not sent.hold(file.content)))


def is_filled(outcomes: Iterable[Matched | Unmatched]) -> bool:
    """Tell whether somebody filled in one of our lists."""
    return any(isinstance(outcome, Matched) and outcome.filled for outcome in outcomes)


def brings_something(mail: ParsedMail, sent: SentFiles, *, returned: bool) -> bool:
    """Tell whether an automatic mail has files or mails attached that are not ours; mails in a bounce are what came back (`returned`)."""
    if not returned and any(known not in sent.ids for known in reports.attached_ids(mail)):
        return True
    return any(not sent.hold(payload(part)) for part in files_of(mail.message))
