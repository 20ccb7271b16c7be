"""Results that do not fit what is loaded: weights nobody evaluated with, own solutions where one could be reused. Today only."""

from collections.abc import Iterator
from typing import Any, Final

from sqlalchemy import Row, bindparam, func, or_, select

from ozg_workflow.database.columns import columns, value
from ozg_workflow.database.models import Evaluation, Measure, Office, PrioritisationVersion, Service
from ozg_workflow.domain import german
from ozg_workflow.domain.needs import About, Need, NeedKind, need
from ozg_workflow.domain.results.implementation import MeasureState
from ozg_workflow.domain.results.routes import Route
from ozg_workflow.domain.results.solutions import Solutions, words_of
from ozg_workflow.usecases.step.work import Work

_LOADED: Final = select(func.max(PrioritisationVersion.loaded_at)).where(
    PrioritisationVersion.rollout_id == bindparam("rollout"), PrioritisationVersion.version == bindparam("version")
)
_KEYS: Any = bindparam("keys", expanding=True)
_OWN: Final = (
    select(Service.ref, Service.name, Service.key, Service.ozg_id, Office.number, Office.name.label("office_name"))
    .join(Measure, Measure.service_id == Service.id)
    .join(Office, Office.id == Measure.office_id)
    .where(Measure.rollout_id == bindparam("rollout"), Measure.route == Route.OWN, Measure.state != MeasureState.REACHED)
    .where(or_(Service.key.in_(_KEYS), Service.ozg_id.in_(_KEYS)))
    .order_by(Office.number, Measure.rank, Measure.id)
)


def result_needs(work: Work, evaluation: Evaluation | Row[Any] | None) -> list[Need]:
    """Return what is to be done about the results; `evaluation` is the newest one, None where there is none."""
    return [*_not_evaluated(work, evaluation), *_reusable(work)]


def _not_evaluated(work: Work, evaluation: Evaluation | Row[Any] | None) -> Iterator[Need]:
    version = work.config.prioritisation.version
    if evaluation is None or evaluation.version in ("", version):
        return
    loaded = value(work.session, _LOADED, {"rollout": work.rollout.id, "version": version})
    detail = f"Geladen sind die Gewichte Version {version}, ausgewertet ist Version {evaluation.version}"
    yield need(NeedKind.WEIGHTS, detail, since=german.local_day(max(loaded, evaluation.evaluated_at)) if loaded else None)


def _reusable(work: Work) -> Iterator[Need]:
    """Yield a need for each office that plans an own solution where one could be reused."""
    solutions = Solutions.of(work.config.solutions)
    if not solutions.by_key:
        return
    offices: dict[str, list[Any]] = {}
    for row in columns(work.session, _OWN, {"rollout": work.rollout.id, "keys": list(solutions.by_key)}):
        offices.setdefault(row.number, []).append(row)
    for number, rows in offices.items():
        first = rows[0]
        planned = german.count(len(rows), "Maßnahme ist", "Maßnahmen sind")
        yield need(
            NeedKind.REUSE,
            f"Amt {number} {first.office_name}: {planned} als eigene Lösung geplant, zuerst „{first.name}“; "
            f"es gibt {words_of(solutions.fitting(first.key, first.ozg_id))}",
            About(number=number, office=number, service=first.ref),
        )
