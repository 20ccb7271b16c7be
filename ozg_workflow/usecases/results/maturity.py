"""The maturity of the services of a city: the newest level of each, from a survey, a progress query or a person."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import cache, partial
from typing import Any, Final

from sqlalchemy import bindparam, select

from ozg_workflow.database.columns import columns
from ozg_workflow.database.models import Round, Service
from ozg_workflow.domain.results.maturity import Maturity, Offer, maturity
from ozg_workflow.domain.results.prioritisation import Candidate
from ozg_workflow.domain.survey.cells import UNKNOWN, Answer
from ozg_workflow.domain.survey.question import Kind, Question
from ozg_workflow.domain.survey.questionnaire import Questionnaire
from ozg_workflow.usecases.results.candidates import additive_questions, services_with_answers
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
    return _maturity(work, round_, services_with_answers(work, round_, additive_questions(work.config))) if round_ else None


def maturity_among(work: Work, round_: Round, found: Sequence[Candidate]) -> Maturity:
    """Return the same where the services of a round with the answers that count are known already."""
    services = {row.id: row for row in columns(work.session, _SERVICES, {"rollout": work.rollout.id})}
    return _maturity(work, round_, ((services[c.service_id], c.office, c.answers) for c in found))


def _maturity(work: Work, round_: Round, found: Iterable[tuple[Any, str, Mapping[str, Answer]]]) -> Maturity:
    offer = _offers(work, round_)
    return maturity(work.config.scale, [offer(service, office, answers) for service, office, answers in found])


def _offers(work: Work, round_: Round) -> Callable[[Any, str, Mapping[str, Answer]], Offer]:
    """Return what makes an offer of a service, its office and its answers; what holds for all of them is looked up once."""
    asked, level, newest = questionnaire_of(round_), work.config.maturity_question, last_levels(work)
    addresses = [question.key for question in asked.questions if question.kind is Kind.URL]
    days = [question for question in asked.questions if question.kind is Kind.DATE]
    department = cache(partial(_department, work))

    def offer(service: Any, office: str, answers: Mapping[str, Answer]) -> Offer:
        service_id, ref, name, theme, kind = service[:5]  # by place: to find five columns by name takes as long as all the rest
        planned, planned_on = _planned(asked, days, answers)
        return Offer(
            service_id=service_id,
            ref=ref,
            name=name,
            office=office,
            department=department(office),
            theme=theme,
            kind=kind,
            level=newest.get(service_id, answers.get(level)),
            url=_first(addresses, answers),
            planned=planned,
            planned_on=planned_on,
        )

    return offer


def _department(work: Work, office: str) -> str:
    found = work.directory.find_department(office)
    return found.title if found else NO_DEPARTMENT


def _first(keys: Sequence[str], answers: Mapping[str, Answer]) -> str:
    """Return the first of some answers that is given, as text; empty where none is."""
    for key in keys:
        if key in answers:
            return str(answers[key])
    return ""


def _planned(asked: Questionnaire, days: Sequence[Question], answers: Mapping[str, Answer]) -> tuple[bool, date | None]:
    """Tell whether an offer is planned, and its day: one of the `days` is named, or the answers ask for one (`required_when`)."""
    for question in days:
        answer = answers.get(question.key)
        if question.key in answers or (question.required_when and asked.is_required(question, answers)):
            return True, date.fromisoformat(answer) if isinstance(answer, str) and answer != UNKNOWN else None
    return False, None
