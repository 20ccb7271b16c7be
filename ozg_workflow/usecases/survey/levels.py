"""The level of online maturity reported last for each service, by its office or by a person for it.

Every level was given on the scale of its round. Where the rollout uses another one now it counts as `mapping` says, and where that says
nothing it is unknown: an older level that can be read does not come back for it.
"""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, bindparam, or_, select

from ozg_workflow.database.columns import columns
from ozg_workflow.database.models import Correction, MaturityReading, Office, Return, Round, Service, ServiceList, ServiceListRow
from ozg_workflow.domain.german import sort_key
from ozg_workflow.domain.survey.cells import Answer
from ozg_workflow.domain.survey.criteria.check import PREFIX, Checked, check, level_in
from ozg_workflow.domain.survey.service_list import WITH_ANSWERS
from ozg_workflow.usecases.step.rollout_access import questionnaire_of, scale_of
from ozg_workflow.usecases.step.work import Work

_READINGS: Final = (
    select(MaturityReading.service_id, MaturityReading.scale, MaturityReading.level, Return.received_at)
    .join(Service, Service.id == MaturityReading.service_id)
    .join(Return, Return.id == MaturityReading.return_id)
    .where(Service.rollout_id == bindparam("rollout"))
    .order_by(MaturityReading.read_on, MaturityReading.id)
)


def last_levels(work: Work) -> dict[int, int]:
    """Return service id → level of the newest reading; one that was corrected after it is newer."""
    return {service: level for service, (level, _) in last_readings(work).items()}


def last_readings(work: Work) -> dict[int, tuple[int, datetime]]:
    """Return service id → that level on the scale of the rollout, and the moment it was reported or corrected."""
    translated = work.prepared.scale.translated
    read = columns(work.session, _READINGS, {"rollout": work.rollout.id})
    found = {service: (translated(scale, level), at) for service, scale, level, at in read}
    for service, level, at in _corrected(work):
        if service not in found or at >= found[service][1]:
            found[service] = (level, at)
    return {service: (level, at) for service, (level, at) in found.items() if level is not None}


def levels_in(work: Work, round_: Round) -> Callable[[Mapping[str, Answer]], Answer | None]:
    """Return how to read the level that answers of this round state, on the scale of the rollout; None where that is not known."""
    questionnaire, today, question = questionnaire_of(round_), work.prepared.scale, work.prepared.maturity_question
    scale = scale_of(work, questionnaire)

    def level_of(answers: Mapping[str, Answer]) -> Answer | None:
        level = level_in(questionnaire, scale, answers, question)
        return today.translated(scale.key, level) if isinstance(level, int) else level

    return level_of


def on_this_scale(work: Work, round_: Round) -> Callable[[dict[str, Answer]], dict[str, Answer]]:
    """Return how answers of this round read with the level on the scale of the rollout, without it where it cannot be said."""
    question, level_of = work.prepared.maturity_question, levels_in(work, round_)

    def translated(answers: dict[str, Answer]) -> dict[str, Answer]:
        level = level_of(answers)
        if level == answers.get(question):
            return answers
        rest = {key: answer for key, answer in answers.items() if key != question}
        return rest if level is None else {**rest, question: level}

    return translated


def levels_by_round(work: Work) -> Callable[[int, Mapping[str, Answer]], Answer | None]:
    """Return how to read the level in answers of the round with an id, as in `levels_in`; asks nothing where only one scale without criteria is known."""
    scale, question = work.prepared.scale, work.prepared.maturity_question
    if not scale.mapping and not scale.criteria:
        return lambda _, answers: answers.get(question)
    rounds = work.session.scalars(select(Round).where(Round.rollout_id == work.rollout.id))
    levels = {round_.id: levels_in(work, round_) for round_ in rounds}
    return lambda round_id, answers: levels[round_id](answers)


def checks_of(work: Work, services: Collection[int]) -> dict[int, Checked]:
    """Return service id → what its newest answers to criteria come to; nothing where none was asked for them on the scale of the rollout."""
    scale = work.prepared.scale
    if not scale.criteria or not services:
        return {}
    query = (
        select(ServiceListRow.service_id, ServiceListRow.answers)
        .where(ServiceListRow.service_id.in_(services), ServiceListRow.state.in_(WITH_ANSWERS))
        .order_by(ServiceListRow.answered_at, ServiceListRow.id)
    )
    found = ((service, check(scale, answers)) for service, answers in work.session.execute(query))
    return {service: checked for service, checked in found if checked}


def office_checks(work: Work, office: str) -> list[tuple[str, str, Checked]]:
    """Return (ref, name, outcome) of each service an office has been asked about by criteria, by name."""
    if not work.prepared.scale.criteria:
        return []
    listed = (
        select(Service.id, Service.ref, Service.name)
        .join(ServiceListRow, ServiceListRow.service_id == Service.id)
        .join(ServiceList, ServiceList.id == ServiceListRow.service_list_id)
        .join(Office, Office.id == ServiceList.office_id)
        .where(Service.rollout_id == work.rollout.id, Office.number == office, ServiceListRow.state.in_(WITH_ANSWERS))
    )
    services = {row.id: row for row in work.session.execute(listed)}
    found = checks_of(work, services.keys())
    return sorted(((services[id_].ref, services[id_].name, found[id_]) for id_ in found), key=lambda item: sort_key(item[1]))


def _corrected(work: Work) -> list[tuple[int, int | None, datetime]]:
    """Return (service id, level, moment) of each correction of a level; one of a criterion gives what its row comes to now."""
    query = (
        select(ServiceListRow, Correction.question, Correction.value, Correction.at, Round)
        .join(ServiceListRow, ServiceListRow.id == Correction.row_id)
        .join(ServiceList, ServiceList.id == ServiceListRow.service_list_id)
        .join(Round, Round.id == ServiceList.round_id)
        .where(Round.rollout_id == work.rollout.id, _about_levels(work))
        .order_by(Correction.at, Correction.id)
    )
    levels = [
        (row.service_id, levels_in(work, round_)(row.answers if question.startswith(PREFIX) else {question: value}), at)
        for row, question, value, at, round_ in work.session.execute(query)
    ]
    return [(service, level, at) for service, level, at in levels if isinstance(level, int)]


def _about_levels(work: Work) -> ColumnElement[bool]:
    question = Correction.question == work.config.maturity_question
    return or_(question, Correction.question.startswith(PREFIX, autoescape=True)) if work.prepared.scale.criteria else question
