"""The mail servers, and what was tried with them."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from ozg_workflow.database.models.base import Base, EnumText, UtcDateTime
from ozg_workflow.database.models.messages import Message
from ozg_workflow.domain.post.outbox import Outcome


class Relay(Base):
    """What all workers know of one mail server.

    When it may be used next, how often it failed in a row, until when it rests and why, and who holds a line until when (`lines`).
    """

    __tablename__ = "relay"

    name: Mapped[str] = mapped_column(String(255), primary_key=True)
    next_free_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    failures_in_a_row: Mapped[int] = mapped_column(default=0)
    paused_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reason: Mapped[str] = mapped_column(Text, default="")
    lines: Mapped[dict[str, str]] = mapped_column(JSON, default=dict, server_default="{}")


class DeliveryAttempt(Base):
    """One attempt to deliver: the stage it reached and how it ended."""

    __tablename__ = "delivery_attempt"

    id: Mapped[int] = mapped_column(primary_key=True)
    message_id: Mapped[int] = mapped_column(ForeignKey(Message.id), index=True)
    ended_at: Mapped[datetime] = mapped_column(UtcDateTime)
    worker: Mapped[str] = mapped_column(String(100))
    stage: Mapped[str] = mapped_column(String(40))
    outcome: Mapped[Outcome] = mapped_column(EnumText(Outcome))
    code: Mapped[int | None]
    text: Mapped[str] = mapped_column(Text)
