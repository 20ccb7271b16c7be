"""One office is reminded now, by the will of a person; the plan does not notice."""

import pytest
from sqlalchemy import select

from ozg_workflow.database.models import Event
from ozg_workflow.domain.errors import InputError
from ozg_workflow.usecases.survey.remind_office import remind_office
from tests.usecases.town import Town


def reminded(town: Town) -> dict[str, int]:
    return {item["office"]: item["reminders"] for item in town.status()["lists"]}


def test_the_dezernat_gets_one_mail_about_the_lists_of_this_office_only(asked: Town) -> None:
    asked.new_letters()
    remind_office(asked.ctx(), "33")
    asked.do("deliver")
    (letter,) = asked.new_letters()
    assert letter.to == ("dez2@bielefeld.example",)
    assert "Einwohner- und Meldeamt" in letter.text
    assert "Standesamt" not in letter.text
    assert "die Frist für die Rücksendung der Amtslisten endet" in letter.text
    assert reminded(asked) == {"10": 0, "20": 0, "33": 1, "34": 0, "50": 0}
    with asked.session() as session:
        (event,) = session.scalars(select(Event).where(Event.verb == "office_reminded"))
        assert event.text == "Amt 33 – Einwohner- und Meldeamt: 1 offene Amtsliste"


def test_a_second_time_on_the_same_day_says_so_and_sends_nothing_on_the_next_day_it_goes_again(asked: Town) -> None:
    remind_office(asked.ctx(), "Amt 33")
    again = remind_office(asked.ctx(), "33")
    assert again.mails == []
    assert "ist heute schon erinnert worden (Mail Nr. " in again.lines[0]
    assert reminded(asked)["33"] == 1
    asked.day("2020-04-07")
    assert len(remind_office(asked.ctx(), "33").mails) == 1


def test_the_reminders_of_the_plan_follow_as_if_nothing_had_been_said(asked: Town) -> None:
    asked.day("2020-05-04")
    remind_office(asked.ctx(), "33")
    asked.do("deliver")
    asked.new_letters()
    asked.day("2020-05-05")
    asked.do("remind", "deliver")
    _, two = asked.new_letters()
    assert "Meldeamt" in two.text
    assert reminded(asked) == {"10": 1, "20": 1, "33": 2, "34": 1, "50": 1}


def test_after_the_hard_stop_of_the_plan_a_person_may_still_remind(asked: Town) -> None:
    asked.day("2020-06-20")
    (mail,) = remind_office(asked.ctx(), "33").mails
    assert mail.subject.startswith("Erinnerung: Amtslisten waren bis 15.05.2020 erbeten")


def test_an_office_that_owes_nothing_is_not_reminded(asked: Town) -> None:
    asked.send_back("33")
    asked.do("collect")
    with pytest.raises(InputError, match="Von Amt 33 – Einwohner- und Meldeamt ist keine Amtsliste offen"):
        remind_office(asked.ctx(), "33")


def test_an_unknown_office_names_the_choices(asked: Town) -> None:
    with pytest.raises(
        InputError, match=r"Das Amt „99“ ist nicht bekannt oder nicht eindeutig\. Vorhanden: 10, 20, 33, 34, 50\."
    ):
        remind_office(asked.ctx(), "99")


def test_a_preview_shows_the_mail_and_keeps_nothing(asked: Town) -> None:
    assert len(remind_office(asked.ctx(preview=True), "33").mails) == 1
    assert asked.messages("reminder") == []
