"""Evaluations and scores."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ozg_workflow.database.models.base import Base, UtcDateTime
from ozg_workflow.database.models.organisation import Service
from ozg_workflow.database.models.rollouts import Rollout


class Evaluation(Base):
    """One evaluation of the survey `round_key`; the same input (hash) is never evaluated twice in a row. `version` is that of its weights.

    Weights that come back with the same answers bring their evaluation back, which then counts from `again_at`: the same
    hash and the same `evaluated_at` once more.
    """

    __tablename__ = "evaluation"

    id: Mapped[int] = mapped_column(primary_key=True)
    rollout_id: Mapped[int] = mapped_column(ForeignKey(Rollout.id), index=True)
    evaluated_at: Mapped[datetime] = mapped_column(UtcDateTime)
    input_hash: Mapped[str] = mapped_column(String(64))
    round_key: Mapped[str] = mapped_column(String(60), default="", server_default=text("''"))
    version: Mapped[str] = mapped_column(String(40), default="", server_default=text("''"))
    again_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ranked: Mapped[int]
    blocked: Mapped[int]
    incomplete: Mapped[int]

    scores: Mapped[list["Score"]] = relationship(order_by="Score.position")


class Score(Base):
    """The result for one service, in the order of the ranking."""

    __tablename__ = "score"
    __table_args__ = (UniqueConstraint("evaluation_id", "service_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    evaluation_id: Mapped[int] = mapped_column(ForeignKey(Evaluation.id))
    service_id: Mapped[int] = mapped_column(ForeignKey(Service.id))
    position: Mapped[int]
    result: Mapped[dict[str, Any]] = mapped_column(JSON)
