"""The form „Angabe berichtigen“: drop-downs of real data, at first it only shows."""

from collections.abc import Callable
from datetime import date

from flows.correct_answer import correct_answer
from ozg_workflow.usecases.cockpit.choices import Choice, read_choices
from tests.flows.conftest import LINDNER
from tests.usecases.town import Town

DAY = date(2020, 4, 6)


def test_the_form_shows_first_and_corrects_when_it_is_asked_to(asked: Town, cockpit: Callable[..., Town]) -> None:
    cockpit(asked)
    asked.send_back("34")
    asked.do("collect")
    with asked.session() as session:
        offered = read_choices(session)
    assert "L5 – Eheschließung anmelden" in offered[Choice.SERVICE]
    assert "case_volume – Fallzahl pro Jahr" in offered[Choice.QUESTION]
    wish = {
        "office": "34 – Standesamt",
        "service": "L5 – Eheschließung anmelden",
        "question": "case_volume – Fallzahl pro Jahr",
        "value": "900",
        "source": "Telefonat mit Frau Sandmann",
        "by": LINDNER,
    }
    shown = correct_answer(**wish, today=DAY, return_state=True)
    assert shown.is_completed(), shown.message
    assert asked.rows("34")[1].answers["case_volume"] == 1200
    done = correct_answer(**wish, today=DAY, preview=False, return_state=True)
    assert done.is_completed(), done.message
    assert asked.rows("34")[1].answers["case_volume"] == 900
    refused = correct_answer(**wish | {"value": "viele"}, today=DAY, preview=False, return_state=True)
    assert refused.is_failed()
    assert "„viele“ in der Spalte „Fallzahl pro Jahr“" in str(refused.message)
