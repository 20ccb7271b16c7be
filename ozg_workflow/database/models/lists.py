"""Rounds, lists and their rows."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, deferred, mapped_column, relationship

from ozg_workflow.database.models.base import Base, EnumText, UtcDateTime
from ozg_workflow.database.models.organisation import Office, Service
from ozg_workflow.database.models.rollouts import Rollout
from ozg_workflow.domain.survey.service_list import ListState, RoundKind, RowState


class Round(Base):
    """One collection round with the questionnaire it was sent with; `previous_id` is the round whose answers it repeats."""

    __tablename__ = "round"
    __table_args__ = (UniqueConstraint("rollout_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    rollout_id: Mapped[int] = mapped_column(ForeignKey(Rollout.id))
    key: Mapped[str] = mapped_column(String(60))
    kind: Mapped[RoundKind] = mapped_column(EnumText(RoundKind))
    title: Mapped[str] = mapped_column(String(200))
    opened_on: Mapped[date]
    due_on: Mapped[date]
    responsibility_due_on: Mapped[date | None]
    questionnaire: Mapped[dict[str, Any]] = deferred(mapped_column(JSON, nullable=False))  # large, and rarely asked for
    previous_id: Mapped[int | None] = mapped_column(ForeignKey("round.id"))
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class ServiceList(Base):
    """The Amtsliste of one office; a Nachtrag is a list of its own with the next version.

    `extended` says that a person gave this list its own deadline, which a moved plan leaves alone. A list that was printed for an
    office which another has taken over remembers its number in `former_office`, and in `former_version` a version that was taken there.
    """

    __tablename__ = "service_list"
    __table_args__ = (UniqueConstraint("round_id", "office_id", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey(Round.id))
    office_id: Mapped[int] = mapped_column(ForeignKey(Office.id))
    version: Mapped[int]
    state: Mapped[ListState] = mapped_column(EnumText(ListState), default=ListState.PREPARED)
    due_on: Mapped[date]
    extended: Mapped[bool] = mapped_column(default=False, server_default=false())
    former_office: Mapped[str] = mapped_column(String(20), default="", server_default=text("''"))
    former_version: Mapped[int | None]
    content_hash: Mapped[str] = mapped_column(String(64))
    prepared_at: Mapped[datetime] = mapped_column(UtcDateTime)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    returned_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    round: Mapped[Round] = relationship()
    office: Mapped[Office] = relationship()
    rows: Mapped[list["ServiceListRow"]] = relationship(order_by="ServiceListRow.number", back_populates="service_list")

    @property
    def is_first(self) -> bool:
        """It is no Nachtrag."""
        return (self.former_version or self.version) == 1


class ServiceListRow(Base):
    """One service on one list with the answers that count.

    `prefill` holds what the office is to confirm: its answers of the previous round, or what another office said about the service;
    then `prefill_row_id` is the row of that office. Where it holds nothing, `portal_prefill` stands in the cells: what the portals
    showed as the list was sent. `hint` is what stands beside the service as the list was sent.

    A row that was not answered goes on to the next Nachtrag of its office. `printed` are the lists it stood on before that, the oldest
    first: [{"list": id, "number": number there}]; what comes back of them counts here.
    """

    __tablename__ = "service_list_row"
    __table_args__ = (
        UniqueConstraint("service_list_id", "service_id"),
        UniqueConstraint("service_list_id", "number"),
        Index("ix_service_list_row_service_id", "service_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    service_list_id: Mapped[int] = mapped_column(ForeignKey(ServiceList.id))
    service_id: Mapped[int] = mapped_column(ForeignKey(Service.id))
    number: Mapped[int]
    state: Mapped[RowState] = mapped_column(EnumText(RowState), default=RowState.OPEN)
    answers: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    prefill: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict, server_default=text("'{}'"))
    hint: Mapped[str] = mapped_column(Text, default="", server_default=text("''"))
    prefill_row_id: Mapped[int | None]
    portal_prefill: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict, server_default=text("'{}'"))
    printed: Mapped[list[dict[str, int]]] = mapped_column(JSON, default=list, server_default=text("'[]'"))

    service_list: Mapped[ServiceList] = relationship(back_populates="rows")
    service: Mapped[Service] = relationship()

    @property
    def filled_in(self) -> dict[str, Any]:
        """What stands in the cells for the office to confirm."""
        return self.prefill or self.portal_prefill
