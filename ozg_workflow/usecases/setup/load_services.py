"""Bring the services, and which office is thought to be responsible for each, to catalogue.csv."""

from sqlalchemy import select

from ozg_workflow.database.models import Assignment, Office, Service
from ozg_workflow.domain.rollout import RolloutData
from ozg_workflow.domain.survey.service_list import AssignmentState
from ozg_workflow.usecases.setup.diff import Diff, apply
from ozg_workflow.usecases.setup.withdraw_rows import withdraw_rows
from ozg_workflow.usecases.step.work import Work


def load_services(work: Work, data: RolloutData) -> Diff:
    """Bring services and the proposals who is responsible to catalogue.csv; who is gone there stays, and is no longer active."""
    offices = {o.number: o.id for o in work.session.scalars(select(Office).where(Office.rollout_id == work.rollout.id))}
    known = {s.ref: s for s in work.session.scalars(select(Service).where(Service.rollout_id == work.rollout.id))}
    diff = Diff()
    for wanted in data.services:
        values = {
            "key": wanted.key,
            "name": wanted.name,
            "service_type": wanted.service_type,
            "ozg_id": wanted.ozg_id,
            "ozg_name": wanted.ozg_name,
            "topic": wanted.topic,
            "legal_basis": wanted.legal_basis,
            "proposed_office": wanted.office,
            "active": True,
        }
        if wanted.ref not in known:
            service = Service(rollout_id=work.rollout.id, ref=wanted.ref, **values)
            work.session.add(service)
            work.session.flush()
            _assign(work, service, offices[wanted.office])
            diff.added += 1
            continue
        service = known.pop(wanted.ref)
        if service.proposed_office != wanted.office or not service.active:
            _reassign(work, service, offices[wanted.office])
        diff.changed += apply(service, values)
    for gone in known.values():
        if gone.active:
            _withdraw(work, gone)
            diff.removed += 1
    return diff


def _assign(work: Work, service: Service, office_id: int) -> None:
    work.session.add(
        Assignment(service_id=service.id, office_id=office_id, state=AssignmentState.PROPOSED, changed_at=work.now())
    )


def _reassign(work: Work, service: Service, office_id: int) -> None:
    """The catalogue proposes another office: a mere proposal moves, what offices have settled stays."""
    own = list(work.session.scalars(select(Assignment).where(Assignment.service_id == service.id)))
    if any(a.state in (AssignmentState.CONFIRMED, AssignmentState.DISPUTED, AssignmentState.FORWARDED) for a in own):
        return
    for assignment in own:
        assignment.state, assignment.changed_at = AssignmentState.WITHDRAWN, work.now()
    same = next((a for a in own if a.office_id == office_id), None)
    if same:
        same.state = AssignmentState.PROPOSED
    else:
        _assign(work, service, office_id)
    withdraw_rows(work, service, keep_office=office_id)


def _withdraw(work: Work, service: Service) -> None:
    service.active = False
    for assignment in work.session.scalars(select(Assignment).where(Assignment.service_id == service.id)):
        assignment.state, assignment.changed_at = AssignmentState.WITHDRAWN, work.now()
    withdraw_rows(work, service, keep_office=None)
