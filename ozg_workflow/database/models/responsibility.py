"""Which office is responsible for which service."""

from datetime import datetime

from sqlalchemy import ForeignKey, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ozg_workflow.database.models.base import Base, EnumText, UtcDateTime
from ozg_workflow.database.models.organisation import Office, Service
from ozg_workflow.domain.survey.arrival import Arrival
from ozg_workflow.domain.survey.service_list import AssignmentState


class Assignment(Base):
    """How sure it is that an office is responsible for a service; why it came to the office, where a case brought it."""

    __tablename__ = "assignment"
    __table_args__ = (UniqueConstraint("service_id", "office_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    service_id: Mapped[int] = mapped_column(ForeignKey(Service.id))
    office_id: Mapped[int] = mapped_column(ForeignKey(Office.id), index=True)
    state: Mapped[AssignmentState] = mapped_column(EnumText(AssignmentState))
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    arrival: Mapped[Arrival | None] = mapped_column(EnumText(Arrival))
    reason: Mapped[str] = mapped_column(Text, default="", server_default=text("''"))

    service: Mapped[Service] = relationship()
    office: Mapped[Office] = relationship()
