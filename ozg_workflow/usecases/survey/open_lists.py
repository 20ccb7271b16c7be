"""The lists that are out and not complete, and what their files are called."""

from typing import Final

from sqlalchemy import bindparam, select
from sqlalchemy.orm import joinedload

from ozg_workflow.database.models import Round, ServiceList
from ozg_workflow.domain.survey.service_list import OPEN_STATES, list_file_name
from ozg_workflow.usecases.step.directory import Directory
from ozg_workflow.usecases.step.work import Work

_OPEN_LISTS: Final = (
    select(ServiceList)
    .join(Round)
    .where(Round.rollout_id == bindparam("rollout"), Round.closed_at.is_(None), ServiceList.state.in_(OPEN_STATES))
    .options(joinedload(ServiceList.office), joinedload(ServiceList.round))
    .order_by(ServiceList.id)
)


def open_lists(work: Work) -> list[ServiceList]:
    """Return the lists of open rounds that have been sent and are not complete."""
    return list(work.session.scalars(_OPEN_LISTS, {"rollout": work.rollout.id}))


def file_name_of(directory: Directory, item: ServiceList) -> str:
    """Return what the file of a list is called that the office has: a list that was taken over keeps the name it was printed with."""
    office = directory.offices.get(item.former_office) or item.office
    return list_file_name(office.number, office.name, item.former_version or item.version, item.round.kind, item.round.opened_on)
