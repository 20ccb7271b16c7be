"""The form mails the table of a round that is chosen from a list."""

from collections.abc import Callable
from datetime import date

from flows.export_answers import export_answers
from ozg_workflow.usecases.cockpit.choices import Choice, read_choices
from tests.usecases.town import Town

DAY = date(2020, 4, 6)


def test_the_form_shows_the_mail_first_and_sends_it_when_told(asked: Town, cockpit: Callable[..., Town]) -> None:
    cockpit(asked)
    with asked.session() as session:
        (option,) = read_choices(session)[Choice.ROUND]
    shown = export_answers(chosen_round=option, today=DAY, return_state=True)
    assert shown.is_completed(), shown.message
    assert asked.messages("answers_export") == []
    sent = export_answers(chosen_round=option, today=DAY, preview=False, return_state=True)
    assert sent.is_completed(), sent.message
    assert "angaben-erhebung-1.xlsx" in asked.letters()[-1].attachments


def test_an_unknown_round_is_refused_in_german(asked: Town, cockpit: Callable[..., Town]) -> None:
    cockpit(asked)
    state = export_answers(chosen_round="erhebung-9", today=DAY, return_state=True)
    assert state.is_failed()
    assert str(state.message).startswith("Die Runde „erhebung-9“ gibt es nicht.")
