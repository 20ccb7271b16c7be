"""The status of a rollout as the contract describes it."""

from collections import Counter
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session, contains_eager

from ozg_workflow.database.models import (
    Evaluation,
    Incoming,
    Measure,
    Message,
    MessageList,
    Milestone,
    Office,
    ResponsibilityCase,
    Rollout,
    Round,
    ServiceList,
    ServiceListRow,
)
from ozg_workflow.domain import german, timeline
from ozg_workflow.domain.implementation import MeasureState
from ozg_workflow.domain.mail import REMINDER_KINDS, IncomingState
from ozg_workflow.domain.outbox import MessageState
from ozg_workflow.domain.responsibility import CaseState
from ozg_workflow.domain.service_list import ListState, RowState
from ozg_workflow.usecases.context import Context
from ozg_workflow.usecases.rollout_access import Directory, find_rollout

REMINDED = (
    MessageState.QUEUED,
    MessageState.CLAIMED,
    MessageState.DATA_STARTED,
    MessageState.ACCEPTED,
    MessageState.UNKNOWN,
    MessageState.BOUNCED,
)


def status(ctx: Context) -> dict[str, Any]:
    """Return the whole status as plain JSON data (dates and moments as ISO text)."""
    with ctx.sessions() as session:
        rollout = find_rollout(ctx, session)
        directory = Directory(ctx, session, rollout)
        lists = _lists(directory, session, rollout)
        return {
            "rollout": rollout.key,
            "title": f"{rollout.title} – {rollout.city}",
            "today": ctx.today.isoformat(),
            "milestones": _milestones(ctx, session, rollout),
            "departments": _departments(directory, lists),
            "lists": lists,
            "mail": _mail(session, rollout),
            "inbox": _inbox(session, rollout),
            "cases": _cases(session, rollout),
            "prioritisation": _prioritisation(session, rollout),
            "implementation": _implementation(session, rollout),
        }


def _moment(value: Any) -> str | None:
    return value.astimezone(ZoneInfo(german.TIME_ZONE)).isoformat(timespec="seconds") if value else None


def _milestones(ctx: Context, session: Session, rollout: Rollout) -> list[dict[str, Any]]:
    query = select(Milestone).where(Milestone.rollout_id == rollout.id).order_by(Milestone.position)
    return [
        {
            "key": m.key,
            "title": m.title,
            "planned": m.planned,
            "state": str(timeline.state_on(m.action, m.state, m.acts_on, m.last_day, ctx.today)),
            "done_at": _moment(m.done_at),
        }
        for m in session.scalars(query)
    ]


def _lists(directory: Directory, session: Session, rollout: Rollout) -> list[dict[str, Any]]:
    rows = _row_states(session, rollout)
    reminders = _reminders(session, rollout)
    query = (
        select(ServiceList)
        .join(ServiceList.round)
        .join(ServiceList.office)
        .where(Round.rollout_id == rollout.id)
        .options(contains_eager(ServiceList.round), contains_eager(ServiceList.office))
        .order_by(Round.id, Office.number, ServiceList.version)
    )
    return [
        {
            "office": item.office.number,
            "name": item.office.name,
            "department": directory.department_of(item.office.number).number,
            "round": item.round.key,
            "version": item.version,
            "state": str(item.state),
            **_row_figures(rows.get(item.id, Counter())),
            "due_on": item.due_on.isoformat(),
            "sent_at": _moment(item.sent_at),
            "returned_at": _moment(item.returned_at),
            "reminders": reminders.get(item.id, 0),
        }
        for item in session.scalars(query)
    ]


def _row_figures(states: Counter[RowState]) -> dict[str, int]:
    return {
        "rows": sum(states.values()) - states[RowState.WITHDRAWN],
        "answered": states[RowState.ANSWERED] + states[RowState.DISPUTED] + states[RowState.MOVED],
        "invalid": states[RowState.INVALID],
        "disputed": states[RowState.DISPUTED],
    }


