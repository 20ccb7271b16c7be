"""The seals of the audit log."""

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from ozg_workflow.database.models.audit import Event
from ozg_workflow.database.models.base import Base


class AuditSeal(Base):
    """The seal of one line of the audit log (`domain.proof.chain`); `number` is its place in the chain, from 1. Only ever added."""

    __tablename__ = "audit_seal"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    event_id: Mapped[int] = mapped_column(ForeignKey(Event.id), unique=True)
    digest: Mapped[str] = mapped_column(String(64))
