"""What a person has to read in incoming mail, and the answers a person wrote down."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, Text, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ozg_workflow.database.models.base import Base, EnumText, UtcDateTime
from ozg_workflow.database.models.incoming import Incoming
from ozg_workflow.database.models.lists import ServiceList, ServiceListRow
from ozg_workflow.database.models.messages import Message
from ozg_workflow.domain.post.to_read import ToReadKind


class IncomingNote(Base):
    """Something in a mail that a person has to read, until it is cleared; `line` and `data` are those of an added line.

    `remark` is what the person noted, `erased` says that nothing of a person is left in it.
    """

    __tablename__ = "incoming_note"

    id: Mapped[int] = mapped_column(primary_key=True)
    incoming_id: Mapped[int] = mapped_column(ForeignKey(Incoming.id), index=True)
    service_list_id: Mapped[int | None] = mapped_column(ForeignKey(ServiceList.id))
    kind: Mapped[ToReadKind] = mapped_column(EnumText(ToReadKind))
    place: Mapped[str] = mapped_column(Text, default="")
    line: Mapped[int | None]
    text: Mapped[str] = mapped_column(Text)
    data: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    cleared_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    cleared_by: Mapped[str] = mapped_column(String(100), default="")
    remark: Mapped[str] = mapped_column(Text, default="")
    erased: Mapped[bool] = mapped_column(default=False, server_default=false())

    incoming: Mapped[Incoming] = relationship()
    service_list: Mapped[ServiceList | None] = relationship()


class Correction(Base):
    """An answer that a person wrote down for an office: `source` is how it was told, `by` who wrote it, `replaced` what counted before.

    A `value` of None empties the cell. `message_id` is the mail that told the office, None as long as none has.
    """

    __tablename__ = "correction"

    id: Mapped[int] = mapped_column(primary_key=True)
    row_id: Mapped[int] = mapped_column(ForeignKey(ServiceListRow.id), index=True)
    question: Mapped[str] = mapped_column(String(100))
    value: Mapped[Any] = mapped_column(JSON, nullable=False)
    replaced: Mapped[Any] = mapped_column(JSON(none_as_null=True), nullable=True)
    source: Mapped[str] = mapped_column(Text)
    by: Mapped[str] = mapped_column(String(100))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    message_id: Mapped[int | None] = mapped_column(ForeignKey(Message.id))
    erased: Mapped[bool] = mapped_column(default=False, server_default=false())

    row: Mapped[ServiceListRow] = relationship()
