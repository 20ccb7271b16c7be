"""Incoming mail."""

from datetime import datetime

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, Integer, LargeBinary, String, Text, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, deferred, mapped_column

from ozg_workflow.database.models.base import Base, EnumText, UtcDateTime
from ozg_workflow.database.models.rollouts import Rollout
from ozg_workflow.domain.post.mail import IncomingKind, IncomingState


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
    rollout_id: Mapped[int] = mapped_column(ForeignKey(Rollout.id), index=True)
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
