"""The level of online maturity reported last for each service, by its office or by a person for it."""

from datetime import datetime

from sqlalchemy import select

from ozg_workflow.database.models import Correction, MaturityReading, Return, Service, ServiceListRow
from ozg_workflow.usecases.step.work import Work


def last_levels(work: Work) -> dict[int, int]:
    """Return service id → level of the newest reading; one that was corrected after it is newer."""
    return {service: level for service, (level, _) in last_readings(work).items()}


def last_readings(work: Work) -> dict[int, tuple[int, datetime]]:
    """Return service id → that level, and the moment it was reported or corrected."""
    query = (
        select(MaturityReading.service_id, MaturityReading.level, Return.received_at)
        .join(Service, Service.id == MaturityReading.service_id)
        .join(Return, Return.id == MaturityReading.return_id)
        .where(Service.rollout_id == work.rollout.id)
        .order_by(MaturityReading.read_on, MaturityReading.id)
    )
    found = {service: (level, at) for service, level, at in work.session.execute(query)}
    for service, level, at in _corrected(work):
        if service not in found or at >= found[service][1]:
            found[service] = (level, at)
    return found


def _corrected(work: Work) -> list[tuple[int, int, datetime]]:
    query = (
        select(ServiceListRow.service_id, Correction.value, Correction.at)
        .join(ServiceListRow, ServiceListRow.id == Correction.row_id)
        .join(Service, Service.id == ServiceListRow.service_id)
        .where(Service.rollout_id == work.rollout.id, Correction.question == work.config.maturity_question)
        .order_by(Correction.at, Correction.id)
    )
    return [(service, level, at) for service, level, at in work.session.execute(query) if isinstance(level, int)]
