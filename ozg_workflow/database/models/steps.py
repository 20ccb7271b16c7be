"""When the steps of a rollout ended."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from ozg_workflow.database.models.base import Base, UtcDateTime
from ozg_workflow.database.models.rollouts import Rollout


class StepRun(Base):
    """When a step of a rollout last came to its end, and what it did. No history: that is in the audit log."""

    __tablename__ = "step_run"

    rollout_id: Mapped[int] = mapped_column(ForeignKey(Rollout.id), primary_key=True)
    step: Mapped[str] = mapped_column(String(40), primary_key=True)
    ended_at: Mapped[datetime] = mapped_column(UtcDateTime)
    figures: Mapped[dict[str, Any]] = mapped_column(JSON)
