"""What the offices answered last: the lists of a repeated round come filled in with it, and say what is new and what is gone."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from ozg_workflow.database.models import Round, ServiceList, ServiceListRow
from ozg_workflow.domain.rollout import RolloutConfig
from ozg_workflow.domain.survey.answers import still_valid
from ozg_workflow.domain.survey.cells import Answer
from ozg_workflow.domain.survey.service_list import WITH_ANSWERS, RowState
from ozg_workflow.usecases.step.work import Work
from ozg_workflow.usecases.survey.levels import last_levels, on_this_scale

Prefill = dict[tuple[int, int], dict[str, Answer]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Delta:
    """How the services of an office differ from its previous list: ids of new ones, names of withdrawn ones."""

    new: frozenset[int] = frozenset()
    withdrawn: tuple[str, ...] = ()


def last_answers(work: Work, round_: Round) -> Prefill:
    """Return (office id, service id) → the newest valid answers of the office in the rounds this one repeats.

    A level reported in a progress query is newer than that of the survey. Answers that the present questionnaire does not
    know or no longer accepts are left out.
    """
    found: Prefill = {}
    for earlier in reversed(_earlier_rounds(work.session, round_)):
        query = (
            select(ServiceList.office_id, ServiceListRow.service_id, ServiceListRow.answers)
            .join(ServiceListRow, ServiceListRow.service_list_id == ServiceList.id)
            .where(ServiceList.round_id == earlier.id, ServiceListRow.state.in_(WITH_ANSWERS))
            .order_by(ServiceListRow.answered_at, ServiceListRow.id)
        )
        translated = on_this_scale(work, earlier)
        found |= {(office, s): translated(answers) for office, s, answers in work.session.execute(query)}
    levels = last_levels(work) if found else {}
    return {
        (office, service): still_valid(
            work.config.questionnaire, work.config.scale, _newest_level(work.config, answers, levels.get(service))
        )
        for (office, service), answers in found.items()
    }


def _newest_level(config: RolloutConfig, answers: dict[str, Answer], level: int | None) -> dict[str, Answer]:
    if level is None or config.maturity_question not in answers:
        return answers
    return {**answers, config.maturity_question: level}


def _earlier_rounds(session: Session, round_: Round) -> list[Round]:
    """Return the rounds this one repeats, the newest first."""
    found, current = [], round_
    while current.previous_id is not None:
        current = session.get_one(Round, current.previous_id)
        found.append(current)
    return found


def delta_of(session: Session, item: ServiceList) -> Delta:
    """Return what has changed since the previous round; a Nachtrag says itself what is new, and a first round has none before it."""
    if item.round.previous_id is None or not item.is_first:
        return Delta()
    query = (
        select(ServiceListRow)
        .join(ServiceList, ServiceList.id == ServiceListRow.service_list_id)
        .where(ServiceList.round_id == item.round.previous_id, ServiceList.office_id == item.office_id)
        .order_by(ServiceListRow.id)
    )
    before = {row.service_id: row for row in session.scalars(query)}
    now = {row.service_id for row in item.rows}
    return Delta(
        new=frozenset(now - before.keys()),
        withdrawn=tuple(
            row.service.name for service, row in before.items() if service not in now and row.state is RowState.WITHDRAWN
        ),
    )
