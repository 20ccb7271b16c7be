"""Responsibility cases."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ozg_workflow.database.models.base import Base, EnumText, UtcDateTime
from ozg_workflow.database.models.lists import ServiceListRow
from ozg_workflow.database.models.rollouts import Rollout
from ozg_workflow.domain.survey.responsibility import CaseReason, CaseState


class ResponsibilityCase(Base):
    """A row answered "nicht zuständig", or `shared`: "teilweise". `named` is what the office wrote, whole.

    Who has the service of a settled case: `settled_office`, or `settled_body` outside the city (reason code `elsewhere`). `settled_by`
    is the person who decided last, empty where nobody did; `note` is what that person noted.
    """

    __tablename__ = "responsibility_case"
    __table_args__ = (UniqueConstraint("row_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    rollout_id: Mapped[int] = mapped_column(ForeignKey(Rollout.id), index=True)
    # a sentinel tells new cases apart, so that SQLAlchemy inserts them in one statement on SQLite, too
    row_id: Mapped[int] = mapped_column(ForeignKey(ServiceListRow.id), insert_sentinel=True)
    named: Mapped[str] = mapped_column(Text)
    proposed_office: Mapped[str | None] = mapped_column(String(20))
    reason: Mapped[str] = mapped_column(Text)
    reason_code: Mapped[CaseReason | None] = mapped_column(EnumText(CaseReason))
    shared: Mapped[bool] = mapped_column(default=False)
    state: Mapped[CaseState] = mapped_column(EnumText(CaseState), default=CaseState.OPEN)
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    settled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    settled_office: Mapped[str | None] = mapped_column(String(20))
    settled_body: Mapped[str] = mapped_column(String(200), default="", server_default=text("''"))
    settled_by: Mapped[str] = mapped_column(String(100), default="", server_default=text("''"))
    note: Mapped[str] = mapped_column(Text, default="", server_default=text("''"))

    row: Mapped[ServiceListRow] = relationship()
