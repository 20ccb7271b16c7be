"""The outbox."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint, false, text
from sqlalchemy.ext.associationproxy import AssociationProxy, association_proxy
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ozg_workflow.database.models.base import Base, EnumText, UtcDateTime
from ozg_workflow.database.models.lists import ServiceList
from ozg_workflow.database.models.measures import Measure
from ozg_workflow.database.models.rollouts import Rollout
from ozg_workflow.domain.post.mail import MailKind
from ozg_workflow.domain.post.outbox import MessageState, RecipientState
from ozg_workflow.domain.post.reasons import StateReason


class Message(Base):
    """One mail; the unique key makes sure that it exists, and so is sent, once.

    `needs_release` waits for a person; `copied_at` is when a transfer began that also goes to our own mailbox.
    `claimed_by` of an unknown message names the worker whose late answer still settles it. `state_reason` is for people,
    `state_reason_code` for decisions. `about_on` is the deadline a reminder (of this `step`) or the day an invitation (with this
    SEQUENCE) was about. The finished bytes, `size` of them, are in a row of their own, which is read where they are needed.
    """

    __tablename__ = "message"
    __table_args__ = (
        UniqueConstraint("rollout_id", "kind", "recipient", "object_key", "occasion"),
        Index("ix_message_state_next_attempt_at", "state", "next_attempt_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    rollout_id: Mapped[int] = mapped_column(ForeignKey(Rollout.id))
    kind: Mapped[MailKind] = mapped_column(EnumText(MailKind))
    recipient: Mapped[str] = mapped_column(String(320))
    object_key: Mapped[str] = mapped_column(String(120))
    occasion: Mapped[str] = mapped_column(String(120))
    header_id: Mapped[str] = mapped_column(String(80), unique=True)
    subject: Mapped[str] = mapped_column(Text)
    sender: Mapped[str] = mapped_column(String(320))
    size: Mapped[int] = mapped_column(default=0, server_default="0")
    sha256: Mapped[str] = mapped_column(String(64))
    state: Mapped[MessageState] = mapped_column(EnumText(MessageState))
    state_reason: Mapped[str] = mapped_column(Text, default="")
    state_reason_code: Mapped[StateReason] = mapped_column(
        EnumText(StateReason), default=StateReason.OTHER, server_default=text("''")
    )
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    next_attempt_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_on: Mapped[date | None]
    about_on: Mapped[date | None]
    step: Mapped[str] = mapped_column(String(120), default="", server_default=text("''"))
    sequence: Mapped[int] = mapped_column(default=0, server_default="0")
    needs_release: Mapped[bool] = mapped_column(default=False, server_default=false())
    attempts: Mapped[int] = mapped_column(default=0)
    claimed_by: Mapped[str] = mapped_column(String(100), default="")
    lease_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    queue_id: Mapped[str] = mapped_column(Text, default="")
    accepted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    copied_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    erased: Mapped[bool] = mapped_column(default=False, server_default=false())

    recipients: Mapped[list["MessageRecipient"]] = relationship(order_by="MessageRecipient.id")
    lists: Mapped[list["MessageList"]] = relationship()
    measures: Mapped[list["MessageMeasure"]] = relationship()
    stored: Mapped["MessageContent"] = relationship(cascade="all, delete-orphan", single_parent=True)
    content: AssociationProxy[bytes] = association_proxy(
        "stored", "content", creator=lambda content: MessageContent(content=content)
    )


class MessageContent(Base):
    """The finished bytes of a message; apart from its state, which changes several times."""

    __tablename__ = "message_content"

    message_id: Mapped[int] = mapped_column(ForeignKey(Message.id), primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)


class MessageRecipient(Base):
    """One address of a message with its own outcome, a `RecipientState`."""

    __tablename__ = "message_recipient"
    __table_args__ = (UniqueConstraint("message_id", "address"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    message_id: Mapped[int] = mapped_column(ForeignKey(Message.id))
    address: Mapped[str] = mapped_column(String(320))
    role: Mapped[str] = mapped_column(String(3))
    state: Mapped[str] = mapped_column(String(20), default=RecipientState.PENDING)
    response: Mapped[str] = mapped_column(Text, default="")


class MessageList(Base):
    """A message is about these lists."""

    __tablename__ = "message_list"

    message_id: Mapped[int] = mapped_column(ForeignKey(Message.id), primary_key=True)
    service_list_id: Mapped[int] = mapped_column(ForeignKey(ServiceList.id), primary_key=True, index=True)


class MessageMeasure(Base):
    """A message reminds of these measures; `due_on` is the day its step counts from."""

    __tablename__ = "message_measure"

    message_id: Mapped[int] = mapped_column(ForeignKey(Message.id), primary_key=True)
    measure_id: Mapped[int] = mapped_column(ForeignKey(Measure.id), primary_key=True, index=True)
    due_on: Mapped[date]
