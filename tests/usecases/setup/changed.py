"""The configuration of the small town after somebody edited it."""

from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import select

from ozg_workflow.database.models import Assignment, Base, Office, Service, ServiceList, ServiceListRow
from ozg_workflow.domain.plan.timeline import Action
from ozg_workflow.domain.rollout import RolloutData
from ozg_workflow.domain.survey.service_list import AssignmentState
from tests.usecases.town import Town, town_data


def with_service(ref: str, **values: Any) -> RolloutData:
    data = town_data()
    return replace(data, services=tuple(replace(s, **values) if s.ref == ref else s for s in data.services))


def with_new_service(office: str) -> RolloutData:
    data = town_data()
    new = replace(data.services[0], ref="L99", key="99999999999999", name="Parkausweis beantragen", office=office)
    return replace(data, services=(*data.services, new))


def without_service(*refs: str) -> RolloutData:
    return replace(town_data(), services=tuple(s for s in town_data().services if s.ref not in refs))


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


def standing(town: Town) -> dict[str, Any]:
    """How the round stands: services, responsibility, lists, rows with their answers, cases."""
    found = cases(town)
    with town.session() as session:
        services = list(session.scalars(select(Service).where(Service.active).order_by(Service.ref)))
        rows = list(session.scalars(select(ServiceListRow).order_by(ServiceListRow.id)))
        owners = select(Service.ref, Office.number, Assignment.state).join(Assignment.service).join(Assignment.office)
        return {
            "services": [(s.ref, s.key, s.name, s.proposed_office) for s in services],
            "assignments": {
                (ref, office): str(state)
                for ref, office, state in session.execute(owners.where(Service.active))
                if state is not AssignmentState.WITHDRAWN
            },
            "lists": [
                (x.office.number, x.version, str(x.state), x.due_on)
                for x in session.scalars(select(ServiceList).order_by(ServiceList.id))
            ],
            "rows": {
                (row.service_list.office.number, row.service_list.version, row.number): (
                    str(row.state),
                    row.answers,
                    row.answered_at,
                )
                for row in rows
            },
            "cases": found,
        }


def cases(town: Town) -> list[tuple[Any, ...]]:
    """All cases, whole."""
    with town.session() as session:
        table = Base.metadata.tables["responsibility_case"]
        return [tuple(row) for row in session.execute(select(table).order_by(table.c.id))]
