"""How sure it is which offices are responsible for some services."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value
from sqlalchemy.orm.util import identity_key

from ozg_workflow.database.columns import columns
from ozg_workflow.database.models import Assignment, Base, Office, ServiceListRow
from ozg_workflow.domain.survey.arrival import Why
from ozg_workflow.domain.survey.service_list import AssignmentState
from ozg_workflow.usecases.step.work import Work

_HAS: Final = (AssignmentState.PROPOSED, AssignmentState.CONFIRMED)
_ASSIGNMENT: Final = Base.metadata.tables[Assignment.__tablename__]
_ASSIGNED: Final = select(Assignment.id, Assignment.service_id, Assignment.state).where(
    Assignment.office_id == bindparam("office")
)
_CONFIRM: Final = (
    update(_ASSIGNMENT)
    .where(_ASSIGNMENT.c.id.in_(bindparam("ids", expanding=True)))
    .values(state=AssignmentState.CONFIRMED, changed_at=bindparam("now"))
)


class Assignments:
    """What is known of some services, read in one go, and what becomes of it."""

    def __init__(self, work: Work, service_ids: Iterable[int]) -> None:
        self._work = work
        found = work.session.scalars(select(Assignment).where(Assignment.service_id.in_(list(service_ids))))
        self._known = {(item.service_id, item.office_id): item for item in found}

    def has(self, service_id: int, office_id: int) -> bool:
        """Tell whether an office is thought to be responsible for a service."""
        known = self._known.get((service_id, office_id))
        return known is not None and known.state in _HAS

    def came_by_case(self, service_id: int, office_id: int) -> bool:
        """Tell whether a case has brought a service to an office, and not the catalogue."""
        known = self._known.get((service_id, office_id))
        return known is not None and known.arrival is not None

    def set(self, service_id: int, office_id: int, state: AssignmentState, why: Why | None = None) -> None:
        """Set how sure it is that an office is responsible for a service; `why` is why it comes to the office, where it does."""
        known = self._known.get((service_id, office_id))
        if known is None:
            known = Assignment(service_id=service_id, office_id=office_id, state=state, changed_at=self._work.now())
            self._known[service_id, office_id] = known
            self._work.session.add(known)
        elif known.state is not state:
            known.state, known.changed_at = state, self._work.now()
        if why:
            known.arrival, known.reason = why.code, why.reason


def confirm(work: Work, office: Office, rows: Sequence[ServiceListRow]) -> None:
    """Note that an office is responsible for the services of these rows."""
    services = {row.service_id for row in rows}
    found = columns(work.session, _ASSIGNED, {"office": office.id})
    known = {service: (number, state) for number, service, state in found if service in services}
    values = {"state": AssignmentState.CONFIRMED, "changed_at": work.now()}
    _confirm(work.session, [number for number, state in known.values() if state is not AssignmentState.CONFIRMED], values)
    if new := sorted(services - known.keys()):
        work.session.add_all(Assignment(service_id=service, office_id=office.id, **values) for service in new)
        work.session.flush()


def _confirm(session: Session, ids: Sequence[int], values: Mapping[str, object]) -> None:
    """Confirm assignments past their objects, and tell those that are loaded: SQLAlchemy would look at every object of the session."""
    if ids:
        session.connection().execute(_CONFIRM, {"ids": ids, "now": values["changed_at"]})
    for number in ids:
        loaded = session.identity_map.get(identity_key(Assignment, number))
        for name, value in values.items() if loaded else ():
            set_committed_value(loaded, name, value)
