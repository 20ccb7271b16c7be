"""One transaction and what is told about it: nothing is told that was undone, and nobody is named for good."""

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from ozg_workflow.database.models import Event, Milestone
from ozg_workflow.domain.errors import InputError
from ozg_workflow.usecases.step.work import Work
from tests.usecases.town import Town

DEADLINE = "frist-ruecksendung"


def texts(town: Town, verb: str) -> list[str]:
    with town.session() as session:
        return list(session.scalars(select(Event.text).where(Event.verb == verb).order_by(Event.id)))


def half_done(work: Work) -> None:
    work.record("tried", ("rollout", 1), "schlecht")
    work.rollout.title = "Anders"
    work.did("Das ist nicht geschehen.")
    work.count("parts")
    raise InputError("Es geht nicht.")


def test_a_part_that_fails_is_undone_and_not_told_and_the_rest_stays(town: Town) -> None:
    with town.ctx().work("Probe") as work:
        with work.part() as good:
            good.record("tried", ("rollout", 1), "gut")
            good.did("Das ist geschehen.")
            good.count("parts")
        with pytest.raises(InputError), work.part() as bad:
            half_done(bad)
    assert (work.result.lines, work.result.figures) == (["Das ist geschehen."], {"parts": 1})
    assert texts(town, "tried") == ["gut"]


def test_a_work_that_fails_leaves_nothing_behind(town: Town) -> None:
    before = town.dump()
    with pytest.raises(InputError), town.ctx().work() as work:
        half_done(work)
    assert town.dump() == before


def test_a_moved_date_counts_once_the_plan_is_said_to_have_changed(town: Town) -> None:
    with town.ctx(preview=True).work() as work:
        before = work.config.timeline.get(DEADLINE)
        work.session.scalars(select(Milestone).where(Milestone.key == DEADLINE)).one().moved_to = date(2020, 6, 12)
        assert work.config.timeline.get(DEADLINE) == before, "what was read is kept"
        work.plan_changed()
        after = work.config.timeline.get(DEADLINE)
    assert before is not None
    assert after is not None
    assert (before.planned_on, after.planned_on) == (date(2020, 5, 15), date(2020, 6, 12))


def test_a_part_and_its_work_know_the_same_plan(town: Town) -> None:
    with town.ctx(preview=True).work() as work:
        with work.part() as part:
            read = part.config
        assert work.config is read, "what a part has read is not read again"
        with work.part() as part:
            part.session.scalars(select(Milestone).where(Milestone.key == DEADLINE)).one().moved_to = date(2020, 6, 12)
            part.plan_changed()
        moved = work.config.timeline.get(DEADLINE)
    assert moved is not None
    assert moved.planned_on == date(2020, 6, 12)


def test_the_audit_log_keeps_no_address(town: Town) -> None:
    with town.ctx().work() as work:
        work.record("tried", ("message", 7), "an <krueger@bielefeld.example>, nicht an dez1@bielefeld.example.", {"n": 2})
    assert texts(town, "tried") == ["an (Adresse), nicht an (Adresse)"]
    with town.session() as session:
        event = session.scalars(select(Event).where(Event.verb == "tried")).one()
    assert (event.actor, event.object_type, event.object_id, event.data) == ("cli:test", "message", "7", {"n": 2})


def test_the_same_work_on_another_day_sees_that_day_and_the_same_rollout(town: Town) -> None:
    with town.ctx().reading("Probe") as work:
        other = work.on(date(2020, 5, 4))
        assert (work.today, other.today) == (date(2020, 3, 16), date(2020, 5, 4))
        assert other.rollout is work.rollout
        assert other.result.title == "Probe"


def test_of_several_things_one_that_breaks_is_undone_and_named_and_the_others_are_done(town: Town) -> None:
    with town.ctx().work("Probe") as work:
        assert work.attempt("Amt 33", lambda part: part.record("tried", ("rollout", 1), "gut"))
        assert not work.attempt("Amt 34", half_done)
        assert not work.attempt("Amt 50", lambda _: 1 / 0)
        assert work.attempt("Amt 51", lambda part: part.did("Geschehen."))
    assert texts(town, "tried") == ["gut"]
    assert (work.result.lines, work.result.figures) == (["Geschehen."], {})
    assert work.result.broken == [
        "Amt 34: Es geht nicht.",
        "Amt 50: Unerwarteter Fehler (ZeroDivisionError). Näheres steht im Protokoll var/log/ozg.log.",
    ]
    with town.session() as session:
        assert session.scalar(select(Milestone).limit(1)) is not None


def test_what_breaks_in_a_part_of_a_part_is_told_by_the_whole(town: Town) -> None:
    with town.ctx().work("Probe") as work:
        work.attempt("Dezernat 2", lambda part: part.attempt("Amt 34", half_done))
    assert work.result.broken == ["Amt 34: Es geht nicht."]


def test_a_database_that_is_gone_is_no_failure_of_one_thing(town: Town) -> None:
    def locked(_: Work) -> None:
        raise OperationalError("", {}, Exception("locked"))

    with pytest.raises(OperationalError), town.ctx().work("Probe") as work:
        work.attempt("Amt 33", locked)
