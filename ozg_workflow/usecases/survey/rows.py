"""The rows of a list: what is printed of their services, and how they go on to a later list of their office."""

from collections.abc import Mapping, Sequence
from operator import attrgetter
from typing import Any, NamedTuple

from sqlalchemy import bindparam, insert, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from ozg_workflow.database.models import Service, ServiceList, ServiceListRow
from ozg_workflow.domain.survey.service_list import GONE, RowState


class PrintedService(NamedTuple):
    """The words and numbers of a service."""

    key: str
    name: str
    service_type: str
    ozg_id: str
    ozg_name: str
    topic: str


_PRINTED: Any = (
    select(ServiceListRow.id, *(getattr(Service, name) for name in PrintedService._fields))
    .join(Service, Service.id == ServiceListRow.service_id)
    .where(ServiceListRow.service_list_id == bindparam("list"))
)


def services_of(session: Session, service_list: ServiceList) -> Mapping[int, PrintedService]:
    """Return row id → its service, read in one go: through the objects each row would ask the database for itself."""
    found = session.execute(_PRINTED, {"list": service_list.id})
    return {row_id: PrintedService(*printed) for row_id, *printed in found}


def services_in(rows: Sequence[ServiceListRow], services: Sequence[Service]) -> Mapping[int, PrintedService]:
    """Return the same of rows whose services are at hand."""
    printed = {s.id: PrintedService(*(getattr(s, name) for name in PrintedService._fields)) for s in services}
    return {row.id: printed[row.service_id] for row in rows if row.service_id in printed}


def load_services(session: Session, rows: Sequence[ServiceListRow]) -> None:
    """Let some rows know their services, read in one go as well."""
    wanted = select(Service).where(Service.id.in_([row.service_id for row in rows]))
    services = {service.id: service for service in session.scalars(wanted)} if rows else {}
    for row in rows:
        set_committed_value(row, "service", services[row.service_id])


def add_rows(session: Session, service_list: ServiceList, new: Sequence[Mapping[str, Any]]) -> None:
    """Add open rows to a list in one statement: a round has thousands, and one object after the other takes twice as long."""
    session.flush()
    if not new:
        return
    rows = [{"service_list_id": service_list.id, "state": RowState.OPEN, **row} for row in new]
    # sorted here: SQLAlchemy keeps an order on SQLite by inserting one row after the other
    added = sorted(session.scalars(insert(ServiceListRow).returning(ServiceListRow), rows), key=attrgetter("number"))
    for row in added:
        set_committed_value(row, "service_list", service_list)
    set_committed_value(service_list, "rows", [*service_list.rows, *added])


def go_on(service_list: ServiceList, rows: Sequence[ServiceListRow]) -> None:
    """Let rows that were not answered go on to a list of the same office: what its earlier files say about them counts there.

    One that had been taken from the office is open again, filled in with what the office said before.
    """
    number = max((row.number for row in service_list.rows), default=0)
    for n, row in enumerate((row for row in rows if row.service_list_id != service_list.id), number + 1):
        row.printed = [*row.printed, {"list": row.service_list_id, "number": row.number}]
        row.service_list, row.number = service_list, n
    for row in rows:
        if row.answers:
            row.prefill, row.prefill_row_id = row.answers, None
        if row.state is RowState.WITHDRAWN:
            row.state, row.answers, row.answered_at = RowState.OPEN, {}, None


def services_asked(session: Session, service_list: ServiceList, new: Sequence[Service] = ()) -> tuple[Service, ...]:
    """Return the services a list asks about, in the order of its rows; `new` ones are known already."""
    asked = [row.service_id for row in service_list.rows if row.state not in GONE]
    known = {s.id: s for s in new}
    missing = [service_id for service_id in asked if service_id not in known]
    if missing:
        known |= {s.id: s for s in session.scalars(select(Service).where(Service.id.in_(missing)))}
    return tuple(known[service_id] for service_id in asked)
