"""What is asked for the status."""

from typing import Any, Final

from sqlalchemy import bindparam, func, select

from ozg_workflow.database.columns import one_of
from ozg_workflow.database.models import (
    Evaluation,
    Incoming,
    Measure,
    Message,
    MessageList,
    Office,
    ResponsibilityCase,
    Return,
    Round,
    ServiceList,
)
from ozg_workflow.domain.post.mail import REMINDER_KINDS, IncomingState
from ozg_workflow.domain.post.outbox import MessageState

REMINDED: Final = (
    MessageState.QUEUED,
    MessageState.CLAIMED,
    MessageState.DATA_STARTED,
    MessageState.ACCEPTED,
    MessageState.UNKNOWN,
    MessageState.BOUNCED,
)
# what `list_status` needs of every list, by round, office and version
LISTS: Final = (
    select(ServiceList.id, ServiceList.version, Office.number, Office.name, Round.key, Round.closed_at)
    .join(Round, Round.id == ServiceList.round_id)
    .join(Office, Office.id == ServiceList.office_id)
    .where(Round.rollout_id == bindparam("rollout"))
    .order_by(Round.id, Office.number, ServiceList.version)
)
_RETURNS_AMONG: Final = (
    select(func.count(Return.incoming_id.distinct()))
    .join(Incoming, Incoming.id == Return.incoming_id)
    .where(Incoming.rollout_id == bindparam("rollout"))
)
RETURNS_TO_READ: Final = _RETURNS_AMONG.where(Incoming.state == IncomingState.TO_READ)
RETURNS_OF_SOME: Final = _RETURNS_AMONG.where(Incoming.id.in_(bindparam("mails", expanding=True)))
ABOUT_LISTS: Final = (
    select(MessageList.message_id, MessageList.service_list_id)
    .join(Message, Message.id == MessageList.message_id)
    .where(Message.rollout_id == bindparam("rollout"), one_of(Message.kind, REMINDER_KINDS))
)
REMINDERS: Final = (
    ABOUT_LISTS.with_only_columns(MessageList.service_list_id, func.count())
    .where(one_of(Message.state, REMINDED))
    .group_by(MessageList.service_list_id)
)
_STATES: Final = {
    model: select(model.state, func.count()).where(model.rollout_id == bindparam("rollout")).group_by(model.state)
    for model in (Message, Incoming, ResponsibilityCase, Measure)
}
MAILS, INCOMING, CASES = _STATES[Message], _STATES[Incoming], _STATES[ResponsibilityCase]
MEASURES: Final = _STATES[Measure].where(Measure.carried_out)
_EVALUATIONS: Final[Any] = select(
    Evaluation.id, Evaluation.evaluated_at, Evaluation.version, Evaluation.ranked, Evaluation.blocked, Evaluation.incomplete
)
EVALUATION: Final = _EVALUATIONS.where(Evaluation.id == bindparam("evaluation"))
NEWEST_EVALUATION: Final = (
    _EVALUATIONS.where(Evaluation.rollout_id == bindparam("rollout")).order_by(Evaluation.id.desc()).limit(1)
)
