"""Load or update the configuration into the database; a second run changes nothing and says so."""

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from ozg_workflow.database.models import (
    Assignment,
    Department,
    Milestone,
    Office,
    OfficeMembership,
    ResponsibilityCase,
    Rollout,
    Service,
    ServiceList,
    ServiceListRow,
)
from ozg_workflow.domain import german
from ozg_workflow.domain.plan import timeline
from ozg_workflow.domain.plan.timeline import Action, MilestoneState, Timeline, in_force
from ozg_workflow.domain.rollout import RolloutData
from ozg_workflow.domain.survey.responsibility import CaseReason, CaseState
from ozg_workflow.domain.survey.service_list import AssignmentState, ListState, RowState, state_after_return
from ozg_workflow.usecases.step.context import Context
from ozg_workflow.usecases.step.result import StepResult
from ozg_workflow.usecases.step.rollout_access import changes_of, dump_config
from ozg_workflow.usecases.step.work import Work
from ozg_workflow.usecases.survey.cases import settled
from ozg_workflow.usecases.timeline.deadlines import follow_the_plan
from ozg_workflow.usecases.timeline.milestones import date_columns


@dataclass(slots=True, kw_only=True)
class _Diff:
    """How many objects of one kind were added, changed, taken out."""

    added: int = 0
    changed: int = 0
    removed: int = 0

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.removed)

    def text(self, what: str) -> str:
        return f"{what}: {self.added} neu, {self.changed} geändert, {self.removed} entfallen"


def prepare(ctx: Context, data: RolloutData) -> StepResult:
    """Bring the database to the state of the configuration. What already happened is never undone."""
    with ctx.transaction() as session:
        rollout, rollout_diff = _rollout(ctx, session, data)
        work = Work(ctx=ctx, session=session, rollout=rollout, title=f"Vorbereitung {data.config.key}")
        plan, milestones_diff = _milestones(work, data.config.timeline)
        rollout_diff.changed += _apply(work.rollout, {"target_on": plan.due_on(Action.COMPLETE)})
        diffs = {
            "Rollout": rollout_diff,
            "Meilensteine": milestones_diff,
            "Dezernate": _people(work, Department, data.organisation.departments),
            "Ämter": _people(work, Office, data.organisation.offices),
            "Zugehörigkeiten": _memberships(work, data),
            "Leistungen": _services(work, data),
            "Fristen": _deadlines(work, plan),
        }
        for what, diff in diffs.items():
            if diff:
                work.did(diff.text(what))
                work.record("prepared", ("rollout", work.rollout.key), diff.text(what))
    for warning in data.warnings:
        work.say(f"Hinweis: {warning}")
    counts = (
        len(data.config.timeline.milestones),
        len(data.organisation.departments),
        len(data.organisation.offices),
        len(data.services),
    )
    if not work.result.changed:
        work.say("Die Datenbank entspricht bereits der Konfiguration, nichts geändert.")
    work.result.figures = dict(zip(("milestones", "departments", "offices", "services"), counts, strict=True))
    work.say(
        f"{data.config.key}: {german.count(counts[0], 'Meilenstein', 'Meilensteine')}, {german.count(counts[1], 'Dezernat', 'Dezernate')}, "
        f"{german.count(counts[2], 'Amt', 'Ämter')}, {german.count(counts[3], 'Leistung', 'Leistungen')}."
    )
    return work.result


def _apply(target: object, values: dict[str, Any]) -> bool:
    """Set what differs; tell whether anything did."""
    changed = {name: value for name, value in values.items() if getattr(target, name) != value}
    for name, value in changed.items():
        setattr(target, name, value)
    return bool(changed)


def _rollout(ctx: Context, session: Session, data: RolloutData) -> tuple[Rollout, _Diff]:
    config = dump_config(data.config)
    deadline = data.config.timeline.due_on(Action.COMPLETE)
    values = {
        "title": data.config.title,
        "city": data.config.city,
        "config": config,
        "config_hash": hashlib.sha256(json.dumps(config, sort_keys=True).encode()).hexdigest(),
        "target_level": data.config.scale.target_level,
    }
    query = select(Rollout).where(Rollout.key == data.config.key).with_for_update()
    rollout = session.scalar(query)
    if rollout is None:
        rollout = Rollout(key=data.config.key, created_at=ctx.clock(), target_on=deadline, **values)
        try:
            with session.begin_nested():
                session.add(rollout)
        except IntegrityError:  # another worker was faster; on PostgreSQL its insert has ended now
            rollout = session.scalars(query).one()
        else:
            return rollout, _Diff(added=1)
    return rollout, _Diff(changed=int(_apply(rollout, values)))


def _milestones(work: Work, file: Timeline) -> tuple[Timeline, _Diff]:
    """Bring the milestones to the plan, moved dates included; return the plan that is in force."""
    known = {m.key: m for m in work.session.scalars(select(Milestone).where(Milestone.rollout_id == work.rollout.id))}
    for milestone in file.milestones:
        if milestone.key in known:
            _follow_the_file(work, known[milestone.key], milestone)
    plan, diff = in_force(file, changes_of(known.values())), _Diff()
    for position, milestone in enumerate(plan.milestones):
        values = {
            "position": position,
            "title": milestone.title,
            "action": milestone.action,
            **date_columns(milestone, plan),
        }
        if milestone.key not in known:
            work.session.add(Milestone(rollout_id=work.rollout.id, key=milestone.key, **values))
            diff.added += 1
        else:
            diff.changed += _apply(known.pop(milestone.key), values)
    for gone in known.values():
        work.session.delete(gone)
        diff.removed += 1
    return plan, diff


