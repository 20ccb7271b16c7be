"""Lists that came back."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column

from ozg_workflow.database.models.base import Base, UtcDateTime
from ozg_workflow.database.models.incoming import Incoming
from ozg_workflow.database.models.lists import ServiceList, ServiceListRow


class Return(Base):
    """One list that came back in one mail; `received_at` is when it was said (see `domain.returns.said_at`)."""

    __tablename__ = "return"
    __table_args__ = (UniqueConstraint("incoming_id", "service_list_id", "file_sha256"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    service_list_id: Mapped[int] = mapped_column(ForeignKey(ServiceList.id), index=True)
    incoming_id: Mapped[int] = mapped_column(ForeignKey(Incoming.id))
    file_name: Mapped[str] = mapped_column(Text)
    file_sha256: Mapped[str] = mapped_column(String(64))
    sender: Mapped[str] = mapped_column(String(320))
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
    nil_return: Mapped[bool]
    issue_count: Mapped[int]
    erased: Mapped[bool] = mapped_column(default=False, server_default=false())


class ReturnRow(Base):
    """What one return says about one row: the accepted answers, the cell of each (question → `C7`), and the issues. Kept as history.

    `adopted`: it stands in the list of another office, which had the service before, and counts here too.
    """

    __tablename__ = "return_row"
    __table_args__ = (
        UniqueConstraint("return_id", "row_id"),
        Index("ix_return_row_row_id", "row_id"),
        # only of those adopted, says its migration: a condition here would load the dialects of both databases with every start
        Index("ix_return_row_adopted", "row_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    return_id: Mapped[int] = mapped_column(ForeignKey(Return.id))
    row_id: Mapped[int] = mapped_column(ForeignKey(ServiceListRow.id))
    answers: Mapped[dict[str, Any]] = mapped_column(JSON)
    issues: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    cells: Mapped[dict[str, str]] = mapped_column(JSON, default=dict, server_default=text("'{}'"))
    adopted: Mapped[bool] = mapped_column(default=False, server_default=false())
