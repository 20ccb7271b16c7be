"""One office takes over another: its lists, services and measures change hands, and go back when the change is undone."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from sqlalchemy import select, update

from ozg_workflow.database.models import Assignment, Measure, Office, Service, ServiceList, ServiceListRow
from ozg_workflow.domain.succession import Succession
from ozg_workflow.domain.survey.service_list import AssignmentState, RowState
from ozg_workflow.usecases.setup.measures_follow import hand_on
from ozg_workflow.usecases.step.work import Work

STRONGEST: Final = (
    AssignmentState.CONFIRMED,
    AssignmentState.DISPUTED,
    AssignmentState.PROPOSED,
    AssignmentState.FORWARDED,
    AssignmentState.WITHDRAWN,
)
SETTLED: Final = (AssignmentState.CONFIRMED, AssignmentState.DISPUTED)
GONE: Final = (RowState.MOVED, RowState.WITHDRAWN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """How many lists and services have changed hands."""

    lists: int
    services: int


def take_over(
    work: Work, old: Office, heirs: Mapping[str, Office], found: Succession, wanted: Mapping[str, str]
) -> tuple[Office, Figures]:
    """Give everything of `old` to its heirs; return the one that has its lists, and how many. `wanted` is ref → office of the catalogue.

    Services that the catalogue gives to another of several heirs are left to it: they follow when the services are loaded.
    """
    services = _services_of(work, old)
    main = heirs[found.main_heir(wanted.get(s.ref, "") for s in services.values())]
    lists = _move_lists(work, old, main)
    _move_assignments(work, old, main, services.keys())
    _propose(work, old, main, None)
    loosen(work, main, {s.ref for s in services.values() if wanted.get(s.ref) in heirs.keys() - {main.number}})
    _move_measures(work, old, main, None)
    old.successor = main.number
    work.session.flush()
    return main, Figures(lists=lists, services=len(services))


def give_back(work: Work, old: Office, heir: Office, through: Collection[str] = ()) -> Figures:
    """Undo that `heir` took over `old`: its lists, and what stands on them, are its own again.

    So are those of the offices that had gone over to `old` before, whose numbers are `through`.
    """
    mine = (ServiceList.office_id == heir.id, ServiceList.former_office.in_([old.number, *through]))
    lists = list(work.session.scalars(select(ServiceList).where(*mine).order_by(ServiceList.id)))
    for item in lists:
        _hand(work, item, old)
    rows = select(ServiceListRow.service_id).where(
        ServiceListRow.service_list_id.in_([item.id for item in lists]), ServiceListRow.state.not_in(GONE)
    )
    services = set(work.session.scalars(rows))
    _move_assignments(work, heir, old, services)
    _propose(work, heir, old, services)
    _move_measures(work, heir, old, services)
    old.successor = ""
    work.session.flush()
    return Figures(lists=len(lists), services=len(services))


def loosen(work: Work, office: Office, refs: Collection[str], *, heir: Office | None = None) -> int:
    """Let services go that an office had settled, where the catalogue now gives them to another one; return how many.

    They are proposals again, which move with the catalogue; what has been with the `heir` before stays as it was settled since.
    """
    query = (
        select(Assignment, Service)
        .join(Service, Service.id == Assignment.service_id)
        .where(Assignment.office_id == office.id, Assignment.state.in_(SETTLED))
    )
    if heir:
        query = query.where(Assignment.service_id.not_in(select(Assignment.service_id).where(Assignment.office_id == heir.id)))
    found = [(assignment, service) for assignment, service in work.session.execute(query) if service.ref in refs]
    for assignment, service in found:
        assignment.state, assignment.changed_at = AssignmentState.PROPOSED, work.now()
        service.proposed_office = office.number  # so that the catalogue, loaded next, proposes another one
    return len(found)


def _services_of(work: Work, office: Office) -> dict[int, Service]:
    """Return id → service of everything an office has or had."""
    query = select(Service).join(Assignment, Assignment.service_id == Service.id).where(Assignment.office_id == office.id)
    return {service.id: service for service in work.session.scalars(query.order_by(Service.id))}


def _move_lists(work: Work, old: Office, new: Office) -> int:
    """Give the lists to another office and return how many; a version that is taken there is counted on."""
    query = select(ServiceList).where(ServiceList.office_id == old.id).order_by(ServiceList.round_id, ServiceList.version)
    lists = list(work.session.scalars(query))
    for item in lists:
        _hand(work, item, new)
    return len(lists)


def _hand(work: Work, item: ServiceList, new: Office) -> None:
    """Give one list to another office; it remembers which one it was printed for."""
    own = select(ServiceList.version).where(ServiceList.round_id == item.round_id, ServiceList.office_id == new.id)
    taken = set(work.session.scalars(own))
    printed = item.former_version or item.version
    before = item.former_office or item.office.number
    item.former_office = "" if before == new.number else before
    item.version = printed if printed not in taken else max(taken) + 1
    item.former_version = None if item.version == printed else printed
    item.office_id = new.id
    work.session.flush()
    work.session.expire(item, ["office"])


def _move_assignments(work: Work, old: Office, new: Office, services: Collection[int]) -> None:
    """Give services to another office; where it has one already, the stronger state counts."""
    query = select(Assignment).where(Assignment.office_id.in_((old.id, new.id)), Assignment.service_id.in_(list(services)))
    found = {(a.office_id, a.service_id): a for a in work.session.scalars(query)}
    for service_id in sorted(services):
        moving, there = found.get((old.id, service_id)), found.get((new.id, service_id))
        if moving is None:
            continue
        if there is None:
            moving.office_id = new.id
            continue
        if STRONGEST.index(moving.state) < STRONGEST.index(there.state):
            there.state, there.changed_at = moving.state, moving.changed_at
        work.session.delete(moving)
    work.session.flush()


def _propose(work: Work, old: Office, new: Office, services: Collection[int] | None) -> None:
    """Let the proposals of the catalogue name the other office: all of them, or those of some services."""
    which = [Service.rollout_id == work.rollout.id, Service.proposed_office == old.number]
    if services is not None:
        which.append(Service.id.in_(list(services)))
    work.session.execute(update(Service).where(*which).values(proposed_office=new.number))


def _move_measures(work: Work, old: Office, new: Office, services: Collection[int] | None) -> None:
    """Give the measures of some services to another office, without `services` all of them."""
    which = [Measure.rollout_id == work.rollout.id, Measure.office_id == old.id]
    if services is not None:
        which.append(Measure.service_id.in_(list(services)))
    for measure in work.session.scalars(select(Measure).where(*which).order_by(Measure.id)):
        hand_on(work, measure, new)
