"""Which of the services that are proposed could use a solution that exists already: what the board should know before it decides."""

from collections.abc import Iterable
from typing import Any, Final

from sqlalchemy import bindparam, or_, select

from ozg_workflow.database.columns import columns
from ozg_workflow.database.models import Service
from ozg_workflow.domain.results.implementation import MeasurePlan
from ozg_workflow.domain.results.solutions import Solutions, words_of
from ozg_workflow.usecases.step.work import Work

_KEYS: Any = bindparam("keys", expanding=True)
_SERVICES: Final = select(Service.id, Service.name, Service.key, Service.ozg_id).where(
    Service.rollout_id == bindparam("rollout"), or_(Service.key.in_(_KEYS), Service.ozg_id.in_(_KEYS))
)


def reuse_words(work: Work, plans: Iterable[MeasurePlan]) -> tuple[str, ...]:
    """Return a sentence for each service for which there is a solution, the best rank first."""
    solutions = Solutions.of(work.config.solutions)
    if not solutions.by_key:
        return ()
    asked = {"rollout": work.rollout.id, "keys": list(solutions.by_key)}
    found = {row.id: row for row in columns(work.session, _SERVICES, asked)}
    ranked = sorted((plan for plan in plans if plan.service_id in found), key=lambda plan: plan.rank)
    rows = [found[plan.service_id] for plan in ranked]
    return tuple(f"{row.name}: {words_of(solutions.fitting(row.key, row.ozg_id))}" for row in rows)
