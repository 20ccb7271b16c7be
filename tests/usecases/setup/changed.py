"""The configuration of the small town after somebody edited it."""

from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from ozg_workflow.database.models import Assignment, Base, Office, Service, ServiceList, ServiceListRow
from ozg_workflow.domain.plan.milestones import Action
from ozg_workflow.domain.rollout import RolloutData
from ozg_workflow.domain.survey.service_list import AssignmentState
from ozg_workflow.usecases.answers.correct import Wish, correct
from tests.usecases.town import Town, not_ours, town_data


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
    with town.session() as session:
        return standing_in(session)


def standing_in(session: Session) -> dict[str, Any]:
    """The same as a session sees it."""
    services = list(session.scalars(select(Service).where(Service.active).order_by(Service.ref)))
    rows = list(session.scalars(select(ServiceListRow).order_by(ServiceListRow.id)))
    owners = select(Service.ref, Office.number, Assignment.state).join(Assignment.service).join(Assignment.office)
    lists = session.scalars(select(ServiceList).order_by(ServiceList.id))
    return {
        "services": [(s.ref, s.key, s.name, s.proposed_office) for s in services],
        "assignments": {
            (ref, office): str(state)
            for ref, office, state in session.execute(owners.where(Service.active))
            if state is not AssignmentState.WITHDRAWN
        },
        "lists": {(x.office.number, x.version): (str(x.state), x.due_on) for x in lists},
        "rows": {
            (row.service_list.office.number, row.service_list.version, row.number): (str(row.state), row.answers, row.answered_at)
            for row in rows
        },
        "cases": _cases(session),
    }


def cases(town: Town) -> list[tuple[Any, ...]]:
    """All cases, whole."""
    with town.session() as session:
        return _cases(session)


def _cases(session: Session) -> list[tuple[Any, ...]]:
    table = Base.metadata.tables["responsibility_case"]
    return [tuple(row) for row in session.execute(select(table).order_by(table.c.id))]


def everything_said(asked: Town) -> None:
    """Amt 33 is done, 34 half, 50 refuses one service and names nobody, 20 has a cell refused; a figure is corrected by phone."""
    asked.send_back("33")
    asked.send_back("34", rows=[1])
    asked.send_back("50", {2: not_ours()})
    asked.send_back("20", {1: {"Fallzahl pro Jahr": "viele"}})
    asked.do("collect")
    correct(asked.ctx(), Wish(office="33", service="L2", question="case_volume", value="4711", source="Telefonat"))
