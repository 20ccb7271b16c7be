"""What is asked for the options of the drop-downs."""

from typing import Final

from sqlalchemy import bindparam, select

from ozg_workflow.database.models import (
    Milestone,
    Office,
    ResponsibilityCase,
    Rollout,
    Service,
    ServiceList,
    ServiceListRow,
)
from ozg_workflow.domain.survey.responsibility import MAY_BE_REOPENED, CaseState

LONGEST_LIST = 500  # more is no choice any more but a search: the field stays a text

TITLES: Final = select(Rollout.key, Rollout.title).order_by(Rollout.key)
ACTIVE: Final = (
    select(Office.number, Office.name, Office.aliases)
    .where(Office.rollout_id == bindparam("rollout"), Office.active)
    .order_by(Office.id)
)
MILESTONES: Final = (
    select(Milestone.key, Milestone.planned_label, Milestone.title, Milestone.state, Milestone.action)
    .where(Milestone.rollout_id == bindparam("rollout"))
    .order_by(Milestone.position)
)
_EVERY_SERVICE: Final = select(Service.ref, Service.name).where(Service.rollout_id == bindparam("rollout"), Service.active)
SERVICES: Final = _EVERY_SERVICE.order_by(Service.id).limit(LONGEST_LIST + 1)
TOO_MANY_SERVICES: Final = _EVERY_SERVICE.with_only_columns(Service.id).offset(LONGEST_LIST).limit(1)
_CASES: Final = (
    select(
        ResponsibilityCase.id,
        ResponsibilityCase.named,
        ResponsibilityCase.reason_code,
        ResponsibilityCase.settled_office,
        ResponsibilityCase.settled_body,
        Office.number.label("office"),
        Service.name.label("service"),
    )
    .join(ServiceListRow, ServiceListRow.id == ResponsibilityCase.row_id)
    .join(Service, Service.id == ServiceListRow.service_id)
    .join(ServiceList, ServiceList.id == ServiceListRow.service_list_id)
    .join(Office, Office.id == ServiceList.office_id)
    .where(ResponsibilityCase.rollout_id == bindparam("rollout"))
    .order_by(ResponsibilityCase.id)
)
OPEN_CASES: Final = _CASES.where(ResponsibilityCase.state == CaseState.OPEN)
SETTLED_CASES: Final = _CASES.where(
    ResponsibilityCase.state == CaseState.SETTLED, ResponsibilityCase.reason_code.in_(MAY_BE_REOPENED)
)
