"""Which measures are late or threaten to be, with the day their office expects the target on."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any, Final

from sqlalchemy import bindparam, func, or_, select

from ozg_workflow.database.columns import columns, one_of
from ozg_workflow.database.models import Measure, Message, MessageMeasure, Office, Round, Service, ServiceList, ServiceListRow
from ozg_workflow.database.models.base import UtcDateTime
from ozg_workflow.domain import german
from ozg_workflow.domain.results.implementation import MeasureState
from ozg_workflow.domain.results.lateness import Delay, Delayed, Pace
from ozg_workflow.domain.survey.cells import UNKNOWN
from ozg_workflow.domain.survey.service_list import WITH_ANSWERS, RoundKind
from ozg_workflow.usecases.step.work import Work

EXPECTED_ON, REMARK = "expected_on", "remark"  # questions of progress.yaml
_FROM_OFFICES: Final = (
    select(ServiceListRow.service_id)
    .join(ServiceList, ServiceList.id == ServiceListRow.service_list_id)
    .join(Round, Round.id == ServiceList.round_id)
    .where(Round.rollout_id == bindparam("rollout"), Round.kind == RoundKind.PROGRESS)
    .where(one_of(ServiceListRow.state, WITH_ANSWERS))
    .where(ServiceListRow.answered_at < bindparam("evening", type_=UtcDateTime))
)
_REPORTED: Final = (
    _FROM_OFFICES.add_columns(ServiceListRow.answers)
    .where(ServiceListRow.service_id.in_(bindparam("services", expanding=True)))
    .order_by(ServiceListRow.answered_at, ServiceListRow.id)
)
_REMINDED: Final = (
    select(MessageMeasure.measure_id, func.max(Message.created_at))
    .join(Message, Message.id == MessageMeasure.message_id)
    .where(Message.rollout_id == bindparam("rollout"), Message.created_at < bindparam("evening", type_=UtcDateTime))
    .group_by(MessageMeasure.measure_id)
)
_IN_DANGER: Final = (
    select(
        Measure.id,
        Measure.service_id,
        Measure.state,
        Measure.target_on,
        Service.ref,
        Service.name,
        Office.number,
        Office.name.label("office_name"),
    )
    .join(Service, Service.id == Measure.service_id)
    .join(Office, Office.id == Measure.office_id)
    .where(Measure.rollout_id == bindparam("rollout"), Measure.carried_out)
    .where(or_(Measure.target_on < bindparam("day"), Measure.service_id.in_(_FROM_OFFICES.scalar_subquery())))
    .order_by(Measure.target_on, Measure.rank, Measure.id)
)


def delayed(work: Work, states: Mapping[int, MeasureState] | None = None) -> list[Delayed]:
    """Return them for `work.today`, those with the earliest target first; `states` are those of a past evening by measure."""
    return delayed_until(work, work.today, states)


def delayed_until(work: Work, day: date, states: Mapping[int, MeasureState] | None = None) -> list[Delayed]:
    """Return those that are late or threaten to be on some day until `day`, as if nobody said anything after `work.today`, in the same order.

    Who is so on one day is so on every later one; of a measure whose day is still to come only its office can say that it threatens.
    """
    asked = {"rollout": work.rollout.id, "day": day, "evening": german.evening(work.today)}
    rows: list[Any] = list(columns(work.session, _IN_DANGER, asked))
    then = {row.id: states.get(row.id) if states is not None else row.state for row in rows}
    waiting = [row for row in rows if then[row.id] not in (None, MeasureState.REACHED)]
    days = expected_days(work, [row.service_id for row in waiting])
    reminded = _reminded(work) if waiting else {}
    found = [
        _delayed(row, then[row.id] or row.state, days.get(row.service_id), reminded_on=reminded.get(row.id)) for row in waiting
    ]
    return [item for item in found if item.pace.delay(day) is not Delay.NONE]


def _reminded(work: Work) -> dict[int, date]:
    """Return measure → the day its office or Dezernat was reminded of it last, until the evening of `work.today`."""
    asked = {"rollout": work.rollout.id, "evening": german.evening(work.today)}
    return {measure: german.local_day(at) for measure, at in columns(work.session, _REMINDED, asked)}


def _delayed(row: Any, state: MeasureState, expected_on: date | None, *, reminded_on: date | None) -> Delayed:
    return Delayed(
        measure_id=row.id,
        ref=row.ref,
        service=row.name,
        office=row.number,
        office_name=row.office_name,
        pace=Pace(state=state, target_on=row.target_on, expected_on=expected_on),
        reminded_on=reminded_on,
    )


def expected_days(work: Work, services: Collection[int]) -> dict[int, date]:
    """Return service id → the day its office expects the target on, as the newest answer to a progress query says; none where it says none."""
    days = {service: answers.get(EXPECTED_ON) for service, answers in newest_reports(work, services).items()}
    return {service: date.fromisoformat(str(day)) for service, day in days.items() if day and day != UNKNOWN}


def newest_reports(work: Work, services: Collection[int]) -> dict[int, dict[str, Any]]:
    """Return service id → the answers to the newest progress query that were given until the evening of `work.today`."""
    asked = {"rollout": work.rollout.id, "services": list(services), "evening": german.evening(work.today)}
    return {service: answers for service, answers in columns(work.session, _REPORTED, asked)} if services else {}
