"""The services of a round with the answers that count: what the evaluation ranks."""

from collections.abc import Iterator
from typing import Any, Final

from sqlalchemy import Row, bindparam, select

from ozg_workflow.database.columns import columns, one_of
from ozg_workflow.database.models import Assignment, Office, Round, Service, ServiceList, ServiceListRow
from ozg_workflow.domain.results.prioritisation import Candidate, LeftOut
from ozg_workflow.domain.rollout import RolloutConfig
from ozg_workflow.domain.survey.cells import Answer
from ozg_workflow.domain.survey.kinds.registry import kind_of
from ozg_workflow.domain.survey.returns import combine_shared
from ozg_workflow.domain.survey.service_list import WITH_ANSWERS, AssignmentState
from ozg_workflow.usecases.step.work import Work
from ozg_workflow.usecases.survey.deciding.elsewhere import elsewhere
from ozg_workflow.usecases.survey.levels import on_this_scale

_SERVICES: Final[Any] = (
    select(Service.id, Service.ref, Service.name, Service.topic, Service.service_type, Service.proposed_office)
    .where(Service.rollout_id == bindparam("rollout"), Service.active)
    .order_by(Service.ref)
)
_ANSWERS: Final = (
    select(ServiceListRow.service_id, Office.number, ServiceListRow.answers)
    .join(ServiceList, ServiceList.id == ServiceListRow.service_list_id)
    .join(Office, Office.id == ServiceList.office_id)
    .where(ServiceList.round_id == bindparam("round"), one_of(ServiceListRow.state, WITH_ANSWERS))
    .order_by(ServiceListRow.answered_at, ServiceListRow.id)
)
_RESPONSIBLE: Final = (
    select(Assignment.service_id, Office.number)
    .join(Office, Office.id == Assignment.office_id)
    .where(Office.rollout_id == bindparam("rollout"))
    .where(one_of(Assignment.state, (AssignmentState.PROPOSED, AssignmentState.CONFIRMED)))
)


def additive_questions(config: RolloutConfig) -> frozenset[str]:
    """Return the questions whose answers add up where offices share a service."""
    return frozenset(q.key for q in config.questionnaire.questions if kind_of(q).adds_up)


def candidates(work: Work, round_: Round, additive: frozenset[str]) -> tuple[Candidate, ...]:
    """Return every service with the answers that count and the office they came from; `additive` questions add up where offices share one.

    What no office of this city has is left out (`left_out`).
    """
    found = services_with_answers(work, round_, additive)
    return tuple(Candidate(service_id=s.id, ref=s.ref, name=s.name, office=o, answers=answers) for s, o, answers in found)


def services_with_answers(
    work: Work, round_: Round, additive: frozenset[str]
) -> Iterator[tuple[Row[Any], str, dict[str, Answer]]]:
    """Yield the same as (id, ref, name, topic, service_type of the service; number of the office; answers), by ref."""
    answered, nobodys = _answers(work, round_, additive), elsewhere(work)
    offices = _responsible_offices(work)
    for service in columns(work.session, _SERVICES, {"rollout": work.rollout.id}):
        service_id = service[0]  # by its place: to find a column by its name takes longer than the rest of the loop
        if service_id not in nobodys:
            known = answered.get(service_id)
            yield service, *(known or (offices.get(service_id, service.proposed_office), {}))


def left_out(work: Work) -> tuple[LeftOut, ...]:
    """Return the services that are not evaluated because no office of this city has them, by name."""
    nobodys = elsewhere(work)
    query = select(Service.id, Service.ref, Service.name).where(Service.id.in_(nobodys), Service.active)
    found = work.session.execute(query.order_by(Service.name, Service.ref)) if nobodys else ()
    return tuple(LeftOut(ref=ref, name=name, body=nobodys[service_id]) for service_id, ref, name in found)


def _answers(work: Work, round_: Round, additive: frozenset[str]) -> dict[int, tuple[str, dict[str, Answer]]]:
    """Return service id → the office that answered first, and the answers that count; levels are on the scale of the rollout."""
    translated = on_this_scale(work, round_)
    found: dict[int, tuple[str, dict[str, Answer]]] = {}
    shared: dict[int, list[dict[str, Answer]]] = {}
    for service, office, said in columns(work.session, _ANSWERS, {"round": round_.id}):
        answers = translated(said)
        if service in found:
            shared.setdefault(service, [found[service][1]]).append(answers)
        else:
            found[service] = office, answers
    return found | {service: (found[service][0], combine_shared(parts, additive)) for service, parts in shared.items()}


def _responsible_offices(work: Work) -> dict[int, str]:
    return {service: office for service, office in columns(work.session, _RESPONSIBLE, {"rollout": work.rollout.id})}
