"""Evaluations, scores, papers for the board and its decisions, measures and maturity readings."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ColumnElement, ForeignKey, Index, String, Text, UniqueConstraint, or_, text
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ozg_workflow.database.models.base import Base, EnumText, UtcDateTime
from ozg_workflow.database.models.organisation import Office, Service
from ozg_workflow.domain.results.board.verdicts import Verdict
from ozg_workflow.domain.results.implementation import MeasureState
from ozg_workflow.domain.results.terms import Route, is_carried_out


class PrioritisationVersion(Base):
    """What a version of the weights and waves means: its values, as first loaded; only titles and reasons may change later."""

    __tablename__ = "prioritisation_version"
    __table_args__ = (UniqueConstraint("rollout_id", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    rollout_id: Mapped[int] = mapped_column(ForeignKey("rollout.id"))
    version: Mapped[str] = mapped_column(String(40))
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    loaded_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Evaluation(Base):
    """One evaluation of the survey `round_key`; the same input (hash) is never evaluated twice in a row. `version` is that of its weights.

    Weights that come back with the same answers bring their evaluation back, which then counts from `again_at`: the same
    hash and the same `evaluated_at` once more.
    """

    __tablename__ = "evaluation"

    id: Mapped[int] = mapped_column(primary_key=True)
    rollout_id: Mapped[int] = mapped_column(ForeignKey("rollout.id"), index=True)
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
    evaluation_id: Mapped[int] = mapped_column(ForeignKey("evaluation.id"))
    service_id: Mapped[int] = mapped_column(ForeignKey("service.id"))
    position: Mapped[int]
    result: Mapped[dict[str, Any]] = mapped_column(JSON)


class BoardPaper(Base):
    """A paper for the board, from the draft to the decision; `input_hash`, `version` and `round_key` are those of its evaluation.

    `doubts` say why it is provisional (`[{"code", "sentence"}]`), `proposed` maps ids of services (as text) to the key of the wave; the board met on `decided_on`, and `decided_by` recorded that
    at `decided_at`; `document` is the file of the decision in the folder of the reports.
    """

    __tablename__ = "board_paper"

    id: Mapped[int] = mapped_column(primary_key=True)
    rollout_id: Mapped[int] = mapped_column(ForeignKey("rollout.id"), index=True)
    input_hash: Mapped[str] = mapped_column(String(64))
    version: Mapped[str] = mapped_column(String(40))
    round_key: Mapped[str] = mapped_column(String(60), default="", server_default=text("''"))
    draft_at: Mapped[datetime] = mapped_column(UtcDateTime)
    doubts: Mapped[list[dict[str, str]]] = mapped_column(JSON, default=list, server_default=text("'[]'"))
    proposed: Mapped[dict[str, str]] = mapped_column(JSON, default=dict, server_default=text("'{}'"))
    released_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decided_on: Mapped[date | None]
    decided_by: Mapped[str] = mapped_column(String(100), default="", server_default=text("''"))
    document: Mapped[str] = mapped_column(String(200), default="", server_default=text("''"))


class BoardDecision(Base):
    """What the board decided about one service: the rank and the wave that were proposed, the verdict, its wave and the reason."""

    __tablename__ = "board_decision"
    __table_args__ = (UniqueConstraint("paper_id", "service_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    paper_id: Mapped[int] = mapped_column(ForeignKey("board_paper.id"))
    service_id: Mapped[int] = mapped_column(ForeignKey("service.id"))
    rank: Mapped[int]
    proposed_wave: Mapped[str] = mapped_column(String(20))
    verdict: Mapped[Verdict] = mapped_column(EnumText(Verdict))
    wave: Mapped[str] = mapped_column(String(20), default="", server_default=text("''"))
    reason: Mapped[str] = mapped_column(Text, default="", server_default=text("''"))


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


class PastMeasure(Base):
    """What a measure was when a later survey renewed the decisions: as agreed and as far as it had come under the survey `round_key`."""

    __tablename__ = "past_measure"
    __table_args__ = (UniqueConstraint("rollout_id", "round_key", "service_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    rollout_id: Mapped[int] = mapped_column(ForeignKey("rollout.id"))
    round_key: Mapped[str] = mapped_column(String(60))
    service_id: Mapped[int] = mapped_column(ForeignKey("service.id"))
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"))
    rank: Mapped[int]
    wave: Mapped[str] = mapped_column(String(20))
    starts_on: Mapped[date]
    target_level: Mapped[int]
    target_on: Mapped[date]
    state: Mapped[MeasureState] = mapped_column(EnumText(MeasureState))
    reached_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


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
