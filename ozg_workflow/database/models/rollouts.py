"""Rollout, milestones and the audit log."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint, false, literal_column, text
from sqlalchemy.orm import Mapped, deferred, mapped_column, relationship

from ozg_workflow.database.models.base import Base, EnumText, UtcDateTime
from ozg_workflow.domain.plan.timeline import Action, MilestoneState


class Rollout(Base):
    """One city's rollout with a snapshot of its validated configuration.

    `files_hash` is the fingerprint of the files it was loaded from, empty where that is not known; `portal_at` is when an Open-PVOG
    export was imported last.
    Since `restored_at` (from a backup that does not know what was sent after it) every new mail waits for a person's release.
    """

    __tablename__ = "rollout"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(60), unique=True)
    title: Mapped[str] = mapped_column(String(200))
    city: Mapped[str] = mapped_column(String(200))
    config: Mapped[dict[str, Any]] = deferred(mapped_column(JSON, nullable=False))  # large, and cached by its hash
    config_hash: Mapped[str] = mapped_column(String(64))
    files_hash: Mapped[str] = mapped_column(String(64), default="", server_default=text("''"))
    target_level: Mapped[int]
    target_on: Mapped[date]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    restored_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    portal_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    milestones: Mapped[list["Milestone"]] = relationship(order_by="Milestone.position", viewonly=True)


class Milestone(Base):
    """One row of the plan; `acts_on` is the first working day on which the workflow acts.

    A person may move the date: `moved_from` is what timeline.yaml said then, `moved_to` what counts instead.
    `sequence` is the SEQUENCE of the newest invitation to an event.
    """

    __tablename__ = "milestone"
    __table_args__ = (UniqueConstraint("rollout_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    rollout_id: Mapped[int] = mapped_column(ForeignKey("rollout.id"))
    position: Mapped[int]
    key: Mapped[str] = mapped_column(String(60))
    title: Mapped[str] = mapped_column(String(300))
    action: Mapped[Action] = mapped_column(EnumText(Action))
    planned: Mapped[str] = mapped_column(String(10))
    planned_label: Mapped[str] = mapped_column(String(40))
    acts_on: Mapped[date]
    last_day: Mapped[date]
    state: Mapped[MilestoneState] = mapped_column(EnumText(MilestoneState), default=MilestoneState.PLANNED)
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    moved_from: Mapped[date | None]
    moved_to: Mapped[date | None]
    sequence: Mapped[int] = mapped_column(default=0, server_default="0")


class EventReply(Base):
    """How one invited mailbox answered the invitation to an information event (`accepted`, `declined`, `tentative`)."""

    __tablename__ = "event_reply"
    __table_args__ = (UniqueConstraint("milestone_id", "attendee"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    milestone_id: Mapped[int] = mapped_column(ForeignKey("milestone.id"))
    attendee: Mapped[str] = mapped_column(String(320))
    answer: Mapped[str] = mapped_column(String(20))
    replied_at: Mapped[datetime] = mapped_column(UtcDateTime)
    erased: Mapped[bool] = mapped_column(default=False, server_default=false())


class StepRun(Base):
    """When a step of a rollout last came to its end, and what it did. No history: that is in the audit log."""

    __tablename__ = "step_run"

    rollout_id: Mapped[int] = mapped_column(ForeignKey("rollout.id"), primary_key=True)
    step: Mapped[str] = mapped_column(String(40), primary_key=True)
    ended_at: Mapped[datetime] = mapped_column(UtcDateTime)
    figures: Mapped[dict[str, Any]] = mapped_column(JSON)


class Event(Base):
    """A line of the audit log: who did what, when, on which object. Lines are only ever added."""

    __tablename__ = "event"
    # only of the bounces, says its migration: a condition here would load the dialects of both databases with every start
    __table_args__ = (Index("ix_event_bounced", "rollout_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    rollout_id: Mapped[int | None] = mapped_column(ForeignKey("rollout.id"), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor: Mapped[str] = mapped_column(String(100))
    verb: Mapped[str] = mapped_column(String(60))
    object_type: Mapped[str] = mapped_column(String(40))
    object_id: Mapped[str] = mapped_column(String(100))
    text: Mapped[str] = mapped_column(Text)
    data: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict, server_default=literal_column("'{}'"))
