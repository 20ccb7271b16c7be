"""A measure goes along when the loading gives its service to another office."""

from collections.abc import Mapping

from sqlalchemy import select

from ozg_workflow.database.models import Assignment, Measure
from ozg_workflow.domain.survey.service_list import AssignmentState
from ozg_workflow.usecases.setup.diff import Diff
from ozg_workflow.usecases.step.work import Work

RESPONSIBLE = (AssignmentState.PROPOSED, AssignmentState.CONFIRMED, AssignmentState.DISPUTED)
Owners = Mapping[int, frozenset[int]]  # id of a service that has a measure → ids of the offices that have it


def owners(work: Work) -> Owners:
    """Return which offices have the services that are being implemented."""
    query = (
        select(Assignment.service_id, Assignment.office_id)
        .join(Measure, Measure.service_id == Assignment.service_id)
        .where(Measure.rollout_id == work.rollout.id, Assignment.state.in_(RESPONSIBLE))
    )
    found: dict[int, set[int]] = {}
    for service_id, office_id in work.session.execute(query):
        found.setdefault(service_id, set()).add(office_id)
    return {service_id: frozenset(offices) for service_id, offices in found.items()}


def measures_follow(work: Work, before: Owners) -> Diff:
    """Give measures to the office that has their service now, where that has changed since `before` and it is one office."""
    now = owners(work)
    changed = [service_id for service_id, offices in now.items() if offices != before.get(service_id)]
    moved = 0
    for measure in work.session.scalars(select(Measure).where(Measure.service_id.in_(changed))) if changed else ():
        offices = now[measure.service_id]
        if measure.office_id not in offices and len(offices) == 1:
            (measure.office_id,) = offices
            moved += 1
    return Diff(changed=moved)
