"""Rollout and milestones."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, deferred, mapped_column

from ozg_workflow.database.models.base import Base, EnumText, UtcDateTime
from ozg_workflow.domain.plan.milestones import Action, MilestoneState


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


class Milestone(Base):
    """One row of the plan; `acts_on` is the first working day on which the workflow acts.

    A person may move the date: `moved_from` is what timeline.yaml said then, `moved_to` what counts instead.
    `sequence` is the SEQUENCE of the newest invitation to an event.
    """

    __tablename__ = "milestone"
    __table_args__ = (UniqueConstraint("rollout_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    rollout_id: Mapped[int] = mapped_column(ForeignKey(Rollout.id))
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
