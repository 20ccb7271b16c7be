"""The services of a round with the answers that count: what the evaluation ranks."""

from sqlalchemy import select

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


def additive_questions(config: RolloutConfig) -> frozenset[str]:
    """Return the questions whose answers add up where offices share a service."""
    return frozenset(q.key for q in config.questionnaire.questions if kind_of(q).adds_up)


def candidates(work: Work, round_: Round, additive: frozenset[str]) -> tuple[Candidate, ...]:
    """Return every service with the answers that count and the office they came from; `additive` questions add up where offices share one.

    What no office of this city has is left out (`left_out`).
    """
    answered, nobodys = _answers(work, round_), elsewhere(work)
    offices = _responsible_offices(work)
    services = work.session.scalars(
        select(Service).where(Service.rollout_id == work.rollout.id, Service.active).order_by(Service.ref)
    )
    return tuple(
        Candidate(
            service_id=s.id,
            ref=s.ref,
            name=s.name,
            office=answered[s.id][0][0] if s.id in answered else offices.get(s.id, s.proposed_office),
            answers=combine_shared([answers for _, answers in answered[s.id]], additive) if s.id in answered else {},
        )
        for s in services
        if s.id not in nobodys
    )


def left_out(work: Work) -> tuple[LeftOut, ...]:
    """Return the services that are not evaluated because no office of this city has them, by name."""
    nobodys = elsewhere(work)
    query = select(Service.id, Service.ref, Service.name).where(Service.id.in_(nobodys), Service.active)
    found = work.session.execute(query.order_by(Service.name, Service.ref)) if nobodys else ()
    return tuple(LeftOut(ref=ref, name=name, body=nobodys[service_id]) for service_id, ref, name in found)


def _answers(work: Work, round_: Round) -> dict[int, list[tuple[str, dict[str, Answer]]]]:
    """Return service id → (office, answers) of each office that answered, the first one first; levels are on the scale of the rollout."""
    query = (
        select(ServiceListRow, Office.number)
        .join(ServiceList, ServiceList.id == ServiceListRow.service_list_id)
        .join(Office, Office.id == ServiceList.office_id)
        .where(ServiceList.round_id == round_.id, ServiceListRow.state.in_(WITH_ANSWERS))
        .order_by(ServiceListRow.answered_at, ServiceListRow.id)
    )
    found: dict[int, list[tuple[str, dict[str, Answer]]]] = {}
    for row, office in work.session.execute(query):
        found.setdefault(row.service_id, []).append((office, on_this_scale(work, round_, row.answers)))
    return found


def _responsible_offices(work: Work) -> dict[int, str]:
    query = (
        select(Assignment.service_id, Office.number)
        .join(Office, Office.id == Assignment.office_id)
        .where(Office.rollout_id == work.rollout.id, Assignment.state.in_((AssignmentState.PROPOSED, AssignmentState.CONFIRMED)))
    )
    return {service: office for service, office in work.session.execute(query)}
