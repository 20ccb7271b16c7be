"""The rows of a list with their services, for everybody who looks at many of them."""

from sqlalchemy import inspect, select
from sqlalchemy.orm import object_session
from sqlalchemy.orm.attributes import set_committed_value

from ozg_workflow.database.models import Service, ServiceList, ServiceListRow


def rows_of(service_list: ServiceList) -> list[ServiceListRow]:
    """Return the rows of a list; their services are read in one go, because row by row each would be a question of its own."""
    unknown = [row for row in service_list.rows if "service" in inspect(row).unloaded]
    session = object_session(service_list)
    if unknown and session:
        query = select(Service).join(ServiceListRow).where(ServiceListRow.service_list_id == service_list.id)
        services = {service.id: service for service in session.scalars(query)}
        for row in unknown:
            set_committed_value(row, "service", services[row.service_id])
    return service_list.rows
