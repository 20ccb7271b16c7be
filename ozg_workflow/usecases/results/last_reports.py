"""What was reported last about the services under way: a progress query comes filled in with it."""

from collections.abc import Iterable
from typing import Final

from sqlalchemy import bindparam, select

from ozg_workflow.database.columns import columns, one_of
from ozg_workflow.database.models import Round, ServiceList, ServiceListRow
from ozg_workflow.domain.survey.answers import still_valid
from ozg_workflow.domain.survey.cells import Answer
from ozg_workflow.domain.survey.question import Kind
from ozg_workflow.domain.survey.service_list import WITH_ANSWERS
from ozg_workflow.usecases.step.work import Work
from ozg_workflow.usecases.survey.last_answers import Prefill
from ozg_workflow.usecases.survey.levels import last_levels

Reports = dict[int, dict[str, Answer]]

_ANSWERS: Final = (
    select(ServiceListRow.service_id, ServiceListRow.answers)
    .join(ServiceList, ServiceList.id == ServiceListRow.service_list_id)
    .join(Round, Round.id == ServiceList.round_id)
    .where(Round.rollout_id == bindparam("rollout"), one_of(ServiceListRow.state, WITH_ANSWERS))
    .order_by(ServiceListRow.answered_at, ServiceListRow.id)
)


def last_reports(work: Work) -> Reports:
    """Return service id → the newest answer to each question of the progress query, of whichever round; texts are not among them.

    A reason is as old as the day it was written on, so it is asked anew. The level is the one that counts.
    """
    asked = {q.key for q in work.config.progress_questionnaire.questions if q.kind is not Kind.TEXT}
    found: Reports = {}
    for service, answers in columns(work.session, _ANSWERS, {"rollout": work.rollout.id}):
        found.setdefault(service, {}).update({key: value for key, value in answers.items() if key in asked})
    levels, question = last_levels(work), work.config.maturity_question
    for service in {*found, *levels}:
        found.setdefault(service, {}).pop(question, None)
        if service in levels:
            found[service][question] = levels[service]
    return found


def prefill_of(work: Work, office: int, services: Iterable[int], reports: Reports) -> Prefill:
    """Return what the list of an office is filled in with, as far as the progress query accepts it."""
    config = work.config
    known = ((service, reports.get(service, {})) for service in services)
    return {(office, s): still_valid(config.progress_questionnaire, config.scale, answers) for s, answers in known if answers}
