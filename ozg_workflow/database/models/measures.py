"""Measures."""

from datetime import date, datetime

from sqlalchemy import ColumnElement, ForeignKey, Index, String, Text, UniqueConstraint, or_, text
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ozg_workflow.database.models.base import Base, EnumText, UtcDateTime
from ozg_workflow.database.models.organisation import Office, Service
from ozg_workflow.database.models.rollouts import Rollout
from ozg_workflow.domain.results.implementation import MeasureState
from ozg_workflow.domain.results.routes import Route, is_carried_out


class Measure(Base):
    """The implementation of one service; `depends_on` is the id of another measure of the rollout, `effort_days` person days.

    `shift` is the sentence that says why it is in another wave than the board named, empty where it is not. `round_key` is the survey
    by whose decision it was planned or renewed last.
    """

    __tablename__ = "measure"
    __table_args__ = (
        UniqueConstraint("rollout_id", "service_id"),
        # the late ones of hundreds of rollouts are counted without reading their measures
        Index("ix_measure_rollout_id_state_target_on_office_id_route", "rollout_id", "state", "target_on", "office_id", "route"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    rollout_id: Mapped[int] = mapped_column(ForeignKey(Rollout.id))
    service_id: Mapped[int] = mapped_column(ForeignKey(Service.id))
    office_id: Mapped[int] = mapped_column(ForeignKey(Office.id))
    rank: Mapped[int]
    wave: Mapped[str] = mapped_column(String(20))
    starts_on: Mapped[date]
    target_level: Mapped[int]
    target_on: Mapped[date]
    state: Mapped[MeasureState] = mapped_column(EnumText(MeasureState))
    reached_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    route: Mapped[Route | None] = mapped_column(EnumText(Route))
    contact: Mapped[str] = mapped_column(Text, default="", server_default=text("''"))
    note: Mapped[str] = mapped_column(Text, default="", server_default=text("''"))
    effort_days: Mapped[int | None]
    depends_on: Mapped[int | None]
    shift: Mapped[str] = mapped_column(Text, default="", server_default=text("''"))
    round_key: Mapped[str] = mapped_column(String(60), default="", server_default=text("''"))

    service: Mapped[Service] = relationship()
    office: Mapped[Office] = relationship()

    @hybrid_property
    def carried_out(self) -> bool:
        """Whether it is on its way or at its target."""
        return is_carried_out(self.route, self.state)

    @carried_out.inplace.expression
    @classmethod
    def _carried_out(cls) -> ColumnElement[bool]:
        return or_(cls.route.is_(None), cls.route != Route.NONE, cls.state == MeasureState.REACHED)
