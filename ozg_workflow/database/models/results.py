"""Evaluations, scores, measures and maturity readings."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ozg_workflow.database.models.base import Base, EnumText, UtcDateTime
from ozg_workflow.database.models.organisation import Office, Service
from ozg_workflow.domain.results.implementation import MeasureState


class Evaluation(Base):
    """One evaluation; the same input (hash) is never evaluated twice in a row."""

    __tablename__ = "evaluation"

    id: Mapped[int] = mapped_column(primary_key=True)
    rollout_id: Mapped[int] = mapped_column(ForeignKey("rollout.id"), index=True)
    evaluated_at: Mapped[datetime] = mapped_column(UtcDateTime)
    input_hash: Mapped[str] = mapped_column(String(64))
    ranked: Mapped[int]
    blocked: Mapped[int]
    incomplete: Mapped[int]

    scores: Mapped[list["Score"]] = relationship(order_by="Score.position")


class Score(Base):
    """The result for one service, in the order of the ranking."""

    __tablename__ = "score"
    __table_args__ = (UniqueConstraint("evaluation_id", "service_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    evaluation_id: Mapped[int] = mapped_column(ForeignKey("evaluation.id"))
    service_id: Mapped[int] = mapped_column(ForeignKey("service.id"))
    position: Mapped[int]
    result: Mapped[dict[str, Any]] = mapped_column(JSON)


class Measure(Base):
    """The implementation of one service."""

    __tablename__ = "measure"
    __table_args__ = (UniqueConstraint("rollout_id", "service_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    rollout_id: Mapped[int] = mapped_column(ForeignKey("rollout.id"))
    service_id: Mapped[int] = mapped_column(ForeignKey("service.id"))
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"))
    rank: Mapped[int]
    wave: Mapped[str] = mapped_column(String(20))
    starts_on: Mapped[date]
    target_level: Mapped[int]
    target_on: Mapped[date]
    state: Mapped[MeasureState] = mapped_column(EnumText(MeasureState))
    reached_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    service: Mapped[Service] = relationship()
    office: Mapped[Office] = relationship()


class MaturityReading(Base):
    """The level a service had on a day, on a named scale."""

    __tablename__ = "maturity_reading"
    __table_args__ = (UniqueConstraint("service_id", "return_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    service_id: Mapped[int] = mapped_column(ForeignKey("service.id"))
    return_id: Mapped[int] = mapped_column(ForeignKey("return.id"))
    scale: Mapped[str] = mapped_column(String(40))
    level: Mapped[int]
    read_on: Mapped[date]
