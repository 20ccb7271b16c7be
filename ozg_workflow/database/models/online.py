"""How far the services are online: what the portals show, and the level of a day."""

from datetime import date

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ozg_workflow.database.models.base import Base
from ozg_workflow.database.models.organisation import Service
from ozg_workflow.database.models.returns import Return
from ozg_workflow.database.models.rollouts import Rollout


class PortalEntry(Base):
    """What the newest Open-PVOG export says of a LeiKa key; it stays whatever becomes of the catalogue."""

    __tablename__ = "portal_entry"
    __table_args__ = (UniqueConstraint("rollout_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    rollout_id: Mapped[int] = mapped_column(ForeignKey(Rollout.id))
    key: Mapped[str] = mapped_column(String(14))
    shown: Mapped[bool]
    online: Mapped[bool | None]
    urls: Mapped[list[str]] = mapped_column(JSON)
    as_of: Mapped[date | None]


class MaturityReading(Base):
    """The level a service had on a day, on a named scale."""

    __tablename__ = "maturity_reading"
    __table_args__ = (UniqueConstraint("service_id", "return_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    service_id: Mapped[int] = mapped_column(ForeignKey(Service.id))
    return_id: Mapped[int] = mapped_column(ForeignKey(Return.id))
    scale: Mapped[str] = mapped_column(String(40))
    level: Mapped[int]
    read_on: Mapped[date]
