"""A reported level moves the measure of its service."""

from sqlalchemy import select

from ozg_workflow.database.models import Measure, Service
from ozg_workflow.usecases.answers.progress import note_progress
from tests.usecases.town import Town


def measures(town: Town) -> dict[str, str]:
    with town.session() as session:
        return {m.service.ref: str(m.state) for m in session.scalars(select(Measure))}


def test_a_level_below_the_target_takes_back_what_was_reached(started: Town) -> None:
    assert measures(started)["L3"] == "reached"
    with started.ctx().work() as work:
        ids = dict(work.session.execute(select(Service.ref, Service.id)).all())
        note_progress(work, ids["L3"], 3)
        note_progress(work, ids["L2"], 5)
        note_progress(work, ids["L1"], 4)  # not ranked, so it has no measure
    assert measures(started) == {**dict.fromkeys(("L3", "L4", "L6", "L7", "L8"), "started"), "L2": "reached"}
    with started.session() as session:
        moments = {m.service.ref: m.reached_at for m in session.scalars(select(Measure))}
    assert [ref for ref, moment in moments.items() if moment] == ["L2"]


def test_the_same_level_again_is_no_change(started: Town) -> None:
    before = started.dump()
    with started.ctx().work() as work:
        note_progress(work, work.session.scalars(select(Service.id).where(Service.ref == "L2")).one(), 2)
    assert started.dump() == before
