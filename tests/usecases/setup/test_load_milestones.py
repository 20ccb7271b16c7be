"""The plan changes: milestones and deadlines."""

from dataclasses import replace
from datetime import date

import pytest

from tests.usecases.setup.changed import with_deadline
from tests.usecases.town import Town, town_data

pytestmark = pytest.mark.both_databases


def test_an_extended_deadline_holds_for_lists_that_are_out(asked: Town) -> None:
    """In spring 2020 many deadlines were extended; nobody may be reminded of the old one."""
    asked.prepare(with_deadline(date(2020, 5, 29)))
    assert {item["due_on"] for item in asked.status()["lists"]} == {"2020-05-29"}
    asked.day("2020-05-19", "remind")
    asked.new_letters()
    asked.do("deliver")
    letters = asked.new_letters()
    assert len(letters) == 2
    assert all("29.05.2020" in letter.subject and "15.05.2020" not in letter.text for letter in letters)


def test_milestones_are_added_moved_and_taken_out_without_undoing_what_is_done(town: Town) -> None:
    town.day("2020-03-18", "announce")
    data = town_data()
    old = data.config.timeline.milestones
    moved = (*(replace(m, planned_on=date(2020, 3, 16)) if m.key == "info-leitungen" else m for m in old if m.key != "konzept"),)
    town.prepare(replace(data, config=replace(data.config, timeline=replace(data.config.timeline, milestones=moved))))
    keys = {m["key"]: m for m in town.status()["milestones"]}
    assert "konzept" not in keys
    assert (keys["info-leitungen"]["planned"], keys["info-leitungen"]["state"]) == ("2020-03-16", "done")
