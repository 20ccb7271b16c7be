"""Informing heads, staff council and staff, and inviting to the events."""

from dataclasses import replace
from datetime import date

import pytest

from ozg_workflow.domain.errors import InputError
from ozg_workflow.usecases.timeline.announce import ANNOUNCED, announce
from tests.usecases.town import Town, town_data


def test_only_what_is_due_today_is_announced(town: Town) -> None:
    town.day("2020-03-18")
    result = announce(town.ctx())
    assert sorted(mail.recipients[0] for mail in result.mails) == [
        f"{name}@bielefeld.example" for name in ("grothe", "krueger", "marquardt", "petersen", "sandmann")
    ]
    assert town.milestone("info-leitungen") == "done"
    assert town.milestone("info-personalrat") == "planned"
    assert any("Vorgesehen am 19.03.2020." in line for line in result.lines)


def test_a_head_is_addressed_by_name_with_office_plan_and_events(town: Town) -> None:
    town.day("2020-03-18", "announce", "deliver")
    letter = next(item for item in town.letters() if item.to == ("krueger@bielefeld.example",))
    assert "Sehr geehrte Frau Krüger" in letter.text
    assert "Einwohner- und Meldeamt" in letter.text
    assert "07.04.2020" in letter.text
    assert letter.headers["from"].endswith("<ozg@bielefeld.example>")


def test_a_second_run_sends_nothing_again(town: Town) -> None:
    town.day("2020-03-20", "announce", "deliver")
    first = len(town.letters())
    assert first == 7
    town.clock.wait(hours=3)
    result = town.do("announce", "deliver")
    assert len(town.letters()) == first
    assert not result.changed


def test_a_named_milestone_is_announced_before_its_day(town: Town) -> None:
    town.day("2020-03-17")
    result = announce(town.ctx(), "info-personalrat")
    assert [mail.recipients for mail in result.mails] == [("personalrat@bielefeld.example",)]
    assert town.milestone("info-personalrat") == "done"
    assert town.milestone("info-leitungen") == "planned"


def test_invitations_go_to_every_dezernat_with_a_calendar_entry_and_in_time(town: Town) -> None:
    town.day("2020-03-24")
    assert any("Die Einladung geht am 25.03.2020 hinaus." in line for line in announce(town.ctx()).lines)
    town.day("2020-03-25", "announce", "deliver")
    letters = [item for item in town.letters() if "einladung.ics" in item.attachments]
    assert [item.to for item in letters] == [("dez1@bielefeld.example",), ("dez2@bielefeld.example",)]
    calendar = bytes(letters[0].attachments["einladung.ics"]).replace(b"\r\n ", b"").decode()
    assert "METHOD:REQUEST" in calendar
    assert "DTSTART:20200331T080000Z" in calendar  # ten o'clock in Berlin is eight o'clock in summer time UTC
    assert "mailto:dez1@bielefeld.example" in calendar.replace("MAILTO", "mailto")
    assert town.milestone("infoveranstaltung-1") == "running"


@pytest.mark.parametrize("key", [None, "infoveranstaltung-1"])
def test_nobody_is_invited_to_an_event_that_is_over(town: Town, key: str | None) -> None:
    town.day("2020-04-01")
    result = announce(town.ctx(), key)
    assert any("31.03.2020, es wird nicht mehr eingeladen" in line for line in result.lines)
    assert not any("1. Termin" in mail.subject for mail in result.mails)


def test_an_unknown_milestone_is_answered_with_the_possible_ones(town: Town) -> None:
    with pytest.raises(InputError, match=r"„versand“ ist kein Meilenstein mit einer Ankündigung.*info-leitungen"):
        announce(town.ctx(), "versand")


def test_a_head_who_comes_later_is_informed_and_the_others_not_again(town: Town) -> None:
    town.day("2020-03-18", "announce", "deliver")
    town.new_letters()
    data = town_data()
    offices = tuple(
        replace(o, head_name="Herr Neumann", head_email="neumann@bielefeld.example") if o.number == "10" else o
        for o in data.organisation.offices
    )
    town.prepare(replace(data, organisation=replace(data.organisation, offices=offices)))
    town.do("announce", "deliver")
    assert [letter.to for letter in town.new_letters()] == [("neumann@bielefeld.example",)]


def test_a_plan_without_announcements_has_nothing_to_announce(town: Town) -> None:
    data = town_data()
    milestones = tuple(m for m in data.config.timeline.milestones if m.action not in ANNOUNCED)
    timeline = replace(data.config.timeline, milestones=milestones)
    town.prepare(replace(data, config=replace(data.config, timeline=timeline)))
    town.clock.set(date(2020, 3, 20))
    assert announce(town.ctx()).lines == ["Nichts anzukündigen."]
