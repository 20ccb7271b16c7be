"""What the answers can be narrowed down by: the rounds, offices, Dezernate and themes that there are."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select

from ozg_workflow.database.models import Round, Service
from ozg_workflow.usecases.step.work import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerChoices:
    """Key → words of everything that can be chosen, in the order in which people look for it."""

    rounds: Mapping[str, str]
    offices: Mapping[str, str]
    departments: Mapping[str, str]
    themes: tuple[str, ...]


def answer_choices(work: Work) -> AnswerChoices:
    """Return what can be chosen: rounds with the newest first, offices by number, themes by name."""
    rounds = select(Round.key, Round.title).where(Round.rollout_id == work.rollout.id).order_by(Round.id.desc())
    themes = select(Service.topic).where(Service.rollout_id == work.rollout.id, Service.topic != "").distinct()
    departments = sorted(work.directory.departments.items())
    return AnswerChoices(
        rounds={key: title for key, title in work.session.execute(rounds)},
        offices=work.directory.office_names,
        departments={number: department.name for number, department in departments if department.active},
        themes=tuple(sorted(work.session.scalars(themes), key=str.casefold)),
    )
