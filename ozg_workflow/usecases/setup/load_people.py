"""Bring Dezernate, Ämter and who belongs to whom to organisation.csv."""

from typing import Any

from sqlalchemy import select

from ozg_workflow.database.models import Department, Office, OfficeMembership
from ozg_workflow.domain import organisation
from ozg_workflow.domain.consequences import of_homes, of_people
from ozg_workflow.domain.organisation import addresses_of, former_addresses
from ozg_workflow.domain.rollout import RolloutData
from ozg_workflow.usecases.setup.diff import Diff, apply
from ozg_workflow.usecases.step.directory import Directory
from ozg_workflow.usecases.step.work import Work


def load_people(work: Work, model: type[Department] | type[Office], wanted: tuple[Any, ...]) -> Diff:
    """Bring Dezernate or Ämter to organisation.csv; who is gone there stays, and is no longer active."""
    people: Any = work.session.scalars(select(model).where(model.rollout_id == work.rollout.id))
    known = {p.number: p for p in people}
    diff = Diff(named=of_people([_as_loaded(p) for p in known.values() if p.active], wanted))
    for person in wanted:
        values = {
            "name": person.name,
            "mailbox": person.mailbox,
            "head_name": person.head_name,
            "head_email": person.head_email,
            "active": True,
        }
        if model is Office:
            values |= {"aliases": list(person.aliases), "predecessors": list(person.predecessors)}
        if person.number not in known:
            work.session.add(model(rollout_id=work.rollout.id, number=person.number, **values))
            diff.added += 1
        else:
            stored = known.pop(person.number)
            values["former_addresses"] = former_addresses(stored.former_addresses, addresses_of(stored), addresses_of(person))
            diff.changed += apply(stored, values)
    for gone in known.values():
        diff.removed += apply(gone, {"active": False})
    work.session.flush()
    return diff


def _as_loaded(person: Department | Office) -> organisation.Department | organisation.Office:
    """Return a stored office or Dezernat as the file said it."""
    kind = organisation.Office if isinstance(person, Office) else organisation.Department
    names = ("number", "name", "mailbox", "head_name", "head_email")
    return kind(**{name: getattr(person, name) for name in names})


def load_memberships(work: Work, data: RolloutData) -> Diff:
    """Bring it to organisation.csv which office belongs to which Dezernat, and when."""
    offices = {o.number: o.id for o in work.session.scalars(select(Office).where(Office.rollout_id == work.rollout.id))}
    departments = {
        d.number: d.id for d in work.session.scalars(select(Department).where(Department.rollout_id == work.rollout.id))
    }
    rows = work.session.scalars(select(OfficeMembership).where(OfficeMembership.office_id.in_(offices.values())))
    known = {(m.office_id, m.valid_from): m for m in rows}
    diff, homes = Diff(), _homes(work)
    for wanted in data.organisation.memberships:
        key = (offices[wanted.office], wanted.valid_from)
        values = {"department_id": departments[wanted.department], "valid_to": wanted.valid_to}
        if key not in known:
            work.session.add(OfficeMembership(office_id=key[0], valid_from=key[1], **values))
            diff.added += 1
        else:
            diff.changed += apply(known.pop(key), values)
    wanted_offices = {offices[o.number] for o in data.organisation.offices}
    for gone in known.values():
        if gone.office_id in wanted_offices:  # the lists of a dissolved office stay with its last Dezernat
            work.session.delete(gone)
            diff.removed += 1
    work.session.flush()
    diff.named = of_homes(homes, _homes(work))
    return diff


def _homes(work: Work) -> dict[str, str]:
    """Return office number → number of its Dezernat today."""
    directory = Directory(work.session, work.rollout, work.today)
    found = {number: directory.find_department(number) for number, office in directory.offices.items() if office.active}
    return {office: department.number for office, department in found.items() if department}
