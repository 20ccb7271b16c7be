"""Entries of the journal put together again."""

from datetime import date

from ozg_workflow.domain.journal import evenings, replay

MONDAY, TUESDAY, FRIDAY = date(2020, 4, 6), date(2020, 4, 7), date(2020, 4, 10)


def test_the_newest_entry_of_each_object_counts_and_the_others_stay() -> None:
    picture = replay([{"messages": {"1": "queued", "2": "queued"}}, {"messages": {"2": "accepted"}, "cases": {"1": "open"}}])
    assert picture.messages == {"1": "queued", "2": "accepted"}
    assert picture.cases == {"1": "open"}
    assert picture.lists == {}


def test_a_milestone_that_left_the_plan_leaves_the_picture() -> None:
    picture = replay(
        [{"milestones": {"a": {"state": "done"}, "b": {"state": "planned"}}}, {"milestones": {"a": {"state": "done"}}}]
    )
    assert list(picture.milestones) == ["a"]


def test_only_days_with_an_entry_have_an_evening() -> None:
    entries = [(MONDAY, {"cases": {"1": "open"}}), (MONDAY, {"cases": {"2": "open"}}), (FRIDAY, {"cases": {"1": "settled"}})]
    assert [(day, dict(picture.cases)) for day, picture in evenings(entries)] == [
        (MONDAY, {"1": "open", "2": "open"}),
        (FRIDAY, {"1": "settled", "2": "open"}),
    ]
    assert list(evenings([])) == []


def test_what_was_written_before_a_rehearsal_went_back_counts_for_the_earlier_day() -> None:
    entries = [(FRIDAY, {"cases": {"1": "open"}}), (MONDAY, {"cases": {"2": "open"}}), (TUESDAY, {"cases": {"1": "settled"}})]
    assert [(day, dict(picture.cases)) for day, picture in evenings(entries)] == [
        (MONDAY, {"1": "open", "2": "open"}),
        (TUESDAY, {"1": "settled", "2": "open"}),
    ]
