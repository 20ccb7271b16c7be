"""Entries of the journal put together again."""

from datetime import UTC, date, datetime
from typing import Any

from ozg_workflow.domain.journal import ListFigures, MilestoneFigures, evenings, replay
from ozg_workflow.domain.plain import plain
from ozg_workflow.domain.plan.milestones import MilestoneState
from ozg_workflow.domain.post.outbox import MessageState
from ozg_workflow.domain.survey.responsibility import CaseState

MONDAY, TUESDAY, FRIDAY = date(2020, 4, 6), date(2020, 4, 7), date(2020, 4, 10)
OPEN, SETTLED = CaseState.OPEN, CaseState.SETTLED


def milestone(**changes: Any) -> dict[str, Any]:
    """A milestone as an entry holds it."""
    return {
        "title": "Auswertung",
        "action": "evaluate",
        "planned": "2020-06",
        "planned_label": "Juni 2020",
        "acts_on": "2020-06-02",
        "last_day": "2020-06-30",
        "state": "done",
        "done_at": "2020-06-02T07:30:00+02:00",
    } | changes


def test_the_newest_entry_of_each_object_counts_and_the_others_stay() -> None:
    picture = replay([{"messages": {"1": "queued", "2": "queued"}}, {"messages": {"2": "accepted"}, "cases": {"1": "open"}}])
    assert picture.messages == {1: MessageState.QUEUED, 2: MessageState.ACCEPTED}
    assert picture.cases == {1: OPEN}
    assert picture.lists == {}


def test_a_milestone_that_left_the_plan_leaves_the_picture() -> None:
    both = {"a": milestone(), "b": milestone(state="planned", done_at=None)}
    picture = replay([{"milestones": both}, {"milestones": {"a": milestone()}}])
    assert list(picture.milestones) == ["a"]
    assert picture.milestones["a"].state is MilestoneState.DONE
    assert picture.milestones["a"].done_at == datetime(2020, 6, 2, 5, 30, tzinfo=UTC)


def test_what_is_read_from_an_entry_is_written_in_the_same_way() -> None:
    figures = {
        "state": "sent",
        "rows": 3,
        "answered": 1,
        "invalid": 0,
        "disputed": 1,
        "due_on": "2020-05-15",
        "sent_at": "2020-03-25T07:00:00+01:00",
        "returned_at": None,
    }
    assert list(plain(ListFigures.read(figures)).items()) == list(figures.items())
    assert list(plain(MilestoneFigures.read(milestone())).items()) == list(milestone().items())


def test_an_entry_from_before_milestones_had_a_label_can_be_read() -> None:
    entry = {name: value for name, value in milestone().items() if name != "planned_label"}
    assert MilestoneFigures.read(entry).planned_label == "2020-06"


def test_only_days_with_an_entry_have_an_evening() -> None:
    entries = [(MONDAY, {"cases": {"1": "open"}}), (MONDAY, {"cases": {"2": "open"}}), (FRIDAY, {"cases": {"1": "settled"}})]
    assert [(day, dict(picture.cases)) for day, picture in evenings(entries)] == [
        (MONDAY, {1: OPEN, 2: OPEN}),
        (FRIDAY, {1: SETTLED, 2: OPEN}),
    ]
    assert list(evenings([])) == []


def test_what_was_written_before_a_rehearsal_went_back_counts_for_the_earlier_day() -> None:
    entries = [(FRIDAY, {"cases": {"1": "open"}}), (MONDAY, {"cases": {"2": "open"}}), (TUESDAY, {"cases": {"1": "settled"}})]
    assert [(day, dict(picture.cases)) for day, picture in evenings(entries)] == [
        (MONDAY, {1: OPEN, 2: OPEN}),
        (TUESDAY, {1: SETTLED, 2: OPEN}),
    ]
