"""The relay's answer, on file before anything follows from it: a run that dies in between leaves no doubt about the mail."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import bindparam, insert, select
from sqlalchemy.orm import Session

from ozg_workflow.database.columns import columns
from ozg_workflow.database.models import Base, DeliveryAttempt, Message
from ozg_workflow.domain.post.claimed import Claimed
from ozg_workflow.domain.post.envelope import DeliveryResult
from ozg_workflow.domain.post.outbox import MessageState, Outcome
from ozg_workflow.usecases.step.work import Work

_FILE: Final = insert(Base.metadata.tables["delivery_attempt"])
_ON_FILE: Final = (
    select(
        DeliveryAttempt.message_id, DeliveryAttempt.ended_at, DeliveryAttempt.stage, DeliveryAttempt.code, DeliveryAttempt.text
    )
    .join(Message, Message.id == DeliveryAttempt.message_id)
    .where(
        Message.id.in_(bindparam("mails", expanding=True)),
        Message.state == MessageState.DATA_STARTED,
        Message.claimed_by == DeliveryAttempt.worker,
        DeliveryAttempt.outcome == Outcome.ACCEPTED,
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """An attempt that has ended, and when."""

    mail: Claimed
    result: DeliveryResult
    at: datetime

    @property
    def can_wait(self) -> bool:
        """Tell whether the answer alone says what follows from it: the relay has taken the mail over, for all it was meant for."""
        return self.result.outcome is Outcome.ACCEPTED and not self.result.refused


def file(work: Work, ended: Sequence[Ended]) -> None:
    """Store the answers."""
    work.session.connection().execute(_FILE, [_attempt(work, one) for one in ended])


def on_file(session: Session, mails: Collection[int]) -> dict[int, tuple[DeliveryResult, datetime]]:
    """Return the answers from which nothing has followed yet, and when they came, by the mail: those of `Ended.can_wait`, no other is left like this."""
    rows = columns(session, _ON_FILE, {"mails": sorted(mails)}) if mails else []
    return {r.message_id: (_taken(r), r.ended_at) for r in rows}


def _taken(row: Any) -> DeliveryResult:
    return DeliveryResult(outcome=Outcome.ACCEPTED, stage=row.stage, code=row.code, text=row.text)


def _attempt(work: Work, one: Ended) -> dict[str, Any]:
    return {
        "message_id": one.mail.message_id,
        "ended_at": one.at,
        "worker": work.ctx.worker,
        "stage": one.result.stage,
        "outcome": one.result.outcome,
        "code": one.result.code,
        "text": one.result.text,
    }
