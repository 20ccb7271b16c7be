"""What is due on a day: in the order of the plan, missed milestones included, senseless ones left out with their reason."""

from datetime import date

import pytest

from ozg_workflow.usecases.day.plan_day import plan_day
from tests.usecases.town import Town


def plan(town: Town, day: str) -> tuple[list[tuple[str, str]], tuple[str, ...]]:
    town.day(day)
    found = plan_day(town.ctx())
    return [(str(step.step), step.milestone) for step in found.steps], found.skipped


@pytest.mark.parametrize(
    ("day", "steps"),
    [
        ("2020-03-17", []),
        ("2020-03-18", [("announce", "info-leitungen")]),
        (
            "2020-03-23",
            [("announce", "info-leitungen"), ("announce", "info-personalrat"), ("announce", "info-beschaeftigte")],
        ),
    ],
)
def test_missed_milestones_are_made_up_for_in_the_order_of_the_plan(town: Town, day: str, steps: list) -> None:
    assert plan(town, day) == (steps, ())


def test_the_lists_and_the_first_invitation_fall_on_one_day(town: Town) -> None:
    assert plan(town, "2020-03-25")[0][-2:] == [("send-lists", "versand"), ("announce", "infoveranstaltung-1")]


def test_nobody_is_invited_on_the_day_of_the_event(town: Town) -> None:
    steps = plan(town, "2020-04-07")[0]
    assert not any(key.startswith("infoveranstaltung") for _, key in steps)


def test_after_the_deadline_it_is_too_late_to_begin_the_survey(town: Town) -> None:
    steps, skipped = plan(town, "2020-05-18")
    assert steps == []
    assert len(skipped) == 4
    assert skipped[-1] == (
        "25.03.2020 · Versendung der Amtslisten + Ausfüllhilfe an die Dezernatspostfächer: Die Rückgabefrist (15.05.2020) ist vorbei. "
        "Bitte den Zeitplan anpassen oder den Schritt von Hand auslösen."
    )


def test_without_a_survey_there_is_nothing_to_evaluate(town: Town) -> None:
    steps, skipped = plan(town, "2020-09-01")
    assert steps == []
    assert [line.rpartition(": ")[2] for line in skipped[-3:]] == ["Es wurde noch keine Amtsliste verschickt."] * 3


def test_what_starts_on_a_holiday_runs_on_the_next_working_day(asked: Town) -> None:
    """01.06.2020 was Pentecost Monday."""
    assert ("evaluate", "auswertung") not in plan(asked, "2020-06-01")[0]
    assert ("evaluate", "auswertung") in plan(asked, "2020-06-02")[0]


def test_reminders_and_tracking_are_planned_only_where_they_can_do_something(town: Town) -> None:
    town.day("2020-05-13")
    empty = plan_day(town.ctx())
    assert (empty.reminders, empty.tracking) == (False, False)
    town.day("2020-03-25", "send-lists", "deliver")
    town.day("2020-05-13")
    assert plan_day(town.ctx()).reminders
    town.do("remind")
    assert not plan_day(town.ctx()).reminders


def test_a_deadline_day_counts_in_full(asked: Town) -> None:
    asked.day("2020-05-15", "update-milestones")
    assert (asked.milestone("frist-zustaendigkeit"), asked.milestone("frist-ruecksendung")) == ("done", "planned")
    asked.day("2020-05-18", "update-milestones")
    assert asked.milestone("frist-ruecksendung") == "done"


def test_the_collection_ends_when_every_list_is_back(asked: Town) -> None:
    asked.do("update-milestones")
    assert asked.milestone("erhebung") == "running"
    for office in ("10", "20", "33", "34", "50"):
        asked.send_back(office, nil="ja" if office == "10" else None)
    asked.do("collect", "update-milestones")
    assert asked.milestone("erhebung") == "done"


def test_the_collection_ends_when_nothing_is_reminded_of_any_more(asked: Town) -> None:
    asked.day("2020-05-29", "update-milestones")
    assert asked.milestone("erhebung") == "running"
    asked.day("2020-06-02", "update-milestones")
    assert asked.milestone("erhebung") == "done"


def test_a_collection_whose_lists_are_held_back_is_not_over(town: Town) -> None:
    """Nobody may write to anybody yet: nothing has been sent, so nothing can be back."""
    town.settings(recipients=())
    town.day("2020-03-25", "send-lists", "deliver")
    town.day("2020-04-01", "update-milestones")
    assert town.milestone("erhebung") == "running"


def test_a_failing_step_is_told_and_does_not_stop_the_day(asked: Town) -> None:
    asked.settings(inbox_url=f"maildir:{asked.home / 'fehlt'}")
    result, failures = asked.run_day(date(2020, 5, 13))
    assert [failure.exit_status for failure in failures] == [3]
    assert any(line.startswith("Posteingang lesen: Das Postfach") for line in result.lines)
    assert {m.kind for m in asked.messages() if m.state == "accepted"} >= {"reminder", "daily_digest"}
