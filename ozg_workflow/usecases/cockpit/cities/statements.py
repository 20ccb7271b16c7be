"""The questions of the board, each for all rollouts that are asked about."""

from typing import Any, Final

from sqlalchemy import Select, String, bindparam, case, cast, func, select, tuple_, union
from sqlalchemy.orm import aliased

from ozg_workflow.database.models import (
    BoardPaper,
    Incoming,
    Measure,
    Message,
    Milestone,
    ResponsibilityCase,
    Rollout,
    Round,
    ServiceList,
    ServiceListRow,
    StepRun,
)
from ozg_workflow.database.models.base import UtcDateTime
from ozg_workflow.domain.plan.milestones import MilestoneState
from ozg_workflow.domain.post.mail import IncomingState, MailKind
from ozg_workflow.domain.post.outbox import MessageState
from ozg_workflow.domain.results.implementation import MeasureState
from ozg_workflow.domain.steps import RUN_DAY
from ozg_workflow.domain.survey.cells import UNKNOWN
from ozg_workflow.domain.survey.responsibility import CaseState
from ozg_workflow.domain.survey.service_list import WITH_ANSWERS
from ozg_workflow.usecases.results.delays import EXPECTED_ON

_OURS: Any = bindparam("rollouts", expanding=True)
_QUERIES: Any = bindparam("queries", expanding=True)  # rounds that ask for progress
_TODAY: Any = bindparam("today")
_EVENING: Any = bindparam("evening", type_=UtcDateTime)


def _counted(model: Any, *more: Any) -> Select[Any]:
    """Ask how many rows each rollout has, by some columns."""
    return select(model.rollout_id, *more, func.count()).where(model.rollout_id.in_(_OURS)).group_by(model.rollout_id, *more)


ROLLOUTS: Final = select(Rollout.id, Rollout.key, Rollout.title, Rollout.city).order_by(Rollout.key)
MILESTONES: Final = (
    select(
        Milestone.rollout_id,
        Milestone.title,
        Milestone.planned_label,
        Milestone.action,
        Milestone.state,
        Milestone.acts_on,
        Milestone.last_day,
    )
    .where(Milestone.rollout_id.in_(_OURS), Milestone.state != MilestoneState.DONE)
    .order_by(Milestone.rollout_id, Milestone.position)
)
ROUNDS: Final = (
    select(Round.rollout_id, Round.id, Round.key, Round.kind, Round.closed_at, Round.opened_on)
    .where(Round.rollout_id.in_(_OURS))
    .order_by(Round.id)
)
_OVER: Final = case((ServiceList.due_on < _TODAY, 1), else_=0)
LISTS: Final = (
    select(ServiceList.round_id, ServiceList.state, _OVER.label("over"), func.count())
    .join(Round, Round.id == ServiceList.round_id)
    .where(Round.rollout_id.in_(_OURS))
    .group_by(ServiceList.round_id, ServiceList.state, _OVER)
)
MAILS: Final = _counted(Message, Message.state, Message.needs_release).where(
    Message.state.in_([MessageState.UNKNOWN, MessageState.HELD, MessageState.REFUSED, MessageState.BOUNCED]),
    Message.kind != MailKind.DAILY_DIGEST,
)
INBOX: Final = _counted(Incoming, Incoming.state).where(Incoming.state.in_([IncomingState.QUARANTINED, IncomingState.TO_READ]))
CASES: Final = _counted(ResponsibilityCase).where(ResponsibilityCase.state == CaseState.OPEN)

_WAITING: Final = (Measure.carried_out, Measure.state.in_([MeasureState.PLANNED, MeasureState.STARTED]))


def _reports() -> tuple[Any, Select[Any]]:
    """Return a line of the progress queries, and the question for those that were answered until the evening."""
    row, listed = aliased(ServiceListRow), aliased(ServiceList)
    asked = select(row.id).join(listed, listed.id == row.service_list_id).where(listed.round_id.in_(_QUERIES))
    return row, asked.where(row.state.in_(WITH_ANSWERS), row.answered_at < _EVENING)


def _threatened() -> Select[int, int]:
    """Ask for the offices that expect a target after its day, as the newest answer about it says.

    The queries are those of our rollouts: who begins with all measures of all of them reads a hundred times as much.
    """
    row, answered = _reports()
    newer, said_since = _reports()
    expected = row.answers[EXPECTED_ON].as_string()
    after = tuple_(newer.answered_at, newer.id) > tuple_(row.answered_at, row.id)
    return (
        answered.with_only_columns(Measure.rollout_id, Measure.office_id)
        .join(Measure, Measure.service_id == row.service_id)
        .where(*_WAITING, expected != UNKNOWN, expected > cast(Measure.target_on, String))  # days as ISO texts
        .where(~said_since.where(newer.service_id == row.service_id, after).correlate(row).exists())
    )


_LATE: Final = select(Measure.rollout_id, Measure.office_id).where(
    Measure.rollout_id.in_(_OURS), *_WAITING, Measure.target_on < _TODAY
)
_DELAYED: Final = union(_LATE, _threatened()).subquery()  # for all cities what `results.delays` tells of one
DELAYED_OFFICES: Final = select(_DELAYED.c.rollout_id, func.count()).group_by(_DELAYED.c.rollout_id)
PAPERS: Final = (
    select(BoardPaper.rollout_id, BoardPaper.round_key, BoardPaper.draft_at, BoardPaper.released_at, BoardPaper.decided_at)
    .where(BoardPaper.rollout_id.in_(_OURS), BoardPaper.draft_at < _EVENING)
    .order_by(BoardPaper.id)
)
RUNS: Final = select(StepRun.rollout_id, StepRun.ended_at).where(StepRun.rollout_id.in_(_OURS), StepRun.step == RUN_DAY)
