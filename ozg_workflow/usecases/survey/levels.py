"""The level of online maturity reported last for each service, by its office or by a person for it.

Every level was given on the scale of its round. Where the rollout uses another one now it counts as `mapping` says, and where that says
nothing it is unknown: an older level that can be read does not come back for it.
"""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import select

from ozg_workflow.database.models import Correction, MaturityReading, Return, Round, Service, ServiceList, ServiceListRow
from ozg_workflow.domain.survey.cells import Answer
from ozg_workflow.usecases.step.rollout_access import questionnaire_of, scale_of
from ozg_workflow.usecases.step.work import Work


def last_levels(work: Work) -> dict[int, int]:
    """Return service id → level of the newest reading; one that was corrected after it is newer."""
    return {service: level for service, (level, _) in last_readings(work).items()}


def last_readings(work: Work) -> dict[int, tuple[int, datetime]]:
    """Return service id → that level on the scale of the rollout, and the moment it was reported or corrected."""
    query = (
        select(MaturityReading.service_id, MaturityReading.scale, MaturityReading.level, Return.received_at)
        .join(Service, Service.id == MaturityReading.service_id)
        .join(Return, Return.id == MaturityReading.return_id)
        .where(Service.rollout_id == work.rollout.id)
        .order_by(MaturityReading.read_on, MaturityReading.id)
    )
    translated = work.prepared.scale.translated
    found = {service: (translated(scale, level), at) for service, scale, level, at in work.session.execute(query)}
    for service, level, at in _corrected(work):
        if service not in found or at >= found[service][1]:
            found[service] = (level, at)
    return {service: (level, at) for service, (level, at) in found.items() if level is not None}


def level_of(work: Work, round_: Round, answer: Answer | None) -> Answer | None:
    """Return an answer to the question for the level, given in this round, on the scale of the rollout; None where that is not known."""
    if not isinstance(answer, int):
        return answer
    return work.prepared.scale.translated(scale_of(work, questionnaire_of(round_)).key, answer)


def on_this_scale(work: Work, round_: Round, answers: dict[str, Answer]) -> dict[str, Answer]:
    """Return answers of this round with the level on the scale of the rollout, without it where it cannot be said."""
    question = work.prepared.maturity_question
    level = level_of(work, round_, answers.get(question))
    if level == answers.get(question):
        return answers
    rest = {key: answer for key, answer in answers.items() if key != question}
    return rest if level is None else {**rest, question: level}


def levels_by_round(work: Work) -> Callable[[int, Answer | None], Answer | None]:
    """Return how to read an answer for the level, given in the round with an id, as in `level_of`; asks nothing where only one scale is known."""
    if not work.prepared.scale.mapping:
        return lambda _, answer: answer
    rounds = {r.id: r for r in work.session.scalars(select(Round).where(Round.rollout_id == work.rollout.id))}
    return lambda round_id, answer: level_of(work, rounds[round_id], answer)


def _corrected(work: Work) -> list[tuple[int, int | None, datetime]]:
    query = (
        select(ServiceListRow.service_id, Correction.value, Correction.at, Round)
        .join(ServiceListRow, ServiceListRow.id == Correction.row_id)
        .join(ServiceList, ServiceList.id == ServiceListRow.service_list_id)
        .join(Round, Round.id == ServiceList.round_id)
        .where(Round.rollout_id == work.rollout.id, Correction.question == work.config.maturity_question)
        .order_by(Correction.at, Correction.id)
    )
    found = [
        (service, level_of(work, r, level), at) for service, level, at, r in work.session.execute(query) if isinstance(level, int)
    ]
    return [(service, level if isinstance(level, int) else None, at) for service, level, at in found]
