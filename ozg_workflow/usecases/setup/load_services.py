"""Bring the services, and which office is thought to be responsible for each, to catalogue.csv."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from ozg_workflow.database.models import Assignment, Office, Service
from ozg_workflow.domain import catalogue
from ozg_workflow.domain.catalogue_update.match import Known, Matching, match_catalogue
from ozg_workflow.domain.consequences import of_services
from ozg_workflow.domain.errors import ConfigurationError, Problem
from ozg_workflow.domain.survey.service_list import AssignmentState
from ozg_workflow.usecases.setup.diff import Diff, apply
from ozg_workflow.usecases.setup.follow_catalogue import Followed, follow_catalogue
from ozg_workflow.usecases.setup.taken_rows import of_rows
from ozg_workflow.usecases.step.work import Work

SETTLED = (AssignmentState.CONFIRMED, AssignmentState.DISPUTED, AssignmentState.FORWARDED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognised:
    """The stored services by id, which row of the catalogue is which of them, and those that a ref of the catalogue names."""

    stored: Mapping[int, Service]
    matching: Matching
    found: Mapping[str, Service]

    @property
    def refs(self) -> Diff:
        """How many services have another ref than before, and nothing else need have changed about them."""
        return Diff(changed=sum(ref != known.ref for ref, known in self.matching.found.items()))


def recognise_services(work: Work, wanted: Sequence[catalogue.Service]) -> Recognised:
    """Find out which stored service each row of catalogue.csv is; from now on they have the refs of the file.

    Raises ConfigurationError, naming the lines, where that is in doubt.
    """
    stored = {s.id: s for s in work.session.scalars(select(Service).where(Service.rollout_id == work.rollout.id))}
    matching = match_catalogue([_known(service) for service in stored.values()], wanted)
    if matching.doubts:
        raise ConfigurationError(tuple(Problem(file="catalogue.csv", line=d.line, message=d.text) for d in matching.doubts))
    found = {ref: stored[known.service_id] for ref, known in matching.found.items()}
    _give_refs(work.session, stored.values(), found, {row.ref for row in wanted})
    return Recognised(stored=stored, matching=matching, found=found)


def _known(service: Service) -> Known:
    return Known(
        service_id=service.id,
        ref=service.ref,
        key=service.key,
        name=service.name,
        office=service.proposed_office,
        active=service.active,
    )


def load_services(work: Work, wanted: Sequence[catalogue.Service], recognised: Recognised) -> tuple[Diff, Followed]:
    """Bring services and the proposals who is responsible to catalogue.csv; who is gone there stays, and is no longer active.

    Returns also the rows that were taken out of lists or came back into them.
    """
    found, matching = recognised.found, recognised.matching
    named = of_services(replace(matching, found={ref: _known(service) for ref, service in found.items()}), wanted)
    offices = {o.number: o.id for o in work.session.scalars(select(Office).where(Office.rollout_id == work.rollout.id))}
    new = [_new(work, row) for row in wanted if row.ref not in found]
    changed, moved = 0, []
    for row in wanted:
        if service := found.get(row.ref):
            moved += [service] if service.proposed_office != row.office or not service.active else []
            changed += apply(service, _values(row))
    gone = [recognised.stored[known.service_id] for known in matching.gone]
    for service in gone:
        service.active = False
    work.session.flush()
    _propose(work, [*new, *moved], offices)
    followed = follow_catalogue(work, [*moved, *gone])
    return Diff(added=len(new), changed=changed, removed=len(gone), named=[*named, *of_rows(followed)]), followed


def _values(row: catalogue.Service) -> dict[str, object]:
    return {
        "key": row.key,
        "name": row.name,
        "service_type": row.service_type,
        "ozg_id": row.ozg_id,
        "ozg_name": row.ozg_name,
        "topic": row.topic,
        "legal_basis": row.legal_basis,
        "sdg": row.sdg,
        "proposed_office": row.office,
        "active": True,
    }


def _new(work: Work, row: catalogue.Service) -> Service:
    service = Service(rollout_id=work.rollout.id, ref=row.ref, former_refs=[], **_values(row))
    work.session.add(service)
    return service


def _give_refs(session: Session, stored: Iterable[Service], found: Mapping[str, Service], refs: Collection[str]) -> None:
    """Let services follow the refs of the file; under an earlier one they are found all the same.

    A ref changes hands in two steps, because it is unique at any moment; a service that has no row gives way.
    """
    wanted = {service.id: ref for ref, service in found.items()}
    changing = [s for s in stored if (s.ref in refs or s.id in wanted) and wanted.get(s.id) != s.ref]
    for service in changing:
        service.former_refs = list(dict.fromkeys([*service.former_refs, service.ref]))
        service.ref = f"{service.ref}~{service.id}"
    if changing:
        session.flush()
    for service in changing:
        if ref := wanted.get(service.id):
            service.ref, service.former_refs = ref, [former for former in service.former_refs if former != ref]


def _propose(work: Work, services: Sequence[Service], offices: Mapping[str, int]) -> None:
    """The catalogue proposes an office: a mere proposal moves, what offices have settled stays."""
    query = select(Assignment).where(Assignment.service_id.in_([service.id for service in services])).order_by(Assignment.id)
    own: dict[int, list[Assignment]] = {service.id: [] for service in services}
    for assignment in work.session.scalars(query) if services else ():
        own[assignment.service_id].append(assignment)
    for service in services:
        if not any(assignment.state in SETTLED for assignment in own[service.id]):
            _move(work, service, own[service.id], offices[service.proposed_office])


def _move(work: Work, service: Service, own: Iterable[Assignment], office_id: int) -> None:
    known = {assignment.office_id: assignment for assignment in own}
    if office_id not in known:
        known[office_id] = Assignment(service_id=service.id, office_id=office_id)
        work.session.add(known[office_id])
    for assignment in known.values():
        state = AssignmentState.PROPOSED if assignment.office_id == office_id else AssignmentState.WITHDRAWN
        if assignment.state is not state:
            assignment.state, assignment.changed_at = state, work.now()
