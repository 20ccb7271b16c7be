"""The surroundings of a step: what only looks, what changes something, and what a preview leaves."""

import pytest

from ozg_workflow.domain.errors import NotPreparedError
from tests.usecases.town import Town


def test_a_preview_sees_its_changes_and_leaves_none(town: Town) -> None:
    before = town.dump()
    with town.ctx(preview=True).work() as work:
        work.rollout.title = "Anders"
        work.session.flush()
        work.session.expire(work.rollout)
        assert work.rollout.title == "Anders"
    assert town.dump() == before


def test_what_only_looks_stores_nothing(town: Town) -> None:
    before = town.dump()
    with town.ctx().reading() as work:
        work.rollout.title = "Anders"
    assert town.dump() == before


def test_a_rollout_that_is_not_loaded_is_named_by_both_ways_in(town: Town) -> None:
    elsewhere = town.ctx(rollout_key="paderborn-2020")
    for way_in in (elsewhere.work, elsewhere.reading):
        with pytest.raises(NotPreparedError, match="„paderborn-2020“ ist noch nicht geladen"), way_in():
            pass


def test_the_reports_lie_below_the_rollout(town: Town) -> None:
    assert town.ctx().reports == town.home / "var" / "reports" / "bielefeld-2020"
