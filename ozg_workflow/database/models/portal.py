"""What the portals show of the services of a city."""

from datetime import date

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ozg_workflow.database.models.base import Base


class PortalEntry(Base):
    """What the newest Open-PVOG export says of a LeiKa key; it stays whatever becomes of the catalogue."""

    __tablename__ = "portal_entry"
    __table_args__ = (UniqueConstraint("rollout_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    rollout_id: Mapped[int] = mapped_column(ForeignKey("rollout.id"))
    key: Mapped[str] = mapped_column(String(14))
    shown: Mapped[bool]
    online: Mapped[bool | None]
    urls: Mapped[list[str]] = mapped_column(JSON)
    as_of: Mapped[date | None]
