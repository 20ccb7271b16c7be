"""Colleagues who contradict each other are named until one of them settles it."""

from datetime import date

from ozg_workflow.usecases.answers.conflicts import list_conflicts
from tests.usecases.town import Town


def test_colleagues_who_contradict_each_other_on_one_day_are_shown_until_a_later_answer(asked: Town) -> None:
    asked.send_back("34")
    asked.send_back("34", {1: {"Fallzahl pro Jahr": 7}}, sender="sandmann@bielefeld.example")
    asked.do("collect")
    (conflict,) = list_conflicts(asked.ctx())
    assert (conflict.office, conflict.number, conflict.day) == ("34", 1, date(2020, 4, 6))
    assert conflict.senders == ("amt34@bielefeld.example", "sandmann@bielefeld.example")
    (point,) = conflict.points
    assert point.words == "Fallzahl pro Jahr: 7 (sandmann@bielefeld.example) gegen 1200 (amt34@bielefeld.example)"
    assert asked.rows("34")[1].answers["case_volume"] == 7, "the newest counts for now"
    asked.do("digest", "deliver")
    assert "Widersprüchliche Angaben" in asked.letters()[-1].text
    asked.day("2020-04-07")
    asked.send_back("34", {1: {"Fallzahl pro Jahr": 8}})
    asked.do("collect")
    assert list_conflicts(asked.ctx()) == ()


def test_who_corrects_himself_or_says_the_same_contradicts_nobody(asked: Town) -> None:
    asked.send_back("34", {1: {"Fallzahl pro Jahr": 7}})
    asked.send_back("34")
    asked.send_back("34", sender="sandmann@bielefeld.example", rows=[2])
    asked.do("collect")
    assert list_conflicts(asked.ctx()) == ()


def test_another_answer_on_a_later_day_is_a_correction(asked: Town) -> None:
    asked.send_back("34")
    asked.do("collect")
    asked.day("2020-04-07")
    asked.send_back("34", {1: {"Fallzahl pro Jahr": 7}}, sender="sandmann@bielefeld.example")
    asked.do("collect")
    assert list_conflicts(asked.ctx()) == ()