def _row_states(session: Session, rollout: Rollout) -> dict[int, Counter[RowState]]:
    query = (
        select(ServiceListRow.service_list_id, ServiceListRow.state, func.count())
        .join(ServiceList, ServiceList.id == ServiceListRow.service_list_id)
        .join(Round, Round.id == ServiceList.round_id)
        .where(Round.rollout_id == rollout.id)
        .group_by(ServiceListRow.service_list_id, ServiceListRow.state)
    )
    counts: dict[int, Counter[RowState]] = {}
    for list_id, state, number in session.execute(query):
        counts.setdefault(list_id, Counter())[state] = number
    return counts


def _reminders(session: Session, rollout: Rollout) -> dict[int, int]:
    query = (
        select(MessageList.service_list_id, func.count())
        .join(Message, Message.id == MessageList.message_id)
        .where(Message.rollout_id == rollout.id, Message.kind.in_(REMINDER_KINDS), Message.state.in_(REMINDED))
        .group_by(MessageList.service_list_id)
    )
    return {list_id: number for list_id, number in session.execute(query)}


def _departments(directory: Directory, lists: list[dict[str, Any]]) -> list[dict[str, Any]]:
    done = (ListState.RETURNED, ListState.NIL_RETURN)
    return [
        {
            "number": number,
            "name": department.name,
            "lists": sum(item["department"] == number and item["state"] != ListState.SUPERSEDED for item in lists),
            "returned": sum(item["department"] == number and item["state"] in done for item in lists),
        }
        for number, department in sorted(directory.departments.items())
        if department.active
    ]


def _mail(session: Session, rollout: Rollout) -> dict[str, int]:
    query = select(Message.state, func.count()).where(Message.rollout_id == rollout.id).group_by(Message.state)
    counts = {state: number for state, number in session.execute(query)}
    return {str(state): counts.get(state, 0) for state in MessageState}


def _inbox(session: Session, rollout: Rollout) -> dict[str, int]:
    query = select(Incoming.state, func.count()).where(Incoming.rollout_id == rollout.id).group_by(Incoming.state)
    counts = {state: number for state, number in session.execute(query)}
    return {
        "returns": counts.get(IncomingState.RETURN, 0),
        "automatic": counts.get(IncomingState.AUTOMATIC, 0),
        "quarantined": counts.get(IncomingState.QUARANTINED, 0),
        "dismissed": counts.get(IncomingState.DISMISSED, 0),
    }


def _cases(session: Session, rollout: Rollout) -> dict[str, int]:
    query = (
        select(ResponsibilityCase.state, func.count())
        .where(ResponsibilityCase.rollout_id == rollout.id)
        .group_by(ResponsibilityCase.state)
    )
    counts = {state: number for state, number in session.execute(query)}
    return {str(state): counts.get(state, 0) for state in CaseState}


def _prioritisation(session: Session, rollout: Rollout) -> dict[str, Any] | None:
    evaluation = session.scalar(
        select(Evaluation).where(Evaluation.rollout_id == rollout.id).order_by(Evaluation.id.desc()).limit(1)
    )
    if evaluation is None:
        return None
    return {
        "evaluated_at": _moment(evaluation.evaluated_at),
        "ranked": evaluation.ranked,
        "blocked": evaluation.blocked,
        "incomplete": evaluation.incomplete,
    }


def _implementation(session: Session, rollout: Rollout) -> dict[str, Any] | None:
    query = select(Measure.state, func.count()).where(Measure.rollout_id == rollout.id).group_by(Measure.state)
    counts = {state: number for state, number in session.execute(query)}
    if not counts:
        return None
    return {
        "measures": sum(counts.values()),
        "started": counts.get(MeasureState.STARTED, 0) + counts.get(MeasureState.REACHED, 0),
        "reached_target": counts.get(MeasureState.REACHED, 0),
        "target_level": rollout.target_level,
        "target_on": rollout.target_on.isoformat(),
    }
