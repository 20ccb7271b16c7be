"""Everything about one list, for somebody who has to believe it: what was sent, what came back, what was changed, with digests."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Row, bindparam, or_, select

from ozg_workflow.database.columns import columns
from ozg_workflow.database.models import (
    AuditSeal,
    DeliveryAttempt,
    Event,
    Incoming,
    Message,
    MessageRecipient,
    Office,
    Return,
    Round,
    ServiceList,
)
from ozg_workflow.domain.cockpit.office import ORDER, OfficeEntry
from ozg_workflow.domain.errors import InputError
from ozg_workflow.domain.post.mail import MailKind
from ozg_workflow.usecases.cockpit.office_history import OfficeHistory
from ozg_workflow.usecases.cockpit.office_log import logged
from ozg_workflow.usecases.step.context import Context
from ozg_workflow.usecases.step.work import Work

ABOUT_EVERYBODY: Final = (MailKind.INFORMATION_HEADS, MailKind.EVENT_INVITATION)
_NAME: Final = re.compile(r"OZG-[^_]+_([^_]+)_.*_v(\d+)\.xlsx", re.IGNORECASE)
_LISTS: Final = (
    select(ServiceList.id, ServiceList.version, ServiceList.state, ServiceList.content_hash, ServiceList.due_on)
    .add_columns(ServiceList.sent_at, Round.key.label("round"), Office.id.label("office_id"), Office.number, Office.name)
    .join(Round, Round.id == ServiceList.round_id)
    .join(Office, Office.id == ServiceList.office_id)
    .where(Round.rollout_id == bindparam("rollout"))
    .order_by(ServiceList.id)
)
_SENT: Final = (
    select(Message.id, Message.kind, Message.subject, Message.header_id, Message.sha256, Message.created_at, Message.state)
    .add_columns(Message.accepted_at, Message.queue_id)
    .where(Message.id.in_(bindparam("mails", expanding=True)))
    .order_by(Message.id)
)
_RECIPIENTS: Final = (
    select(MessageRecipient.message_id, MessageRecipient.address, MessageRecipient.role, MessageRecipient.state)
    .where(MessageRecipient.message_id.in_(bindparam("mails", expanding=True)))
    .order_by(MessageRecipient.id)
)
_ATTEMPTS: Final = (
    select(
        DeliveryAttempt.message_id, DeliveryAttempt.ended_at, DeliveryAttempt.stage, DeliveryAttempt.outcome, DeliveryAttempt.text
    )
    .where(DeliveryAttempt.message_id.in_(bindparam("mails", expanding=True)))
    .order_by(DeliveryAttempt.id)
)
_CAME_BACK: Final = (
    select(Return.id, Return.incoming_id, Return.received_at, Return.sender, Return.file_name, Return.file_sha256)
    .add_columns(Return.nil_return, Return.issue_count, Incoming.sha256.label("mail_sha256"))
    .join(Incoming, Incoming.id == Return.incoming_id)
    .where(Return.service_list_id == bindparam("list"))
    .order_by(Return.id)
)
_LINES: Final = (
    select(Event.id, Event.at, Event.actor, Event.verb, Event.text, AuditSeal.number.label("seal"), AuditSeal.digest)
    .join(AuditSeal, AuditSeal.event_id == Event.id, isouter=True)
    .order_by(Event.id)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ListProof:
    """All that is known of one list.

    `content_hash` is the SHA-256 of what it was printed with; `sent`, `returned` and `log` are rows for people and JSON (moments aware),
    `entries` what happened in words, oldest first. A mail's `sha256` is that of its bytes, a return's those of file and mail.
    """

    office: str
    office_name: str
    round: str
    version: int
    state: str
    content_hash: str
    sent_at: datetime | None
    sent: tuple[dict[str, Any], ...]
    returned: tuple[dict[str, Any], ...]
    entries: tuple[OfficeEntry, ...]
    log: tuple[dict[str, Any], ...]


def prove_list(ctx: Context, wanted: str) -> ListProof:
    """Return the proof of a list: `service_list:3` (as the audit log calls it), its file name, `33` or `33/2` (office and version).

    An office alone means its only list; a number that is no office's is that of a list. Raises InputError naming the choices.
    """
    with ctx.reading() as work:
        found = _find(work, wanted)
        office = work.session.get_one(Office, found.office_id)
        history = OfficeHistory(work, office, {found.id: found.version}, None)
        mails = [number for number, mail in history.messages.items() if mail.kind not in ABOUT_EVERYBODY]
        return ListProof(
            office=found.number,
            office_name=found.name,
            round=found.round,
            version=found.version,
            state=found.state,
            content_hash=found.content_hash,
            sent_at=found.sent_at,
            sent=tuple(_sent(work, mails)),
            returned=tuple(row._asdict() for row in columns(work.session, _CAME_BACK, {"list": found.id})),
            entries=_entries(work, history, mails),
            log=tuple(_log(work, history, mails)),
        )


def _find(work: Work, wanted: str) -> Row[Any]:
    lists = columns(work.session, _LISTS, {"rollout": work.rollout.id})
    fitting = [row for row in lists if _fits(row, wanted.strip())] or [row for row in lists if str(row.id) == wanted.strip()]
    if len(fitting) == 1:
        return fitting[0]
    choices = ", ".join(
        f"service_list:{row.id} (Amt {row.number}, Runde {row.round}, Fassung {row.version})" for row in fitting or lists
    )
    problem = "ist nicht eindeutig" if fitting else "gibt es nicht"
    raise InputError(f"Die Liste „{wanted}“ {problem}. Möglich sind: {choices or 'noch keine'}.")


def _fits(row: Row[Any], wanted: str) -> bool:
    if named := _NAME.fullmatch(wanted):
        return (row.number, row.version) == (named[1], int(named[2]))
    office, _, version = wanted.removeprefix("Amt ").partition("/")
    return wanted == f"service_list:{row.id}" or (row.number == office and version in ("", str(row.version)))


def _sent(work: Work, mails: list[int]) -> Iterator[dict[str, Any]]:
    recipients, attempts = (_by_mail(work, query, mails) for query in (_RECIPIENTS, _ATTEMPTS))
    for row in columns(work.session, _SENT, {"mails": mails}):
        yield row._asdict() | {"recipients": recipients.get(row.id, []), "attempts": attempts.get(row.id, [])}


def _by_mail(work: Work, query: Any, mails: list[int]) -> dict[int, list[dict[str, Any]]]:
    found: dict[int, list[dict[str, Any]]] = {}
    for row in columns(work.session, query, {"mails": mails}):
        values = row._asdict()
        found.setdefault(values.pop("message_id"), []).append(values)
    return found


def _entries(work: Work, history: OfficeHistory, mails: list[int]) -> tuple[OfficeEntry, ...]:
    others = {str(number) for number in history.messages if number not in mails}
    found = [
        e
        for e in (*history.entries(), *logged(work, history))
        if not (e.target and e.target.kind == "mail" and e.target.id in others)
    ]
    return tuple(sorted(found, key=lambda entry: (entry.at, ORDER[entry.kind])))


def _log(work: Work, history: OfficeHistory, mails: list[int]) -> Iterator[dict[str, Any]]:
    """Return the lines of the audit log about the list, its mails and returns, each with its seal."""
    about = {
        "service_list": list(history.lists),
        "message": mails,
        "incoming": [r.incoming_id for r in history.returns],
        "return": [r.id for r in history.returns],
        "responsibility_case": list(history.cases),
    }
    of_them = or_(*((Event.object_type == kind) & Event.object_id.in_([str(n) for n in ids]) for kind, ids in about.items()))
    query = _LINES.where(Event.rollout_id == bindparam("rollout"), of_them)
    return (row._asdict() for row in columns(work.session, query, {"rollout": work.rollout.id}))
