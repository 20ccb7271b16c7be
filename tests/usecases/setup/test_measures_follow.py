"""A measure goes with its service, and stays where nothing has moved."""

from ozg_workflow.database.models import Assignment, Measure
from ozg_workflow.usecases.setup.measures_follow import measures_follow, owners
from tests.usecases.setup.changed import with_service
from tests.usecases.setup.test_take_over import office
from tests.usecases.setup.test_take_over import owners as measured
from tests.usecases.town import Town


def test_what_an_office_has_confirmed_stays_with_its_measure(started: Town) -> None:
    with started.ctx().reading() as work:
        before = measured(work)
    started.prepare(with_service("L8", office="20"))
    with started.ctx().reading() as work:
        assert measured(work) == before


def test_a_service_that_moves_takes_its_measure_along_and_back(started: Town) -> None:
    started.change(Assignment, Assignment.state == "confirmed", state="proposed")
    with started.ctx().reading() as work:
        before = measured(work)
    started.prepare(with_service("L8", office="20"))
    with started.ctx().reading() as work:
        assert measured(work) == {**before, "L8": "20"}
    started.prepare()
    with started.ctx().reading() as work:
        assert measured(work) == before


def test_where_nothing_has_changed_since_nothing_moves(started: Town) -> None:
    with started.ctx(preview=True).work() as work:
        before = owners(work)
        measure = work.session.query(Measure).first()
        assert measure is not None
        measure.office_id = office(work, "10").id
        work.session.flush()
        assert not measures_follow(work, before)
        assert measures_follow(work, {}).changed == 1
