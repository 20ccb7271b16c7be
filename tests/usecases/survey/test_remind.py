"""Reminders: one mail per Dezernat, only for what is missing, each step once, and in the end its head."""

from datetime import date

import pytest

from ozg_workflow.domain.plan.reminders import ReminderIntent
from tests.usecases.town import Town, not_ours


def reminders(town: Town, day: str) -> list:
    town.day(day)
    town.new_letters()
    town.do("remind", "deliver")
    return town.new_letters()


def test_every_dezernat_gets_one_mail_for_all_its_missing_lists(asked: Town) -> None:
    asked.send_back("34")
    asked.do("collect", "deliver")
    one, two = reminders(asked, "2020-05-13")
    assert (one.to, two.to) == (("dez1@bielefeld.example",), ("dez2@bielefeld.example",))
    assert "Hauptamt" in one.text
    assert "Einwohner- und Meldeamt" in two.text
    assert "Sozialamt" in two.text
    assert "Standesamt" not in two.text


def test_a_dezernat_with_everything_back_hears_nothing(asked: Town) -> None:
    asked.send_back("10", nil="ja")
    asked.send_back("20")
    asked.do("collect", "deliver")
    (only,) = reminders(asked, "2020-05-13")
    assert only.to == ("dez2@bielefeld.example",)


def test_each_step_goes_out_once(asked: Town) -> None:
    assert len(reminders(asked, "2020-05-13")) == 2
    assert reminders(asked, "2020-05-13") == []
    assert reminders(asked, "2020-05-14") == []
    result = asked.do("remind")
    assert result.lines == ["Heute ist nichts anzumahnen (5 Listen offen)."]
    assert all(item["reminders"] == 1 for item in asked.status()["lists"])


def test_an_incomplete_list_is_reminded_of_with_what_is_missing(asked: Town) -> None:
    for office in ("33", "50"):
        asked.send_back(office)
    asked.send_back("34", {1: {"Fallzahl pro Jahr": "viele"}})
    asked.do("collect", "deliver")
    letter = reminders(asked, "2020-05-13")[1]
    assert "Standesamt" in letter.text
    assert "Meldeamt" not in letter.text


def test_after_a_week_of_downtime_only_the_newest_step_is_sent(asked: Town) -> None:
    """`vorab` (05.05.) and `kurz-vorher` (13.05.) were missed."""
    letters = reminders(asked, "2020-05-19")
    assert len(letters) == 2
    assert {m.step for m in asked.messages("reminder")} == {"ueberfaellig"}


def test_responsibility_is_reminded_of_before_its_deadline_only_where_nothing_came_back(asked: Town) -> None:
    asked.send_back("33", rows=[1])
    asked.do("collect", "deliver")
    letters = reminders(asked, "2020-04-23")
    assert len(letters) == 2
    assert "30.04.2020" in letters[1].subject
    assert "Meldeamt" not in letters[1].text
    assert reminders(asked, "2020-05-04") == [], "after the deadline nobody is reminded of it"


def test_in_the_end_the_head_of_the_dezernat_is_written_to(asked: Town) -> None:
    """Five working days after 15.05.2020 is 25.05.: Ascension Day does not count."""
    assert [letter.to for letter in reminders(asked, "2020-05-22")] == [("dez1@bielefeld.example",), ("dez2@bielefeld.example",)]
    one, two = reminders(asked, "2020-05-25")
    assert (one.to, one.cc) == (("anders@bielefeld.example",), ("dez1@bielefeld.example",))
    assert (two.to, two.cc) == (("brandes@bielefeld.example",), ("dez2@bielefeld.example",))
    assert "Sehr geehrte Frau Anders" in one.text
    assert "Sehr geehrter Herr Brandes" in two.text


def test_after_the_hard_stop_nothing_is_sent_any_more(asked: Town) -> None:
    """Nine working days after 15.05.2020 is 29.05., the last day."""
    assert reminders(asked, "2020-06-02") == []
    assert len(reminders(asked, "2020-05-29")) == 2


def test_lists_that_were_never_sent_are_not_reminded_of(town: Town) -> None:
    town.day("2020-03-25", "send-lists")
    town.day("2020-05-13")
    result = town.do("remind")
    assert result.mails == []


def test_a_supplement_is_reminded_of_by_its_own_deadline(asked: Town) -> None:
    for office in ("10", "20", "33", "34"):
        asked.send_back(office, nil="ja" if office == "10" else None)
    asked.day("2020-05-13")
    asked.send_back("50", {2: not_ours("34")})
    asked.do("collect", "deliver")
    assert reminders(asked, "2020-05-14") == [], "the Nachtrag is due on 28.05."
    (letter,) = reminders(asked, "2020-05-15")
    assert "28.05.2020" in letter.subject
    assert "Standesamt" in letter.text


def test_a_step_goes_out_once_however_its_key_is_written(asked: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    assert len(reminders(asked, "2020-05-13")) == 2
    monkeypatch.setattr(ReminderIntent, "occasion", property(lambda intent: f"{intent.deadline}/{intent.step.key}"))
    assert reminders(asked, "2020-05-14") == []
    assert len(reminders(asked, "2020-05-19")) == 2
    assert {(m.step, m.about_on) for m in asked.messages("reminder")} == {
        ("kurz-vorher", date(2020, 5, 15)),
        ("ueberfaellig", date(2020, 5, 15)),
    }
