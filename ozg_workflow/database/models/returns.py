"""Incoming mail, returns and responsibility cases."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, Integer, LargeBinary, String, Text, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, deferred, mapped_column, relationship

from ozg_workflow.database.models.base import Base, EnumText, UtcDateTime
from ozg_workflow.database.models.lists import ServiceList, ServiceListRow
from ozg_workflow.domain.post.mail import IncomingKind, IncomingState
from ozg_workflow.domain.post.to_read import ToReadKind
from ozg_workflow.domain.survey.responsibility import CaseReason, CaseState


class Incoming(Base):
    """A mail that came in, stored before anything else happens to it.

    `failed_version` is the program that could not process it; `fingerprint` is the same for the same mail that came another way, empty
    where that cannot be told. `marks` are the codes of what speaks for a machine, `unusual` why a person should look at an automatic
    mail all the same. `erased` says that nothing of a person is left in it.
    """

    __tablename__ = "incoming"
    __table_args__ = (
        UniqueConstraint("mailbox", "uidvalidity", "uid"),
        UniqueConstraint("sha256", "mailbox"),  # one mail may come into the mailboxes of two cities
        # what is behind the bytes of a mail is slow to reach in SQLite; the states are asked for all the time
        Index("ix_incoming_rollout_id_state", "rollout_id", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    rollout_id: Mapped[int] = mapped_column(ForeignKey("rollout.id"), index=True)
    mailbox: Mapped[str] = mapped_column(String(300))
    uidvalidity: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"))  # unsigned, 32 bits (RFC 9051)
    uid: Mapped[str] = mapped_column(String(300))
    sha256: Mapped[str] = mapped_column(String(64))
    content: Mapped[bytes] = deferred(mapped_column(LargeBinary, nullable=False))
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
    mail_date: Mapped[datetime | None] = mapped_column(UtcDateTime)
    sender: Mapped[str] = mapped_column(String(320), default="")
    subject: Mapped[str] = mapped_column(Text, default="")
    header_id: Mapped[str] = mapped_column(Text, default="")
    kind: Mapped[IncomingKind | None] = mapped_column(EnumText(IncomingKind))
    state: Mapped[IncomingState] = mapped_column(EnumText(IncomingState), default=IncomingState.STORED)
    reason: Mapped[str] = mapped_column(Text, default="")
    filed: Mapped[bool] = mapped_column(default=False)
    failed_version: Mapped[str] = mapped_column(String(40), default="", server_default=text("''"))
    fingerprint: Mapped[str] = mapped_column(String(64), default="", server_default=text("''"), index=True)
    marks: Mapped[list[str]] = mapped_column(JSON, default=list, server_default=text("'[]'"))
    unusual: Mapped[list[str]] = mapped_column(JSON, default=list, server_default=text("'[]'"))
    erased: Mapped[bool] = mapped_column(default=False, server_default=false())


class IncomingNote(Base):
    """Something in a mail that a person has to read, until it is cleared; `line` and `data` are those of an added line.

    `remark` is what the person noted, `erased` says that nothing of a person is left in it.
    """

    __tablename__ = "incoming_note"

    id: Mapped[int] = mapped_column(primary_key=True)
    incoming_id: Mapped[int] = mapped_column(ForeignKey("incoming.id"), index=True)
    service_list_id: Mapped[int | None] = mapped_column(ForeignKey("service_list.id"))
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


class Return(Base):
    """One list that came back in one mail; `received_at` is when it was said (see `domain.returns.said_at`)."""

    __tablename__ = "return"
    __table_args__ = (UniqueConstraint("incoming_id", "service_list_id", "file_sha256"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    service_list_id: Mapped[int] = mapped_column(ForeignKey("service_list.id"), index=True)
    incoming_id: Mapped[int] = mapped_column(ForeignKey("incoming.id"))
    file_name: Mapped[str] = mapped_column(Text)
    file_sha256: Mapped[str] = mapped_column(String(64))
    sender: Mapped[str] = mapped_column(String(320))
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
    nil_return: Mapped[bool]
    issue_count: Mapped[int]
    erased: Mapped[bool] = mapped_column(default=False, server_default=false())

    service_list: Mapped[ServiceList] = relationship()
    rows: Mapped[list["ReturnRow"]] = relationship(back_populates="returned")


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
    return_id: Mapped[int] = mapped_column(ForeignKey("return.id"))
    row_id: Mapped[int] = mapped_column(ForeignKey("service_list_row.id"))
    answers: Mapped[dict[str, Any]] = mapped_column(JSON)
    issues: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    cells: Mapped[dict[str, str]] = mapped_column(JSON, default=dict, server_default=text("'{}'"))
    adopted: Mapped[bool] = mapped_column(default=False, server_default=false())

    returned: Mapped[Return] = relationship(back_populates="rows")


class Correction(Base):
    """An answer that a person wrote down for an office: `source` is how it was told, `by` who wrote it, `replaced` what counted before.

    A `value` of None empties the cell. `message_id` is the mail that told the office, None as long as none has.
    """

    __tablename__ = "correction"

    id: Mapped[int] = mapped_column(primary_key=True)
    row_id: Mapped[int] = mapped_column(ForeignKey("service_list_row.id"), index=True)
    question: Mapped[str] = mapped_column(String(100))
    value: Mapped[Any] = mapped_column(JSON, nullable=False)
    replaced: Mapped[Any] = mapped_column(JSON(none_as_null=True), nullable=True)
    source: Mapped[str] = mapped_column(Text)
    by: Mapped[str] = mapped_column(String(100))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    message_id: Mapped[int | None] = mapped_column(ForeignKey("message.id"))
    erased: Mapped[bool] = mapped_column(default=False, server_default=false())

    row: Mapped[ServiceListRow] = relationship()


class ResponsibilityCase(Base):
    """A row answered "nicht zuständig", or `shared`: "teilweise". `named` is what the office wrote, whole.

    Who has the service of a settled case: `settled_office`, or `settled_body` outside the city (reason code `elsewhere`). `settled_by`
    is the person who decided last, empty where nobody did; `note` is what that person noted.
    """

    __tablename__ = "responsibility_case"
    __table_args__ = (UniqueConstraint("row_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    rollout_id: Mapped[int] = mapped_column(ForeignKey("rollout.id"), index=True)
    # a sentinel tells new cases apart, so that SQLAlchemy inserts them in one statement on SQLite, too
    row_id: Mapped[int] = mapped_column(ForeignKey("service_list_row.id"), insert_sentinel=True)
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
