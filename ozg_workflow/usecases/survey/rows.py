"""What is printed of the services of a list, for everybody who looks at many of its rows."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from ozg_workflow.database.models import Service, ServiceList, ServiceListRow


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


def load_services(session: Session, rows: Sequence[ServiceListRow]) -> None:
    """Let some rows know their services, read in one go as well."""
    wanted = select(Service).where(Service.id.in_([row.service_id for row in rows]))
    services = {service.id: service for service in session.scalars(wanted)} if rows else {}
    for row in rows:
        set_committed_value(row, "service", services[row.service_id])
