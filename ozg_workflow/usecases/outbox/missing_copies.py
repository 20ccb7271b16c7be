"""Notice that the archive copy of an unknown mail has not come in: then it probably never left."""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from ozg_workflow.database.models import Message, Rollout
from ozg_workflow.domain.post.outbox import MessageState
from ozg_workflow.usecases.step.context import Context, StepResult, record
from ozg_workflow.usecases.step.rollout_access import config_of, find_rollout

MISSING = "Kopie nicht eingetroffen; vermutlich nicht versandt."


def propose_resends(ctx: Context, result: StepResult) -> None:
    """Propose, once per mail and after the mailbox has been read, to send again what left no copy. A person decides."""
    with ctx.sessions() as session:
        if not _missing(ctx, session, find_rollout(ctx, session)):
            return
    with ctx.transaction() as session:
        rollout = find_rollout(ctx, session, lock=True)
        for message in _missing(ctx, session, rollout, lock=True):
            message.state_reason = MISSING
            record(
                ctx, session, rollout, "copy_missing", ("message", message.id), f"Nr. {message.id} „{message.subject}“: {MISSING}"
            )
            how = f"„ozg mail settle {message.id} --resend“ sendet sie erneut"
            result.did(f"Nr. {message.id} „{message.subject}“: {MISSING} {how}.")


def _missing(ctx: Context, session: Session, rollout: Rollout, *, lock: bool = False) -> list[Message]:
    config = config_of(ctx, rollout)
    if not config.archive_copy:
        return []
    query = select(Message).where(
        Message.rollout_id == rollout.id,
        Message.state == MessageState.UNKNOWN,
        Message.state_reason != MISSING,
        Message.copied_at <= ctx.clock() - timedelta(hours=config.archive_copy_hours),
    )
    query = query.order_by(Message.id)
    return list(session.scalars(query.with_for_update() if lock else query))
