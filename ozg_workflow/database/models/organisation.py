"""Departments, offices and services."""

from datetime import date

from sqlalchemy import JSON, ForeignKey, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from ozg_workflow.database.models.base import Base
from ozg_workflow.database.models.rollouts import Rollout


class Department(Base):
    """A Dezernat; `former_addresses` are those it had before (address → `AddressKind`), in lower case."""

    __tablename__ = "department"
    __table_args__ = (UniqueConstraint("rollout_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    rollout_id: Mapped[int] = mapped_column(ForeignKey(Rollout.id))
    number: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(200))
    mailbox: Mapped[str] = mapped_column(String(254))
    head_name: Mapped[str] = mapped_column(String(200))
    head_email: Mapped[str] = mapped_column(String(254))
    former_addresses: Mapped[dict[str, str]] = mapped_column(JSON, default=dict, server_default=text("'{}'"))
    active: Mapped[bool] = mapped_column(default=True)

    @property
    def title(self) -> str:
        """`Dezernat 3 – Umwelt`."""
        return f"Dezernat {self.number} – {self.name}"


class Office(Base):
    """An Amt; `aliases` are other names people use for it, `predecessors` the numbers of the Ämter it follows.

    `successor` is the number of the Amt that has taken it over, empty until then.

    `former_addresses` as of a Dezernat.
    """

    __tablename__ = "office"
    __table_args__ = (UniqueConstraint("rollout_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    rollout_id: Mapped[int] = mapped_column(ForeignKey(Rollout.id))
    number: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(200))
    mailbox: Mapped[str] = mapped_column(String(254))
    head_name: Mapped[str] = mapped_column(String(200))
    head_email: Mapped[str] = mapped_column(String(254))
    aliases: Mapped[list[str]] = mapped_column(JSON, default=list, server_default=text("'[]'"))
    former_addresses: Mapped[dict[str, str]] = mapped_column(JSON, default=dict, server_default=text("'{}'"))
    predecessors: Mapped[list[str]] = mapped_column(JSON, default=list, server_default=text("'[]'"))
    successor: Mapped[str] = mapped_column(String(20), default="", server_default=text("''"))
    active: Mapped[bool] = mapped_column(default=True)

    @property
    def title(self) -> str:
        """`Amt 33 – Einwohner- und Meldeamt`."""
        return f"Amt {self.number} – {self.name}"


class OfficeMembership(Base):
    """An office belongs to a department from `valid_from` to `valid_to` (both included)."""

    __tablename__ = "office_membership"
    __table_args__ = (UniqueConstraint("office_id", "valid_from"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey(Office.id))
    department_id: Mapped[int] = mapped_column(ForeignKey(Department.id))
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]


class Service(Base):
    """A Leistung of the catalogue; `ref` identifies it there, under `former_refs` it was known before.

    `sdg` says whether it is of annex II of the SDG regulation, None where the catalogue does not.
    """

    __tablename__ = "service"
    __table_args__ = (UniqueConstraint("rollout_id", "ref"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    rollout_id: Mapped[int] = mapped_column(ForeignKey(Rollout.id))
    ref: Mapped[str] = mapped_column(String(300))
    former_refs: Mapped[list[str]] = mapped_column(JSON, default=list, server_default=text("'[]'"))
    key: Mapped[str] = mapped_column(String(14))
    name: Mapped[str] = mapped_column(Text)
    service_type: Mapped[str] = mapped_column(String(40))
    ozg_id: Mapped[str] = mapped_column(String(5))
    ozg_name: Mapped[str] = mapped_column(Text)
    topic: Mapped[str] = mapped_column(String(200))
    legal_basis: Mapped[str] = mapped_column(Text)
    sdg: Mapped[bool | None]
    proposed_office: Mapped[str] = mapped_column(String(20))
    active: Mapped[bool] = mapped_column(default=True)
