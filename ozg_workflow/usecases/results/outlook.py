"""How many measures will be at the target on the last day of the plan, as far as what was reported until today tells."""

from datetime import date
from typing import Any, Final

from sqlalchemy import bindparam, func, select

from ozg_workflow.database.columns import columns, one_of, value
from ozg_workflow.database.models import Measure, Office, Round, ServiceList, ServiceListRow
from ozg_workflow.database.models.base import UtcDateTime
from ozg_workflow.domain import german
from ozg_workflow.domain.results.forecast import OVER_YEARS, Forecast, Underway, forecast
from ozg_workflow.domain.results.implementation import MeasureState
from ozg_workflow.domain.survey.service_list import WITH_ANSWERS, RoundKind
from ozg_workflow.usecases.step.work import Work

MONTH: Final = 30.44  # days
_MEASURES: Final = (
    select(Measure.state, Measure.starts_on, Measure.reached_at, Office.number)
    .join(Office, Office.id == Measure.office_id)
    .where(Measure.rollout_id == bindparam("rollout"), Measure.carried_out)
    .order_by(Measure.id)
)
_REPORTED_AT: Final = (
    select(func.max(ServiceListRow.answered_at))
    .join(ServiceList, ServiceList.id == ServiceListRow.service_list_id)
    .join(Round, Round.id == ServiceList.round_id)
    .where(Round.rollout_id == bindparam("rollout"), Round.kind == RoundKind.PROGRESS)
    .where(one_of(ServiceListRow.state, WITH_ANSWERS), ServiceListRow.answered_at < bindparam("evening", type_=UtcDateTime))
)


def measures_forecast(work: Work) -> Forecast | None:
    """Return the forecast on `work.today`; None before the first report and after the last day of the plan.

    What happens between two progress queries is known with the next one only: the time until the newest report is what lies behind, and
    the time from there on what lies ahead.
    """
    reported = value(work.session, _REPORTED_AT, {"rollout": work.rollout.id, "evening": german.evening(work.today)})
    target_on = work.rollout.target_on
    if reported is None or work.today > target_on:
        return None
    rows: list[Any] = list(columns(work.session, _MEASURES, {"rollout": work.rollout.id}))
    reached = (german.local_day(row.reached_at) for row in rows if row.reached_at)
    known_on = max(german.local_day(reported), *(day for day in reached if day <= work.today), date.min)
    return forecast((_underway(row, known_on, target_on) for row in rows), OVER_YEARS)


def _underway(row: Any, known_on: date, target_on: date) -> Underway:
    reached_on = german.local_day(row.reached_at) if row.reached_at else None
    arrived = row.state is MeasureState.REACHED and (reached_on is None or reached_on <= known_on)
    until = min(known_on, reached_on or known_on)
    started = (
        row.reached_at is not None or row.state is not MeasureState.REACHED
    )  # the others were at the target before they began
    return Underway(
        office=row.number,
        so_far=max(0, (until - row.starts_on).days) / MONTH if started else 0.0,
        arrived=arrived,
        ahead=max(0, (target_on - max(known_on, row.starts_on)).days) / MONTH,
    )
