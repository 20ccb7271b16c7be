"""The audit log."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, literal_column
from sqlalchemy.orm import Mapped, mapped_column

from ozg_workflow.database.models.base import Base, UtcDateTime
from ozg_workflow.database.models.rollouts import Rollout


class Event(Base):
    """A line of the audit log: who did what, when, on which object. Lines are only ever added."""

    __tablename__ = "event"
    # only of the bounces, says its migration: a condition here would load the dialects of both databases with every start
    __table_args__ = (Index("ix_event_bounced", "rollout_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    rollout_id: Mapped[int | None] = mapped_column(ForeignKey(Rollout.id), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor: Mapped[str] = mapped_column(String(100))
    verb: Mapped[str] = mapped_column(String(60))
    object_type: Mapped[str] = mapped_column(String(40))
    object_id: Mapped[str] = mapped_column(String(100))
    text: Mapped[str] = mapped_column(Text)
    data: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict, server_default=literal_column("'{}'"))
