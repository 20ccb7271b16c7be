"""The configuration of the small town after somebody edited it."""

from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import select

from ozg_workflow.database.models import Assignment, Office, Service
from ozg_workflow.domain.plan.timeline import Action
from ozg_workflow.domain.rollout import RolloutData
from tests.usecases.town import Town, town_data


def with_service(ref: str, **values: Any) -> RolloutData:
    data = town_data()
    return replace(data, services=tuple(replace(s, **values) if s.ref == ref else s for s in data.services))


def with_new_service(office: str) -> RolloutData:
    data = town_data()
    new = replace(data.services[0], ref="L99", key="99999999999999", name="Parkausweis beantragen", office=office)
    return replace(data, services=(*data.services, new))


def without_service(ref: str) -> RolloutData:
    return replace(town_data(), services=tuple(s for s in town_data().services if s.ref != ref))


def with_deadline(day: date) -> RolloutData:
    data = town_data()
    milestones = tuple(
        replace(m, planned_on=day) if m.action is Action.RETURN_DEADLINE else m for m in data.config.timeline.milestones
    )
    timeline = replace(data.config.timeline, milestones=milestones)
    return replace(data, config=replace(data.config, timeline=timeline))


def assignments(town: Town, ref: str) -> dict[str, str]:
    with town.session() as session:
        query = select(Office.number, Assignment.state).join(Assignment).join(Service).where(Service.ref == ref)
        return {number: str(state) for number, state in session.execute(query)}
