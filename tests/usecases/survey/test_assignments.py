"""How sure it is which office is responsible for a service, and since when."""

from datetime import datetime

import pytest
from sqlalchemy import select

from ozg_workflow.database.models import Assignment, Office, Service, ServiceListRow
from ozg_workflow.domain.survey.service_list import AssignmentState
from ozg_workflow.usecases.step.work import Work
from ozg_workflow.usecases.survey.assignments import Assignments, confirm
from tests.usecases.town import Town

pytestmark = pytest.mark.both_databases


def ids(work: Work, ref: str, number: str) -> tuple[int, int]:
    service, office = select(Service.id).where(Service.ref == ref), select(Office.id).where(Office.number == number)
    return work.session.scalars(service).one(), work.session.scalars(office).one()


def set_to(town: Town, state: AssignmentState, *, ref: str = "L5", number: str = "34") -> tuple[bool, bool]:
    """Set it on the next morning; returns whether the office had the service before, and has it now."""
    town.clock.wait(days=1)
    with town.ctx().work() as work:
        key = ids(work, ref, number)
        known = Assignments(work, [key[0]])
        before = known.has(*key)
        known.set(*key, state)
        return before, known.has(*key)


def stored(town: Town, ref: str, number: str) -> tuple[AssignmentState, datetime]:
    query = select(Assignment).join(Service).join(Office).where(Service.ref == ref, Office.number == number)
    with town.session() as session:
        found = session.scalars(query).one()
        return found.state, found.changed_at


def test_an_office_has_what_is_proposed_or_confirmed_and_nothing_it_disputes(asked: Town) -> None:
    assert set_to(asked, AssignmentState.CONFIRMED) == (True, True)
    assert set_to(asked, AssignmentState.DISPUTED) == (True, False)
    assert set_to(asked, AssignmentState.FORWARDED) == (False, False)
    assert set_to(asked, AssignmentState.PROPOSED) == (False, True)


def test_another_office_gets_it_beside_the_first(asked: Town) -> None:
    assert set_to(asked, AssignmentState.PROPOSED, number="50") == (False, True)
    state, since = stored(asked, "L5", "50")
    assert (state, since.date()) == (AssignmentState.PROPOSED, asked.clock.today)
    assert stored(asked, "L5", "34")[0] is AssignmentState.PROPOSED


def test_the_same_again_is_no_change(asked: Town) -> None:
    set_to(asked, AssignmentState.CONFIRMED)
    since = stored(asked, "L5", "34")
    set_to(asked, AssignmentState.CONFIRMED)
    assert stored(asked, "L5", "34") == since


def test_what_is_confirmed_past_the_objects_is_known_to_those_that_are_loaded(asked: Town) -> None:
    with asked.ctx().work() as work:
        row = work.session.scalars(select(ServiceListRow).join(ServiceListRow.service).where(Service.ref == "L5")).one()
        office = row.service_list.office
        loaded = work.session.scalars(select(Assignment).where(Assignment.service_id == row.service_id)).one()
        assert loaded.state is AssignmentState.PROPOSED
        confirm(work, office, [row])
        assert loaded.state is AssignmentState.CONFIRMED
        known = loaded.state, loaded.changed_at
    assert stored(asked, "L5", "34") == known
