"""Which rollout a step is about, its plan as it is in force, and who belongs to whom."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from ozg_workflow.database.models import Milestone, Rollout
from ozg_workflow.domain.errors import InputError, NotPreparedError
from ozg_workflow.domain.plan.timeline import Change
from ozg_workflow.usecases.setup.prepare import prepare
from ozg_workflow.usecases.step import rollout_access
from ozg_workflow.usecases.step.rollout_access import (
    MOST_KEPT,
    calendar_of,
    changes_of,
    config_of,
    dump_config,
    find_rollout,
    only_rollout_key,
    rollout_keys,
    stored_config,
)
from tests.usecases.town import Town, new_home, shared_templates, town_data

OTHER = "bielefeld-2021"


def test_a_rollout_that_is_not_loaded_is_named(town: Town) -> None:
    with town.session() as session:
        assert find_rollout(session, "bielefeld-2020").key == "bielefeld-2020"
        with pytest.raises(NotPreparedError, match="„paderborn-2020“ ist noch nicht geladen"):
            find_rollout(session, "paderborn-2020")


def test_the_only_rollout_needs_no_name_and_one_of_several_does(town: Town) -> None:
    with town.session() as session:
        assert only_rollout_key(session, None) == "bielefeld-2020"
        with pytest.raises(InputError, match=r"Den Rollout „x“ gibt es nicht. Vorhanden: bielefeld-2020\."):
            only_rollout_key(session, "x")
    data = town_data()
    prepare(replace(town.ctx(), rollout_key=OTHER), replace(data, config=replace(data.config, key=OTHER)))
    assert rollout_keys(town.app.sessions) == ("bielefeld-2020", OTHER)
    with town.session() as session:
        assert only_rollout_key(session, OTHER) == OTHER
        with pytest.raises(InputError, match=r"mehrere Rollouts \(bielefeld-2020, bielefeld-2021\)"):
            only_rollout_key(session, None)


def test_without_any_rollout_nothing_is_prepared(tmp_path: Path) -> None:
    empty = Town(new_home(tmp_path, "leer"), date(2020, 3, 16), templates=shared_templates())
    empty.app.upgrade()
    with empty.session() as session, pytest.raises(NotPreparedError):
        only_rollout_key(session, None)
    empty.close()


def test_the_plan_in_force_has_moved_milestones_on_their_new_day_and_a_moved_month_is_a_day(town: Town) -> None:
    town.change(Milestone, Milestone.key == "vorstellung", moved_to=date(2020, 7, 8))
    town.change(Milestone, Milestone.key == "infoveranstaltung-1", sequence=2)
    with town.ctx().reading() as work:
        timeline = config_of(work.rollout).timeline
        assert changes_of(work.session.scalars(select(Milestone))) == {
            "vorstellung": Change(moved_to=date(2020, 7, 8)),
            "infoveranstaltung-1": Change(sequence=2),
        }
    board, event = timeline.get("vorstellung"), timeline.get("infoveranstaltung-1")
    assert board is not None
    assert event is not None
    assert event.event is not None
    assert (board.planned, board.planned_label, event.event.sequence) == ("2020-07-08", "08.07.2020", 2)
    assert timeline.get("versand") == town_data().config.timeline.get("versand")


def test_the_configuration_comes_back_as_it_was_stored_and_the_sender_of_the_settings_counts(town: Town) -> None:
    with town.ctx().reading() as work:
        assert dump_config(config_of(work.rollout)) == dump_config(town_data().config)
        assert config_of(work.rollout, "amtslisten@bielefeld.example").contacts.sender.email == "amtslisten@bielefeld.example"
        assert config_of(work.rollout).contacts.sender.email == "ozg@bielefeld.example", "the stored one stays"
        calendar = calendar_of(work.rollout)
    assert calendar.shift(date(2020, 5, 15), 5) == date(2020, 5, 25), "Ascension Day does not count"
    assert not calendar.is_working_day(date(2020, 12, 24))


def spoiled(town: Town) -> None:
    """The stored configuration is of another version."""
    town.change(Rollout, Rollout.key == "bielefeld-2020", config={"key": "bielefeld-2020"}, config_hash=f"x{town.clock.moment}")


def test_a_stored_configuration_of_another_version_is_told_with_the_way_out(town: Town) -> None:
    spoiled(town)
    with town.ctx().reading() as work, pytest.raises(InputError, match="Bitte „ozg prepare“ ausführen"):
        config_of(work.rollout)
    _, failures = town.run_day("2020-03-25")
    assert all("passt nicht zu dieser Version" in str(failure) for failure in failures)
    assert 0 < len(failures) < 10, "and not once for every milestone"


def test_a_process_that_goes_through_hundreds_of_rollouts_remembers_the_last_ones(town: Town) -> None:
    with town.session() as session:
        rollout = find_rollout(session, "bielefeld-2020")
        first = stored_config(rollout)
        assert stored_config(rollout) is first
        own = rollout.config_hash
        for number in range(MOST_KEPT + 1):
            rollout.config_hash = f"{number}"
            stored_config(rollout)
        assert len(rollout_access._configs) <= MOST_KEPT
        rollout.config_hash = own
        assert stored_config(rollout) == first
        session.rollback()
