"""The figures of the cities that agreed to be compared; each is put together once, and anew when something has happened there."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from typing import Any, Final

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from ozg_workflow.database.columns import columns
from ozg_workflow.database.models import Event, Rollout, Round, ServiceList
from ozg_workflow.domain.cities.comparison import CityFigures
from ozg_workflow.domain.german import local_day
from ozg_workflow.domain.survey.service_list import BACK, ListState, RoundKind
from ozg_workflow.usecases.step.context import Context
from ozg_workflow.usecases.survey.levels import last_levels
from ozg_workflow.usecases.survey.questions.rounds import newest_survey

_CHOICE: Final = Rollout.config["comparison"]
_AGREED: Final = (
    select(Rollout.id, Rollout.key, Rollout.city, Rollout.config_hash, _CHOICE["population"].as_integer().label("population"))
    .where(_CHOICE["agreed"].as_boolean().is_(True))
    .order_by(Rollout.id)
)
_NEWEST: Final = (
    select(Event.rollout_id, func.max(Event.id).label("newest"))
    .where(Event.rollout_id.in_(bindparam("rollouts", expanding=True)))
    .group_by(Event.rollout_id)
)
_LISTS: Final = (
    select(ServiceList.state, ServiceList.sent_at, ServiceList.returned_at)
    .join(Round, Round.id == ServiceList.round_id)
    .where(Round.rollout_id == bindparam("rollout"), Round.key == bindparam("round"), Round.kind == RoundKind.SURVEY)
    .where(ServiceList.state != ListState.SUPERSEDED)
)


@dataclass(slots=True)
class KnownFigures:
    """What was put together, by rollout, with what it was made of."""

    _known: dict[str, tuple[object, CityFigures]] = field(default_factory=dict)

    def of(self, key: str, edition: object, make: Callable[[], CityFigures]) -> CityFigures:
        """Return the figures of a rollout; `edition` changes whenever something has happened there."""
        known = self._known.get(key)
        if known is None or known[0] != edition:
            known = self._known[key] = (edition, make())
        return known[1]


def cities_compared(
    session: Session, known: KnownFigures, context: Callable[[str], Context], sees: Callable[[str], bool], today: date
) -> list[CityFigures]:
    """Return the cities that agreed. One with several rollouts counts once, by the newest of them, and is own where one of them is seen."""
    agreed = columns(session, _AGREED, {})
    events = columns(session, _NEWEST, {"rollouts": [row.id for row in agreed]})
    happened = {row.rollout_id: row.newest for row in events}
    own = {_name(row) for row in agreed if sees(row.key)}
    found: list[CityFigures] = []
    for row in _newest_of_each(agreed):
        edition = (happened.get(row.id), row.config_hash, today)
        figures = known.of(row.key, edition, partial(_figures, context, row))
        found.append(replace(figures, own=_name(row) in own))
    return found


def _newest_of_each(rows: Iterable[Any]) -> list[Any]:
    return list({_name(row): row for row in rows}.values())


def _name(row: Any) -> str:
    return " ".join(row.city.casefold().split()) or row.key


def _figures(context: Callable[[str], Context], row: Any) -> CityFigures:
    with context(row.key).reading() as work:
        lists = columns(work.session, _LISTS, {"rollout": work.rollout.id, "round": newest_survey(work)})
        scale, levels = work.prepared.scale, list(last_levels(work).values())
    days = [(local_day(found.returned_at) - local_day(found.sent_at)).days for found in lists if _answered(found)]
    return CityFigures(
        key=row.key,
        city=row.city,
        population=row.population,
        scale=scale.title,
        returned=_mean([found.state in BACK for found in lists]),
        online=_mean([level >= scale.compliant_level for level in levels]),
        mean_level=_mean(levels),
        days=_mean(days),
    )


def _answered(found: Any) -> bool:
    return found.state in BACK and found.sent_at is not None and found.returned_at is not None


def _mean(values: list[Any]) -> float | None:
    return sum(values) / len(values) if values else None
