"""What came back for the invitations to information events."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from ozg_workflow.database.models.base import Base, UtcDateTime
from ozg_workflow.database.models.rollouts import Milestone


class EventReply(Base):
    """How one invited mailbox answered the invitation to an information event (`accepted`, `declined`, `tentative`)."""

    __tablename__ = "event_reply"
    __table_args__ = (UniqueConstraint("milestone_id", "attendee"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    milestone_id: Mapped[int] = mapped_column(ForeignKey(Milestone.id))
    attendee: Mapped[str] = mapped_column(String(320))
    answer: Mapped[str] = mapped_column(String(20))
    replied_at: Mapped[datetime] = mapped_column(UtcDateTime)
    erased: Mapped[bool] = mapped_column(default=False, server_default=false())
