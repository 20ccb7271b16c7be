"""An office takes over on its day, although nobody loads the configuration again."""

from datetime import date

import pytest

from ozg_workflow.domain.rollout import RolloutData
from tests.usecases.changed_offices import followed, from_day, heir
from tests.usecases.town import Town

FIRST = date(2020, 5, 4)


def lists(town: Town) -> dict[str, str]:
    return {f"{i['office']} v{i['version']}": i["state"] for i in town.status()["lists"]}


def renumbered_later() -> RolloutData:
    """The Standesamt (34) is Amt 36 from 04.05. on."""
    data = followed(("34",), heir("36", "Standesamt", "34"), places={"L5": "36", "L6": "36"}, stays=True)
    return from_day(data, FIRST, ("34",), "36")


def test_the_day_itself_hands_the_list_on(asked: Town) -> None:
    asked.prepare(renumbered_later())
    asked.new_letters()
    asked.run_day("2020-04-30")
    assert "34 v1" in lists(asked)
    result, failures = asked.run_day("2020-05-04")
    assert failures == []
    assert "Amt 34 – Standesamt geht in Amt 36 – Standesamt auf: 1 Liste und 2 Leistungen." in result.lines
    assert lists(asked)["36 v1"] == "sent"
    assert "34 v1" not in lists(asked)
    assert not any("Amtsliste_36" in name for letter in asked.new_letters() for name in letter.attachments), "it has its list"
    assert not asked.prepare(renumbered_later()).changed


@pytest.mark.parametrize("step", ["send-lists", "send-supplements", "collect"])
def test_a_step_before_it_sends_the_heir_no_second_list(asked: Town, step: str) -> None:
    asked.prepare(renumbered_later())
    asked.day("2020-05-04", step)
    assert "36 v1" not in lists(asked)
    asked.do("follow-offices", step)
    assert lists(asked)["36 v1"] == "sent"


def test_a_list_that_comes_back_on_that_day_counts(asked: Town) -> None:
    asked.prepare(renumbered_later())
    asked.clock.set(FIRST)
    asked.send_back("34")
    asked.run_day("2020-05-04")
    assert lists(asked)["36 v1"] == "returned"


def test_where_several_follow_the_catalogue_has_to_be_loaded(asked: Town) -> None:
    heirs = heir("36", "Eheamt", "34"), heir("37", "Urkundenamt", "34")
    data = followed(("34",), *heirs, places={"L5": "36", "L6": "37"}, stays=True)
    data = from_day(data, FIRST, ("34",), "36", "37")
    asked.prepare(data)
    result, _ = asked.run_day("2020-05-04")
    assert any("ihm folgen Amt 36 und Amt 37. Bitte die Konfiguration laden" in line for line in result.lines)
    assert "34 v1" in lists(asked)
    asked.prepare(data)
    assert "36 v1" in lists(asked)


def test_without_dates_there_is_nothing_to_do(asked: Town) -> None:
    before = asked.dump()
    assert asked.do("follow-offices").lines == []
    assert asked.dump() == before
