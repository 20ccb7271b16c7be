"""A measure goes with its service, and stays where nothing has moved."""

from dataclasses import replace

import pytest

from ozg_workflow.database.models import Assignment, Measure
from ozg_workflow.domain.consequences import ConsequenceKind
from ozg_workflow.domain.results.terms import Field
from ozg_workflow.domain.rollout import RolloutData
from ozg_workflow.usecases.results.measure_admin.change import change_measure_of
from ozg_workflow.usecases.results.measure_admin.show import MeasureWish, list_measures, show_measure
from ozg_workflow.usecases.setup.measures_follow import measures_follow, owners
from ozg_workflow.usecases.setup.preview_prepare import preview_prepare
from tests.usecases.changed_offices import followed, heir, renumbered
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


@pytest.mark.parametrize(
    ("after", "new"),
    [
        (renumbered("50", "55"), "55"),
        (followed(("50",), heir("56", "Wohnungsamt", "50"), heir("57", "Jobcenter", "50"), places={"L8": "57"}), "56"),
        (followed(("50", "34"), heir("58", "Bürgerservice", "50", "34"), places={}), "58"),
    ],
    ids=["renumbered", "split", "merged"],
)
def test_what_is_agreed_goes_along_and_the_log_says_from_whom_to_whom(started: Town, after: RolloutData, new: str) -> None:
    agreed = {Field.ROUTE: "efa", Field.CONTACT: "Frau Öztürk", Field.NOTE: "mit dem Land", Field.WAVE: "2"}
    change_measure_of(started.ctx(), "L7", agreed)
    (before,) = [view for view in list_measures(started.ctx(), MeasureWish()) if view.service == "L7"]
    started.prepare(after)
    view, log = show_measure(started.ctx(), before.id)
    assert view.terms == replace(before.terms, office=new)
    assert (view.shift, view.board_wave) == (before.shift, before.board_wave)
    assert log[-1].text == f"Wohngeld beantragen (Nr. {before.id}), Amt: Amt 50 → Amt {new}"


def test_a_moved_measure_is_a_consequence_and_asks_for_its_contact(started: Town) -> None:
    started.change(Assignment, Assignment.state == "confirmed", state="proposed")
    change_measure_of(started.ctx(), "L8", {Field.CONTACT: "Frau Öztürk"})
    told = preview_prepare(started.ctx(preview=True), with_service("L8", office="20"))
    (moved,) = [item for item in told.consequences or () if item.kind is ConsequenceKind.MEASURE_MOVED]
    assert moved.text.endswith("Amt 50 → Amt 20; bitte die Ansprechperson prüfen")


def test_where_nothing_has_changed_since_nothing_moves(started: Town) -> None:
    with started.ctx(preview=True).work() as work:
        before = owners(work)
        measure = work.session.query(Measure).first()
        assert measure is not None
        measure.office_id = office(work, "10").id
        work.session.flush()
        assert not measures_follow(work, before)
        assert measures_follow(work, {}).changed == 1
