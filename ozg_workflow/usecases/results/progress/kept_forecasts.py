"""Keep what was foretold when: the audit log holds each forecast as it was told, so that it can stand beside what came of it."""

from datetime import date
from typing import Final

from sqlalchemy import bindparam, func, select

from ozg_workflow.database.columns import columns, value
from ozg_workflow.database.models import Event, Measure, Round
from ozg_workflow.domain import german
from ozg_workflow.domain.results.forecast import Forecast
from ozg_workflow.domain.results.implementation import MeasureState
from ozg_workflow.domain.results.progress.foretold import KeptForecast
from ozg_workflow.domain.survey.service_list import RoundKind
from ozg_workflow.usecases.results.outlook import measures_forecast
from ozg_workflow.usecases.step.work import Work
from ozg_workflow.usecases.survey.questions.rounds import missing_lists

FORETOLD: Final = "progress_foretold"
_KEPT: Final = (
    select(Event.object_id, Event.data)
    .where(Event.rollout_id == bindparam("rollout"), Event.verb == FORETOLD, Event.object_type == "round")
    .order_by(Event.id)
)
_NEWEST_QUERY: Final = (
    select(Round)
    .where(Round.rollout_id == bindparam("rollout"), Round.kind == RoundKind.PROGRESS)
    .order_by(Round.id.desc())
    .limit(1)
)
_REACHED: Final = select(func.count()).where(Measure.rollout_id == bindparam("rollout"), Measure.state == MeasureState.REACHED)


def keep_forecast(work: Work) -> None:
    """Note in the audit log what is foretold once the newest progress query is answered, or its deadline over: once for each query."""
    round_ = query_to_foretell(work)
    if round_ is None:
        return
    foretold, target_on = measures_forecast(work), work.rollout.target_on
    if foretold is None:
        work.record(FORETOLD, ("round", round_.key), "Noch keine Vorausschau möglich", {})
        return
    reached = value(work.session, _REACHED, {"rollout": work.rollout.id}) or 0
    figures = {"low": foretold.low, "middle": foretold.middle, "high": foretold.high, "total": foretold.total}
    words = f"{foretold.words} bis {german.short_date(target_on)}"
    work.record(FORETOLD, ("round", round_.key), words, {"day": work.today.isoformat(), "reached": reached, **figures})
    work.did(f"Vorausschau festgehalten: {words}.")


def query_to_foretell(work: Work) -> Round | None:
    """Return the newest progress query where it is answered, or its deadline over, and nothing was noted with it yet.

    After the last one nobody is asked any more: what comes then is not reported, and no forecast could be held against it.
    """
    if not any(work.today < day <= work.rollout.target_on for day in work.config.timeline.progress.asked_on):
        return None
    newest = work.session.scalar(_NEWEST_QUERY, {"rollout": work.rollout.id})
    if newest is None:
        return None
    if newest.key in {key for key, _ in columns(work.session, _KEPT, {"rollout": work.rollout.id})}:
        return None
    return newest if work.today > newest.due_on or not missing_lists(work.session, newest) else None


def kept_forecasts(work: Work) -> tuple[KeptForecast, ...]:
    """Return the forecasts that were noted until `work.today`, the oldest first."""
    found = (data for _, data in columns(work.session, _KEPT, {"rollout": work.rollout.id}) if data)
    kept = tuple(_kept(data) for data in found)
    return tuple(item for item in kept if item.day <= work.today)


def _kept(data: dict[str, int | str]) -> KeptForecast:
    low, middle, high, total = (int(data[name]) for name in ("low", "middle", "high", "total"))
    forecast = Forecast(low=low, middle=middle, high=high, total=total)
    return KeptForecast(day=date.fromisoformat(str(data["day"])), reached=int(data["reached"]), forecast=forecast)
