"""The level of online maturity reported last for each service."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from ozg_workflow.database.models import MaturityReading, Rollout, Service


def last_levels(session: Session, rollout: Rollout) -> dict[int, int]:
    """Return service id → level of the newest reading."""
    query = (
        select(MaturityReading.service_id, MaturityReading.level)
        .join(Service, Service.id == MaturityReading.service_id)
        .where(Service.rollout_id == rollout.id)
        .order_by(MaturityReading.read_on, MaturityReading.id)
    )
    return {service: level for service, level in session.execute(query)}
