"""The town hall closes for three weeks: an event and the return deadline move, and everybody hears of it exactly once."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from ozg_workflow.database.models import Event
from ozg_workflow.domain.errors import InputError
from ozg_workflow.domain.rollout import RolloutData
from ozg_workflow.usecases.survey.extend_list import extend_list
from ozg_workflow.usecases.timeline.move_milestone import move_milestone
from tests.usecases.town import Town, town_data

RETURN, EVENT = "frist-ruecksendung", "infoveranstaltung-1"
TO_THE_OFFICES = ("dez1@bielefeld.example", "dez2@bielefeld.example")


def calendar_entry(letter: object) -> str:
    return bytes(letter.attachments["einladung.ics"]).replace(b"\r\n ", b"").decode()  # type: ignore[attr-defined]


def lines(entry: str, *names: str) -> list[str]:
    return [line for line in entry.split("\r\n") if line.startswith(names)]


def verbs(town: Town) -> list[tuple[str, dict[str, object]]]:
    with town.session() as session:
        return [(e.verb, e.data) for e in session.scalars(select(Event).order_by(Event.id))]


def with_date(key: str, day: date) -> RolloutData:
    """The configuration with another date of a milestone in timeline.yaml."""
    data = town_data()
    milestones = tuple(replace(m, planned_on=day) if m.key == key else m for m in data.config.timeline.milestones)
    return replace(data, config=replace(data.config, timeline=replace(data.config.timeline, milestones=milestones)))


def test_a_moved_event_reaches_those_who_were_invited_once_with_a_higher_sequence(town: Town) -> None:
    town.run_day("2020-03-25")
    first = [letter for letter in town.new_letters() if "einladung.ics" in letter.attachments]
    town.day("2020-03-27")
    result = move_milestone(town.ctx(), EVENT, date(2020, 4, 3), "Der Saal ist gesperrt.")
    town.do("deliver")
    second = [letter for letter in town.new_letters() if "einladung.ics" in letter.attachments]

    assert "Eine aktualisierte Einladung erhalten: Dezernat 1 und Dezernat 2." in result.lines
    assert [letter.to for letter in second] == [letter.to for letter in first]
    assert second[0].subject.startswith("Neuer Termin: Infoveranstaltung")
    assert "Freitag, 3. April 2020" in second[0].text
    assert "Dienstag, 31. März 2020" in second[0].text
    old, new = calendar_entry(first[0]), calendar_entry(second[0])
    assert lines(new, "METHOD", "SEQUENCE", "DTSTART") == ["METHOD:REQUEST", "DTSTART:20200403T080000Z", "SEQUENCE:1"]
    assert lines(new, "UID") == lines(old, "UID")
    assert lines(new, "DTSTAMP") > lines(old, "DTSTAMP")

    again = move_milestone(town.ctx(), EVENT, date(2020, 4, 3))
    assert again.lines == ["„Infoveranstaltung für das Ausfüllen der Amtsliste (1. Termin)“ steht bereits auf dem 03.04.2020."]
    said = town.do("announce").lines
    assert (
        "Infoveranstaltung für das Ausfüllen der Amtsliste (1. Termin): 2 Mails bereits verschickt oder im Postausgang." in said
    )
    town.run_day("2020-03-30")
    town.run_day("2020-03-31")
    assert not [letter for letter in town.new_letters() if "1. Termin" in letter.subject]
    town.run_day("2020-04-06")
    assert town.milestone(EVENT) == "done"
    with pytest.raises(InputError, match="bereits stattgefunden"):
        move_milestone(town.ctx(), EVENT, date(2020, 4, 20))


def test_an_event_that_moves_by_the_file_is_announced_anew_by_the_next_day(town: Town) -> None:
    town.run_day("2020-03-25")
    move_milestone(town.ctx(), EVENT, date(2020, 4, 2))
    town.do("deliver")
    town.new_letters()
    town.clock.set(date(2020, 3, 30))
    town.prepare(with_date(EVENT, date(2020, 4, 3)))
    assert not [m for m in town.messages("event_invitation") if m.occasion.startswith("2020-04-03")], "prepare sends nothing"
    town.run_day("2020-03-30")
    updates = [letter for letter in town.new_letters() if "1. Termin" in letter.subject]
    assert [letter.to for letter in updates] == [(a,) for a in TO_THE_OFFICES]
    assert "Donnerstag, 2. April 2020" in updates[0].text, "the day they know"
    assert lines(calendar_entry(updates[0]), "SEQUENCE", "DTSTART") == ["DTSTART:20200403T080000Z", "SEQUENCE:2"]
    assert [verb for verb, _ in verbs(town) if verb == "milestone_move_ended"] == ["milestone_move_ended"]
    town.run_day("2020-03-31")
    assert not [letter for letter in town.new_letters() if "1. Termin" in letter.subject]


def test_an_invitation_that_is_still_held_is_replaced_and_not_called_an_update(town: Town) -> None:
    town.settings(recipients=("dez1@bielefeld.example",))
    town.day("2020-03-25", "announce", "deliver")
    move_milestone(town.ctx(), EVENT, date(2020, 4, 3))
    assert [m.state for m in town.messages("event_invitation") if m.object_key == EVENT] == [
        "accepted",
        "cancelled",
        "queued",
        "held",
    ]
    town.settings(recipients=("*",))
    town.new_letters()
    town.do("deliver")
    subjects = {letter.to[0]: letter.subject for letter in town.new_letters() if "1. Termin" in letter.subject}
    assert subjects["dez1@bielefeld.example"].startswith("Neuer Termin: ")
    assert subjects["dez2@bielefeld.example"].startswith("Einladung: ")


def test_a_moved_deadline_moves_lists_and_reminders_and_is_told_to_those_who_have_not_answered(asked: Town) -> None:
    for office in ("10", "20"):
        asked.send_back(office, nil="ja" if office == "10" else None)
    asked.run_day("2020-04-06")
    asked.run_day("2020-05-05")
    asked.new_letters()
    asked.day("2020-05-06")
    preview = move_milestone(asked.ctx(preview=True), RETURN, date(2020, 6, 12), "Viele Ämter sind im Notbetrieb.")
    assert {item["due_on"] for item in asked.status()["lists"]} == {"2020-05-15"}
    result = move_milestone(asked.ctx(), RETURN, date(2020, 6, 12), "Viele Ämter sind im Notbetrieb.")
    assert preview.lines == result.lines

    asked.do("deliver")
    (letter,) = asked.new_letters()
    assert letter.to == ("dez2@bielefeld.example",), "Dezernat 1 has answered"
    assert letter.subject.startswith("Neue Frist: Amtslisten bis 12.06.2020 statt 15.05.2020")
    assert "Viele Ämter sind im Notbetrieb." in letter.text
    assert {item["due_on"] for item in asked.status()["lists"]} == {"2020-06-12"}
    heard: dict[str, list[str]] = {}
    for day in town_data().config.timeline.calendar.days_between(date(2020, 5, 7), date(2020, 6, 26)):
        asked.run_day(day)
        mails = [item for item in asked.new_letters() if "lindner" not in item.to[0]]
        if mails:
            heard[day.isoformat()] = [item.subject.partition(":")[0] for item in mails]
    assert heard == {
        "2020-05-29": ["Erinnerung vor der Frist"],
        "2020-06-09": ["Letzte Erinnerung vor der Frist"],
        "2020-06-16": ["Erinnerung nach der Frist"],
        "2020-06-19": ["Ausstehende Amtslisten"],
    }


def test_a_move_survives_prepare_until_the_file_itself_changes_the_milestone(asked: Town) -> None:
    asked.day("2020-05-06")
    move_milestone(asked.ctx(), RETURN, date(2020, 6, 12))
    assert not asked.prepare().changed
    assert {item["due_on"] for item in asked.status()["lists"]} == {"2020-06-12"}
    asked.prepare(with_date(RETURN, date(2020, 5, 29)))
    assert {item["due_on"] for item in asked.status()["lists"]} == {"2020-05-29"}
    (planned,) = [m["planned"] for m in asked.status()["milestones"] if m["key"] == RETURN]
    assert planned == "2020-05-29"
    ended = [data for verb, data in verbs(asked) if verb == "milestone_move_ended"]
    assert ended == [{"from": "2020-06-12", "to": "2020-05-29"}]


def test_a_deadline_that_is_moved_there_and_back_reminds_of_nothing_twice(asked: Town) -> None:
    asked.run_day("2020-05-05")
    asked.day("2020-05-06")
    move_milestone(asked.ctx(), RETURN, date(2020, 6, 12))
    move_milestone(asked.ctx(), RETURN, date(2020, 5, 15))
    asked.do("deliver")
    asked.new_letters()
    asked.run_day("2020-05-07")
    assert not [letter for letter in asked.new_letters() if "lindner" not in letter.to[0]]
    asked.run_day("2020-05-13")
    assert sorted(letter.to for letter in asked.new_letters() if "lindner" not in letter.to[0]) == [(a,) for a in TO_THE_OFFICES]
    assert not asked.prepare().changed, "nothing is moved any more"


def test_one_office_gets_more_time_and_a_moved_plan_leaves_it_alone(asked: Town) -> None:
    asked.day("2020-05-06")
    result = extend_list(asked.ctx(), "34", date(2020, 5, 29), note="Hochzeitssaison")
    asked.do("deliver")
    (letter,) = asked.new_letters()[-1:]
    assert letter.to == ("dez2@bielefeld.example",)
    assert "29.05.2020 statt 15.05.2020" in letter.subject
    assert "Standesamt" in letter.text
    assert "Meldeamt" not in letter.text
    assert result.lines[0] == "Amt 34 – Standesamt, Fassung 1: 29.05.2020 statt 15.05.2020 (Hochzeitssaison)."
    assert extend_list(asked.ctx(), "Standesamt", date(2020, 5, 29)).mails == []
    move_milestone(asked.ctx(), RETURN, date(2020, 6, 12))
    asked.prepare()
    due = {item["office"]: item["due_on"] for item in asked.status()["lists"]}
    assert (due["34"], due["33"]) == ("2020-05-29", "2020-06-12")
    asked.do("deliver")
    asked.new_letters()
    asked.day("2020-05-27", "remind", "deliver")
    (reminder,) = asked.new_letters()
    assert "29.05.2020" in reminder.subject
    assert "Standesamt" in reminder.text
