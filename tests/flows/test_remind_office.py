"""The form „Amt jetzt erinnern“: at first it only shows the mail."""

from collections.abc import Callable
from datetime import date

from flows.remind_office import remind_office
from tests.flows.conftest import LINDNER
from tests.usecases.town import Town

DAY = date(2020, 4, 6)


def test_the_form_shows_first_and_sends_when_it_is_asked_to(asked: Town, cockpit: Callable[..., Town]) -> None:
    cockpit(asked)
    asked.new_letters()
    shown = remind_office(by=LINDNER, office="33 – Einwohner- und Meldeamt", today=DAY, return_state=True)
    assert shown.is_completed(), shown.message
    assert asked.messages("reminder") == []
    done = remind_office(by=LINDNER, office="33 – Einwohner- und Meldeamt", today=DAY, preview=False, return_state=True)
    assert done.is_completed(), done.message
    assert [letter.to for letter in asked.new_letters()] == [("dez2@bielefeld.example",)]
