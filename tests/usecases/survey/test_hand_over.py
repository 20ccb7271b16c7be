"""An office moves to another Dezernat with an open list: it is told once, with the list, and reminded from then on."""

from dataclasses import replace
from datetime import date
from io import BytesIO

from openpyxl import load_workbook

from ozg_workflow.domain.rollout import RolloutData
from ozg_workflow.usecases.survey.hand_over import hand_over_lists, lists_to_hand_over
from tests.usecases.changed_offices import in_department
from tests.usecases.town import Letter, Town, town_data

NAME = "OZG-Amtsliste_34_Standesamt_v1.xlsx"


def mailed(town: Town, *steps: str) -> list[Letter]:
    town.new_letters()
    town.do(*steps, "deliver")
    return town.new_letters()


def test_the_new_dezernat_gets_the_open_list_once(asked: Town) -> None:
    asked.prepare(in_department("34", "1"))
    (letter,) = mailed(asked, "send-lists")
    assert letter.to == ("dez1@bielefeld.example",)
    assert letter.subject.startswith("1 Amtsliste gehört jetzt zu Dezernat 1 – Zentrale Dienste, Rücksendung bis 15.05.2020")
    assert list(letter.attachments) == [NAME]
    assert "das unten genannte Amt gehört jetzt zu Ihrem Dezernat" in letter.text
    assert mailed(asked, "send-lists", "send-supplements", "remind", "collect") == []


def test_answers_that_have_come_stand_in_the_list(asked: Town) -> None:
    asked.send_back("34", rows=[2])
    asked.do("collect", "deliver")
    asked.prepare(in_department("34", "1"))
    (letter,) = mailed(asked, "send-lists")
    assert "1 von 2 Leistungen beantwortet" in letter.text
    sheet = load_workbook(BytesIO(letter.attachments[NAME]))["Amtsliste"]
    column = next(cell.column for cell in sheet[4] if cell.value == "Fallzahl pro Jahr")
    assert [sheet.cell(row, column).value for row in (5, 6)] == [None, 1200]
    asked.send_back("34", rows=[1])
    asked.do("collect")
    assert asked.list_state("34") == "returned"


def test_a_list_that_is_back_is_nobodys_business(asked: Town) -> None:
    asked.send_back("34")
    asked.do("collect", "deliver")
    asked.prepare(in_department("34", "1"))
    assert mailed(asked, "send-lists") == []


def test_from_then_on_the_new_dezernat_is_reminded_and_its_head_told(asked: Town) -> None:
    asked.prepare(in_department("34", "1"))
    asked.do("send-lists", "deliver")
    asked.day("2020-05-13")
    one, two = mailed(asked, "remind")
    assert ("Standesamt" in one.text, "Standesamt" in two.text) == (True, False)
    asked.day("2020-05-25")
    heads = {letter.to[0]: letter.text for letter in mailed(asked, "remind")}
    assert "Standesamt" in heads["anders@bielefeld.example"]
    assert "Standesamt" not in heads["brandes@bielefeld.example"]


def test_who_is_told_on_the_day_of_a_reminder_is_not_reminded_as_well(asked: Town) -> None:
    asked.prepare(in_department("34", "1"))
    asked.day("2020-05-13")
    letters = mailed(asked, "remind")
    assert [letter.to[0] for letter in letters if "Standesamt" in letter.text] == ["dez1@bielefeld.example"]


def test_a_dated_move_is_told_on_its_day_by_the_day_itself(asked: Town) -> None:
    data = town_data()
    old = next(m for m in data.organisation.memberships if m.office == "34")
    others = [m for m in data.organisation.memberships if m.office != "34"]
    terms = [replace(old, valid_to=date(2020, 4, 14)), replace(old, department="1", valid_from=date(2020, 4, 15))]
    asked.prepare(replace(data, organisation=replace(data.organisation, memberships=(*others, *terms))))
    asked.new_letters()
    asked.run_day("2020-04-14")
    assert not any(NAME in letter.attachments for letter in asked.new_letters())
    asked.run_day("2020-04-15")
    assert [letter.to for letter in asked.new_letters() if NAME in letter.attachments] == [("dez1@bielefeld.example",)]


def renamed(number: str, mailbox: str = "dez2@bielefeld.example") -> RolloutData:
    """Dezernat 2 has another number."""
    data = town_data()
    departments = tuple(
        replace(d, number=number, mailbox=mailbox) if d.number == "2" else d for d in data.organisation.departments
    )
    memberships = tuple(replace(m, department=number) if m.department == "2" else m for m in data.organisation.memberships)
    return replace(data, organisation=replace(data.organisation, departments=departments, memberships=memberships))


def test_another_number_or_another_mailbox_of_the_same_dezernat_is_no_move(asked: Town) -> None:
    asked.prepare(renamed("II"))
    assert mailed(asked, "send-lists") == []
    asked.prepare(renamed("2", "dezernat2@bielefeld.example"))
    assert mailed(asked, "send-lists") == []


def test_there_is_nothing_to_hand_over_where_nothing_moved(asked: Town) -> None:
    with asked.ctx(preview=True).work() as work:
        assert lists_to_hand_over(work) == {}
        hand_over_lists(work)
        assert work.result.mails == []
