"""Moving a milestone: everything that hangs on its day follows."""

from datetime import date

import pytest
from sqlalchemy import select

from ozg_workflow.database.models import Milestone
from ozg_workflow.domain.errors import InputError
from ozg_workflow.usecases.step.rollout_access import changes_of
from ozg_workflow.usecases.timeline.milestones import find_milestone
from ozg_workflow.usecases.timeline.move_milestone import move_milestone
from tests.usecases.town import Town

RETURN = "frist-ruecksendung"


def test_a_deadline_that_has_passed_can_be_set_anew_and_the_collection_goes_on(asked: Town) -> None:
    for day in ("2020-04-01", "2020-05-18", "2020-06-02"):
        asked.run_day(day)
    assert (asked.milestone(RETURN), asked.milestone("erhebung")) == ("done", "done")
    move_milestone(asked.ctx(), RETURN, date(2020, 6, 19))
    assert (asked.milestone(RETURN), asked.milestone("erhebung")) == ("planned", "running")


def test_back_on_the_day_of_the_file_nothing_is_moved_any_more(asked: Town) -> None:
    for day in (date(2020, 6, 12), date(2020, 5, 15)):
        move_milestone(asked.ctx(), RETURN, day)
    with asked.ctx().reading() as work:
        milestone = find_milestone(work, RETURN)
        assert (milestone.moved_from, milestone.moved_to, milestone.last_day) == (None, None, date(2020, 5, 15))
        assert changes_of(work.session.scalars(select(Milestone))) == {}
    assert {item["due_on"] for item in asked.status()["lists"]} == {"2020-05-15"}


def test_a_month_that_is_moved_to_a_day_is_a_day(town: Town) -> None:
    result = move_milestone(town.ctx(), "vorstellung", date(2020, 7, 8), "Klausurtagung")
    assert result.lines[0].endswith("im Verwaltungsvorstand“: 08.07.2020 statt Juli 2020.")
    (planned,) = [m["planned"] for m in town.status()["milestones"] if m["key"] == "vorstellung"]
    assert planned == "2020-07-08"
    assert not move_milestone(town.ctx(), "vorstellung", date(2020, 7, 8)).changed


def test_the_first_day_of_a_month_is_a_day_of_its_own(town: Town) -> None:
    result = move_milestone(town.ctx(), "vorstellung", date(2020, 7, 1))
    assert result.lines[0].endswith("im Verwaltungsvorstand“: 01.07.2020 statt Juli 2020.")
    (planned,) = [m["planned"] for m in town.status()["milestones"] if m["key"] == "vorstellung"]
    assert planned == "2020-07-01"
    assert not move_milestone(town.ctx(), "vorstellung", date(2020, 7, 1)).changed


@pytest.mark.parametrize(
    ("key", "to", "reason"),
    [
        ("x", date(2020, 6, 12), "Den Meilenstein „x“ gibt es nicht"),
        ("versand", date(2020, 6, 12), "ist bereits erledigt und kann nicht mehr verschoben werden"),
        (RETURN, date(2020, 4, 5), r"Der 05\.04\.2020 liegt nicht in der Zukunft"),
    ],
)
def test_what_cannot_be_moved_is_refused_and_nothing_changes(asked: Town, key: str, to: date, reason: str) -> None:
    before = asked.dump()
    with pytest.raises(InputError, match=reason):
        move_milestone(asked.ctx(), key, to)
    assert asked.dump() == before


def test_an_end_before_the_day_of_measures_names_how_many(started: Town) -> None:
    early = move_milestone(started.ctx(preview=True), "abschluss", date(2020, 12, 15)).lines
    assert early[-1] == "Achtung: 5 Maßnahmen sind für einen späteren Tag vereinbart („ozg measures list“)."
    late = move_milestone(started.ctx(preview=True), "abschluss", date(2021, 12, 15)).lines
    assert not any("Maßnahme" in line for line in late)