def _follow_the_file(work: Work, stored: Milestone, planned: timeline.Milestone) -> None:
    """Where timeline.yaml itself has changed a milestone that a person had moved, the file wins and the move ends."""
    if stored.moved_to and stored.moved_from != planned.planned_on:
        text = f"„{planned.title}“: es gilt wieder der Zeitplan, {planned.planned_label}"
        data = {"from": stored.moved_to.isoformat(), "to": planned.planned_on.isoformat()}
        work.record("milestone_move_ended", ("milestone", stored.key), text, data)
        stored.moved_from = stored.moved_to = None
    in_force_on = stored.moved_to or planned.planned_on
    if planned.event and stored.state is MilestoneState.RUNNING and stored.planned != in_force_on.isoformat():
        # the invited get an update with the next announcements
        stored.sequence = max(planned.event.sequence, stored.sequence + 1)


def _people(work: Work, model: type[Department] | type[Office], wanted: tuple[Any, ...]) -> _Diff:
    people: Any = work.session.scalars(select(model).where(model.rollout_id == work.rollout.id))
    known = {p.number: p for p in people}
    diff = _Diff()
    for person in wanted:
        values = {
            "name": person.name,
            "mailbox": person.mailbox,
            "head_name": person.head_name,
            "head_email": person.head_email,
            "active": True,
        }
        if model is Office:
            values["aliases"] = list(person.aliases)
        if person.number not in known:
            work.session.add(model(rollout_id=work.rollout.id, number=person.number, **values))
            diff.added += 1
        else:
            diff.changed += _apply(known.pop(person.number), values)
    for gone in known.values():
        diff.removed += _apply(gone, {"active": False})
    work.session.flush()
    return diff


def _memberships(work: Work, data: RolloutData) -> _Diff:
    offices = {o.number: o.id for o in work.session.scalars(select(Office).where(Office.rollout_id == work.rollout.id))}
    departments = {
        d.number: d.id for d in work.session.scalars(select(Department).where(Department.rollout_id == work.rollout.id))
    }
    rows = work.session.scalars(select(OfficeMembership).where(OfficeMembership.office_id.in_(offices.values())))
    known = {(m.office_id, m.valid_from): m for m in rows}
    diff = _Diff()
    for wanted in data.organisation.memberships:
        key = (offices[wanted.office], wanted.valid_from)
        values = {"department_id": departments[wanted.department], "valid_to": wanted.valid_to}
        if key not in known:
            work.session.add(OfficeMembership(office_id=key[0], valid_from=key[1], **values))
            diff.added += 1
        else:
            diff.changed += _apply(known.pop(key), values)
    wanted_offices = {offices[o.number] for o in data.organisation.offices}
    for gone in known.values():
        if gone.office_id in wanted_offices:  # the lists of a dissolved office stay with its last Dezernat
            work.session.delete(gone)
            diff.removed += 1
    return diff


def _deadlines(work: Work, plan: Timeline) -> _Diff:
    """Move the deadlines of a running survey with the plan."""
    changed, moved = follow_the_plan(work, plan)
    if moved:
        text = german.count(len(moved), "Liste hat eine neue Frist", "Listen haben eine neue Frist")
        data = {"lists": [item.data for item in moved]}
        work.record("deadlines_moved", ("rollout", work.rollout.key), text, data)
    return _Diff(changed=changed + len(moved))


def _services(work: Work, data: RolloutData) -> _Diff:
    offices = {o.number: o.id for o in work.session.scalars(select(Office).where(Office.rollout_id == work.rollout.id))}
    known = {s.ref: s for s in work.session.scalars(select(Service).where(Service.rollout_id == work.rollout.id))}
    diff = _Diff()
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
        diff.changed += _apply(service, values)
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
    _withdraw_rows(work, service, keep_office=office_id)


def _withdraw(work: Work, service: Service) -> None:
    service.active = False
    for assignment in work.session.scalars(select(Assignment).where(Assignment.service_id == service.id)):
        assignment.state, assignment.changed_at = AssignmentState.WITHDRAWN, work.now()
    _withdraw_rows(work, service, keep_office=None)


def _withdraw_rows(work: Work, service: Service, keep_office: int | None) -> None:
    rows = work.session.scalars(select(ServiceListRow).join(ServiceList).where(ServiceListRow.service_id == service.id))
    for row in rows:
        if row.service_list.office_id != keep_office and row.state is not RowState.MOVED:
            row.state = RowState.WITHDRAWN
            _close_case(work, row)
            if row.service_list.state is ListState.PARTLY_RETURNED:  # perhaps only this row was missing
                row.service_list.state = state_after_return((r.state for r in row.service_list.rows), nil_return=False)


def _close_case(work: Work, row: ServiceListRow) -> None:
    """Nobody has to decide about a service any more that this office is not asked about."""
    case = work.session.scalar(
        select(ResponsibilityCase).where(ResponsibilityCase.row_id == row.id, ResponsibilityCase.state == CaseState.OPEN)
    )
    if case:
        settled(work, case, None, CaseReason.SERVICE_GONE, "Die Leistung ist hier entfallen.")
