"""How sure it is which offices are responsible for some services."""

from collections.abc import Iterable

from sqlalchemy import select

from ozg_workflow.database.models import Assignment
from ozg_workflow.domain.survey.arrival import Why
from ozg_workflow.domain.survey.service_list import AssignmentState
from ozg_workflow.usecases.step.work import Work

_ASSIGNED = (AssignmentState.PROPOSED, AssignmentState.CONFIRMED)


class Assignments:
    """What is known of some services, read in one go, and what becomes of it."""

    def __init__(self, work: Work, service_ids: Iterable[int]) -> None:
        self._work = work
        found = work.session.scalars(select(Assignment).where(Assignment.service_id.in_(list(service_ids))))
        self._known = {(item.service_id, item.office_id): item for item in found}

    def has(self, service_id: int, office_id: int) -> bool:
        """Tell whether an office is thought to be responsible for a service."""
        known = self._known.get((service_id, office_id))
        return known is not None and known.state in _ASSIGNED

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
