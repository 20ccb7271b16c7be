"""The questions of the board, each for all rollouts that are asked about."""

from typing import Any, Final

from sqlalchemy import Select, bindparam, case, func, select

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
    StepRun,
)
from ozg_workflow.domain.plan.timeline import MilestoneState
from ozg_workflow.domain.post.mail import IncomingState, MailKind
from ozg_workflow.domain.post.outbox import MessageState
from ozg_workflow.domain.results.implementation import MeasureState
from ozg_workflow.domain.steps import RUN_DAY
from ozg_workflow.domain.survey.responsibility import CaseState

_OURS: Any = bindparam("rollouts", expanding=True)
_TODAY: Any = bindparam("today")


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
LATE_MEASURES: Final = (
    select(Measure.rollout_id, func.count(Measure.office_id.distinct()))
    .where(
        Measure.rollout_id.in_(_OURS),
        Measure.target_on < _TODAY,
        Measure.carried_out,
        Measure.state.in_([MeasureState.PLANNED, MeasureState.STARTED]),
    )
    .group_by(Measure.rollout_id)
)
PAPERS: Final = (
    select(BoardPaper.rollout_id, BoardPaper.round_key, BoardPaper.draft_at, BoardPaper.released_at, BoardPaper.decided_at)
    .where(BoardPaper.rollout_id.in_(_OURS), BoardPaper.draft_at < bindparam("evening"))
    .order_by(BoardPaper.id)
)
RUNS: Final = select(StepRun.rollout_id, StepRun.ended_at).where(StepRun.rollout_id.in_(_OURS), StepRun.step == RUN_DAY)
