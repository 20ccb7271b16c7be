"""A stored mail as the result of a step tells about it."""

from ozg_workflow.database.models import Message
from ozg_workflow.usecases.step.result import QueuedMail
from ozg_workflow.usecases.step.work import Work


def shown(work: Work, message: Message, attachments: tuple[str, ...] = ()) -> QueuedMail:
    """Return what people are told of a mail; its bytes in a preview only."""
    return QueuedMail(
        recipients=tuple(r.address for r in message.recipients),
        subject=message.subject,
        state=message.state,
        attachments=attachments,
        header_id=message.header_id,
        content=message.content if work.ctx.preview else b"",
    )
