"""The level of online maturity reported last for each service."""

from sqlalchemy import select

from ozg_workflow.database.models import MaturityReading, Service
from ozg_workflow.usecases.step.work import Work


def last_levels(work: Work) -> dict[int, int]:
    """Return service id → level of the newest reading."""
    query = (
        select(MaturityReading.service_id, MaturityReading.level)
        .join(Service, Service.id == MaturityReading.service_id)
        .where(Service.rollout_id == work.rollout.id)
        .order_by(MaturityReading.read_on, MaturityReading.id)
    )
    return {service: level for service, level in work.session.execute(query)}
