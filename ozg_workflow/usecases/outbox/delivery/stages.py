"""Store that the final dot of some mails may leave: from here on nobody knows, whatever breaks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from sqlalchemy import bindparam, select, update

from ozg_workflow.database.columns import column
from ozg_workflow.database.models import Base
from ozg_workflow.domain.post.claimed import Addressee, Claimed, at_the_dot
from ozg_workflow.domain.post.outbox import MessageState, transfer_seconds
from ozg_workflow.domain.post.reasons import StateReason
from ozg_workflow.usecases.step.work import Work

MESSAGES: Final = Base.metadata.tables["message"]
RECIPIENTS: Final = Base.metadata.tables["message_recipient"]
_MINE: Final = (MESSAGES.c.id == bindparam("mail"), MESSAGES.c.claimed_by == bindparam("worker"))
_START: Final = (
    update(MESSAGES)
    .where(*_MINE, MESSAGES.c.state == MessageState.CLAIMED)
    .values(
        state=MessageState.DATA_STARTED,
        state_reason="",
        state_reason_code=StateReason.OTHER,
        lease_until=bindparam("until"),
        copied_at=bindparam("copied"),
    )
)
_STARTED: Final = select(MESSAGES.c.id).where(
    MESSAGES.c.id.in_(bindparam("mails", expanding=True)),
    MESSAGES.c.claimed_by == bindparam("worker"),
    MESSAGES.c.state == MessageState.DATA_STARTED,
)
_ADDRESSEE: Final = (
    update(RECIPIENTS).where(RECIPIENTS.c.id == bindparam("row")).values(state=bindparam("became"), response=bindparam("answer"))
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Started:
    """A mail whose dot is about to leave, with the relay's answers about those it does not go to (address → answer)."""

    mail: Claimed
    refused: dict[str, str]


def start(work: Work, started: Sequence[Started]) -> set[int]:
    """Store the stage and what becomes of the recipients; return the mails that are still ours, only they may get their dot.

    The journal does not tell of a stage that is over with the next answer: the mail stays "claimed" there until then.
    """
    ids = [one.mail.message_id for one in started]
    stored = work.session.connection().execute(_START, [_values(work, one) for one in started])
    all_ours = stored.rowcount == len(ids)
    ours = set(ids if all_ours else column(work.session, _STARTED, {"mails": ids, "worker": work.ctx.worker}))
    store_addressees(work, [a for one in started if one.mail.message_id in ours for a in at_the_dot(one.mail, one.refused)])
    return ours


def _values(work: Work, one: Started) -> dict[str, Any]:
    now = work.now()
    return {
        "mail": one.mail.message_id,
        "worker": work.ctx.worker,
        "until": now + timedelta(seconds=transfer_seconds(one.mail.size)),
        "copied": now if one.mail.is_copied(one.refused) else None,
    }


def store_addressees(work: Work, addressees: Sequence[Addressee]) -> None:
    """Store what became of a mail at its recipients."""
    if addressees:
        rows = [{"row": a.id, "became": a.state, "answer": a.response} for a in addressees]
        work.session.connection().execute(_ADDRESSEE, rows)
