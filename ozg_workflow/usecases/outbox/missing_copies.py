"""Notice that the archive copy of an unknown mail has not come in: then it probably never left."""

from datetime import timedelta

from sqlalchemy import select

from ozg_workflow.database.models import Message
from ozg_workflow.domain.post.outbox import MessageState
from ozg_workflow.domain.post.reasons import StateReason
from ozg_workflow.usecases.outbox.message_states import explain
from ozg_workflow.usecases.step.context import Context
from ozg_workflow.usecases.step.result import StepResult
from ozg_workflow.usecases.step.work import Work

MISSING = "Kopie nicht eingetroffen; vermutlich nicht versandt."


def propose_resends(ctx: Context) -> StepResult:
    """Propose, once per mail and after the mailbox has been read, to send again what left no copy. A person decides."""
    with ctx.reading() as work:
        if not _missing(work):
            return work.result
    with ctx.work() as work:
        for message in _missing(work, lock=True):
            explain(message, MISSING, StateReason.COPY_MISSING)
            work.record("copy_missing", ("message", message.id), f"Nr. {message.id} „{message.subject}“: {MISSING}")
            how = f"„ozg mail settle {message.id} --resend“ sendet sie erneut"
            work.did(f"Nr. {message.id} „{message.subject}“: {MISSING} {how}.")
    return work.result


def _missing(work: Work, *, lock: bool = False) -> list[Message]:
    if not work.config.archive_copy:
        return []
    query = select(Message).where(
        Message.rollout_id == work.rollout.id,
        Message.state == MessageState.UNKNOWN,
        Message.state_reason_code != StateReason.COPY_MISSING,
        Message.copied_at <= work.now() - timedelta(hours=work.config.archive_copy_hours),
    )
    query = query.order_by(Message.id)
    return list(work.session.scalars(query.with_for_update() if lock else query))
