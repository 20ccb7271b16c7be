"""What is asked for the needs: the rows that wait for a person, with what the words about them say."""

from collections.abc import Collection
from enum import StrEnum
from typing import Any, Final, NamedTuple

from sqlalchemy import Select, bindparam, func, select

from ozg_workflow.database.columns import one_of
from ozg_workflow.database.models import (
    Event,
    Incoming,
    IncomingNote,
    Message,
    Office,
    ResponsibilityCase,
    Service,
    ServiceList,
    ServiceListRow,
)
from ozg_workflow.domain.needs import MAIL_NEEDS
from ozg_workflow.domain.post.mail import IncomingState
from ozg_workflow.domain.survey.responsibility import CaseState


class Waiting(NamedTuple):
    """The questions for the rows that have one of some states now, and for those with some ids; the id is their first column.

    They come in no order: to have them by id SQLite would rather read all rows of the rollout than those with these states.
    """

    states: Collection[StrEnum]
    now: Select[Any]
    chosen: Select[Any]


def _waiting(model: Any, query: Select[Any], *states: StrEnum) -> Waiting:
    own = query.where(model.rollout_id == bindparam("rollout"))
    chosen = own.where(model.id.in_(bindparam("ids", expanding=True)))
    return Waiting(states=states, now=own.where(one_of(model.state, states)), chosen=chosen)


_MAILS: Final[Any] = select(
    Message.id,
    Message.kind,
    Message.subject,
    Message.state,
    Message.state_reason,
    Message.state_reason_code,
    Message.needs_release,
    Message.created_at,
)
_INCOMING: Final[Any] = select(
    Incoming.id, Incoming.state, Incoming.sender, Incoming.subject, Incoming.reason, Incoming.received_at, Incoming.erased
)
_CASES: Final[Any] = (
    select(
        ResponsibilityCase.id,
        ResponsibilityCase.named,
        ResponsibilityCase.reason,
        ResponsibilityCase.reason_code,
        ResponsibilityCase.state,
        ResponsibilityCase.opened_at,
        ServiceListRow.answers,
        Service.ref,
        Service.name.label("service"),
        Office.number.label("office"),
        Office.name.label("office_name"),
        ServiceList.round_id,
    )
    .join(ServiceListRow, ServiceListRow.id == ResponsibilityCase.row_id)
    .join(Service, Service.id == ServiceListRow.service_id)
    .join(ServiceList, ServiceList.id == ServiceListRow.service_list_id)
    .join(Office, Office.id == ServiceList.office_id)
)
MAILS: Final = _waiting(Message, _MAILS, *MAIL_NEEDS)
CASES: Final = _waiting(ResponsibilityCase, _CASES, CaseState.OPEN)
INCOMING: Final = _waiting(Incoming, _INCOMING, IncomingState.QUARANTINED, IncomingState.TO_READ)
SINCE: Final = (
    select(Event.object_id, Event.verb, func.max(Event.at))
    .where(
        Event.rollout_id == bindparam("rollout"),
        Event.object_type == "message",
        Event.object_id.in_(bindparam("mails", expanding=True)),
        one_of(Event.verb, [str(state) for state in MAIL_NEEDS]),
        Event.at < bindparam("evening"),
    )
    .group_by(Event.object_id, Event.verb)
)
NOTES: Final = (
    select(IncomingNote).where(IncomingNote.incoming_id.in_(bindparam("mails", expanding=True))).order_by(IncomingNote.id)
)
