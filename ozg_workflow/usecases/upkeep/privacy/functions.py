"""Offices and Dezernate as those who have, or had, an address by their function."""

from sqlalchemy import select

from ozg_workflow.database.models import Department, Office
from ozg_workflow.usecases.step.work import Work


def places_with_heads(work: Work) -> list[Department | Office]:
    """Return the Dezernate and offices of the rollout, past and present."""
    departments = work.session.scalars(select(Department).where(Department.rollout_id == work.rollout.id).order_by(Department.id))
    offices = work.session.scalars(select(Office).where(Office.rollout_id == work.rollout.id).order_by(Office.id))
    return [*departments, *offices]


def is_present(place: Department | Office) -> bool:
    """Tell whether it is there today: neither gone nor taken over."""
    return place.active and not (isinstance(place, Office) and place.successor)
