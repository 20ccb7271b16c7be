"""The maturity of the services of a city: the newest level of each, from a survey, a progress query or a person."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from sqlalchemy import bindparam, select

from ozg_workflow.database.columns import columns
from ozg_workflow.database.models import Round, Service
from ozg_workflow.domain.results.maturity import Maturity, Offer, maturity
from ozg_workflow.domain.results.prioritisation import Candidate
from ozg_workflow.domain.survey.cells import UNKNOWN, Answer
from ozg_workflow.domain.survey.question import Kind
from ozg_workflow.domain.survey.questionnaire import Questionnaire
from ozg_workflow.usecases.results.candidates import additive_questions, candidates
from ozg_workflow.usecases.results.targets import NO_DEPARTMENT
from ozg_workflow.usecases.step.rollout_access import questionnaire_of
from ozg_workflow.usecases.step.work import Work
from ozg_workflow.usecases.survey.levels import last_levels
from ozg_workflow.usecases.survey.questions.rounds import survey_round

_SERVICES: Final = select(Service.id, Service.ref, Service.name, Service.topic, Service.service_type).where(
    Service.rollout_id == bindparam("rollout")
)


def maturity_of(work: Work) -> Maturity | None:
    """Return the figures on the scale of the rollout; None before the survey."""
    round_ = survey_round(work)
    return maturity_among(work, round_, candidates(work, round_, additive_questions(work.config))) if round_ else None


def maturity_among(work: Work, round_: Round, found: Sequence[Candidate]) -> Maturity:
    """Return the same where the services of a round with the answers that count are known already."""
    services = {row.id: row for row in columns(work.session, _SERVICES, {"rollout": work.rollout.id})}
    newest, asked = last_levels(work), questionnaire_of(round_)
    offers = [_offer(work, services[c.service_id], c, newest.get(c.service_id), asked) for c in found]
    return maturity(work.config.scale, offers)


def _offer(work: Work, service: Any, candidate: Candidate, newest: int | None, asked: Questionnaire) -> Offer:
    answers, question = candidate.answers, work.config.maturity_question
    department = work.directory.find_department(candidate.office)
    said = answers.get(question)
    planned, planned_on = _planned(asked, answers)
    return Offer(
        service_id=service.id,
        ref=service.ref,
        name=service.name,
        office=candidate.office,
        department=department.title if department else NO_DEPARTMENT,
        theme=service.topic,
        kind=service.service_type,
        level=said if newest is None else newest,
        url=next((str(answers[q.key]) for q in asked.questions if q.kind is Kind.URL and q.key in answers), ""),
        planned=planned,
        planned_on=planned_on,
    )


def _planned(asked: Questionnaire, answers: Mapping[str, Answer]) -> tuple[bool, date | None]:
    """Tell whether an offer is planned, and its day: one is named, or the answers ask for one (`required_when`)."""
    given: dict[str, object] = dict(answers)
    for question in asked.questions:
        if question.kind is Kind.DATE and (
            question.key in answers or (question.required_when and asked.is_required(question, given))
        ):
            answer = answers.get(question.key)
            return True, date.fromisoformat(answer) if isinstance(answer, str) and answer != UNKNOWN else None
    return False, None
