"""A measure goes along when the loading gives its service to another office."""

from collections.abc import Mapping

from sqlalchemy import select

from ozg_workflow.database.models import Assignment, Measure, Office
from ozg_workflow.domain.consequences import Consequence, ConsequenceKind
from ozg_workflow.domain.results.terms import FIELD_TITLES, Field
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
    diff = Diff()
    for measure in work.session.scalars(select(Measure).where(Measure.service_id.in_(changed))) if changed else ():
        offices = now[measure.service_id]
        if measure.office_id not in offices and len(offices) == 1:
            (office_id,) = offices
            diff.named.append(hand_on(work, measure, work.session.get_one(Office, office_id)))
            diff.changed += 1
    return diff


def hand_on(work: Work, measure: Measure, office: Office) -> Consequence:
    """Give a measure to another office, with a line in the audit log; all that is agreed about it stays."""
    old = measure.office
    measure.office_id = office.id
    title, change = f"{measure.service.name} (Nr. {measure.id})", f"Amt {old.number} → Amt {office.number}"
    data = {"field": str(Field.OFFICE), "old": old.title, "new": office.title}
    work.record("measure_changed", ("measure", measure.id), f"{title}, {FIELD_TITLES[Field.OFFICE]}: {change}", data)
    check = "; bitte die Ansprechperson prüfen" if measure.contact else ""
    about = {"measure": measure.id, "old": old.number, "new": office.number}
    return Consequence(kind=ConsequenceKind.MEASURE_MOVED, text=f"{title}: {change}{check}", about=about)
