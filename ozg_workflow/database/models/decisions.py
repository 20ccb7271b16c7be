"""What was decided: the weights, each service by the board, and the measures of an earlier survey."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from ozg_workflow.database.models.base import Base, EnumText, UtcDateTime
from ozg_workflow.database.models.board import BoardPaper
from ozg_workflow.database.models.organisation import Office, Service
from ozg_workflow.database.models.rollouts import Rollout
from ozg_workflow.domain.results.board.verdicts import Verdict
from ozg_workflow.domain.results.implementation import MeasureState


class PrioritisationVersion(Base):
    """What a version of the weights and waves means: its values, as first loaded; only titles and reasons may change later."""

    __tablename__ = "prioritisation_version"
    __table_args__ = (UniqueConstraint("rollout_id", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    rollout_id: Mapped[int] = mapped_column(ForeignKey(Rollout.id))
    version: Mapped[str] = mapped_column(String(40))
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    loaded_at: Mapped[datetime] = mapped_column(UtcDateTime)


class BoardDecision(Base):
    """What the board decided about one service: the rank and the wave that were proposed, the verdict, its wave and the reason."""

    __tablename__ = "board_decision"
    __table_args__ = (UniqueConstraint("paper_id", "service_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    paper_id: Mapped[int] = mapped_column(ForeignKey(BoardPaper.id))
    service_id: Mapped[int] = mapped_column(ForeignKey(Service.id))
    rank: Mapped[int]
    proposed_wave: Mapped[str] = mapped_column(String(20))
    verdict: Mapped[Verdict] = mapped_column(EnumText(Verdict))
    wave: Mapped[str] = mapped_column(String(20), default="", server_default=text("''"))
    reason: Mapped[str] = mapped_column(Text, default="", server_default=text("''"))


class PastMeasure(Base):
    """What a measure was when a later survey renewed the decisions: as agreed and as far as it had come under the survey `round_key`."""

    __tablename__ = "past_measure"
    __table_args__ = (UniqueConstraint("rollout_id", "round_key", "service_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    rollout_id: Mapped[int] = mapped_column(ForeignKey(Rollout.id))
    round_key: Mapped[str] = mapped_column(String(60))
    service_id: Mapped[int] = mapped_column(ForeignKey(Service.id))
    office_id: Mapped[int] = mapped_column(ForeignKey(Office.id))
    rank: Mapped[int]
    wave: Mapped[str] = mapped_column(String(20))
    starts_on: Mapped[date]
    target_level: Mapped[int]
    target_on: Mapped[date]
    state: Mapped[MeasureState] = mapped_column(EnumText(MeasureState))
    reached_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
