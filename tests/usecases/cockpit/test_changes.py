"""The important changes for automations outside: what happened to which object, and no words about persons."""

from ozg_workflow.usecases.cockpit.changes import Change, changes_since, newest_change
from ozg_workflow.usecases.survey.manage_rounds import close_round
from ozg_workflow.usecases.timeline.milestones import tick_off
from tests.usecases.town import Town


def test_a_change_is_told_once_with_its_object(town: Town) -> None:
    number = newest_change(town.ctx())
    assert number > 0
    assert changes_since(town.ctx(), number) == ()
    tick_off(town.ctx(), "konzept")
    (change,) = changes_since(town.ctx(), number)
    assert change == Change(
        number=number + 1,
        name="ozg.milestone.done",
        at=change.at,
        object_type="milestone",
        object_id="konzept",
        figures={},
    )
    assert changes_since(town.ctx(), change.number) == ()


def test_figures_are_told_and_words_are_not(asked: Town) -> None:
    number = newest_change(asked.ctx())
    close_round(asked.ctx(), note="Frau Krüger ist krank.")
    names = {change.name: change for change in changes_since(asked.ctx(), number)}
    assert set(names) == {"ozg.round.closed", "ozg.milestone.done"}
    assert names["ozg.round.closed"].figures == {"lists": 5, "missing": 5}
    assert "Krüger" not in str(names)


def test_what_is_not_important_is_not_told_and_the_order_is_that_of_the_log(asked: Town) -> None:
    number = newest_change(asked.ctx())
    asked.send_back("34")
    asked.drop(asked.letter({}, sender="krueger@bielefeld.example", subject="Frage"))
    asked.do("collect")
    found = changes_since(asked.ctx(), number)
    assert [change.name for change in found] == ["ozg.return.recorded", "ozg.mail.quarantined"]
    assert newest_change(asked.ctx()) > found[-1].number > found[0].number > number


def test_another_rollout_hears_nothing_of_it(town: Town) -> None:
    tick_off(town.ctx(), "konzept")
    with town.ctx().work() as work:
        work.rollout.key = "anderswo"
    assert "ozg.milestone.done" in {change.name for change in changes_since(town.ctx(rollout_key="anderswo"), 0)}
