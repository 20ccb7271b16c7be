"""What the answers can be narrowed down by: the rounds, offices, Dezernate and themes that there are."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from sqlalchemy import bindparam, select

from ozg_workflow.database.columns import column
from ozg_workflow.database.models import Service
from ozg_workflow.usecases.step.work import Work

_THEMES: Final = select(Service.topic).where(Service.rollout_id == bindparam("rollout"), Service.topic != "").distinct()


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerChoices:
    """Key → words of everything that can be chosen, in the order in which people look for it."""

    rounds: Mapping[str, str]
    offices: Mapping[str, str]
    departments: Mapping[str, str]
    themes: tuple[str, ...]


def answer_choices(work: Work) -> AnswerChoices:
    """Return what can be chosen: rounds with the newest first, offices by number, themes by name."""
    own = {"rollout": work.rollout.id}
    return AnswerChoices(
        rounds={round_.key: round_.title for round_ in reversed(work.rounds)},
        offices=work.directory.office_names,
        departments=work.directory.department_names,
        themes=tuple(sorted(column(work.session, _THEMES, own), key=str.casefold)),
    )
