"""The form „Zuständigkeit entscheiden“: no office of this city, and cases that are opened again."""

from collections.abc import Callable
from datetime import date
from typing import Any

from flows.settle_responsibility import settle_responsibility
from ozg_workflow.usecases.cockpit.choices import Choice, read_choices
from ozg_workflow.usecases.survey.cases import list_cases
from tests.flows.conftest import LINDNER
from tests.usecases.town import Town, not_ours

DAY = date(2020, 4, 7)
NOBODY = "kein – keine Stelle dieser Stadt (wer es ist, in die Notiz)"


def decide(**form: Any) -> Any:
    return settle_responsibility(by=LINDNER, today=DAY, preview=False, return_state=True, **form)


def offered(town: Town, choice: Choice) -> tuple[str, ...]:
    with town.session() as session:
        return read_choices(session)[choice]


def test_nobody_here_is_a_choice_and_what_was_decided_can_be_opened_again(asked: Town, cockpit: Callable[..., Town]) -> None:
    cockpit(asked)
    asked.send_back("50", {2: not_ours("Kreis")})
    asked.do("collect", "deliver")
    assert NOBODY in offered(asked, Choice.RESPONSIBLE)
    (option,) = offered(asked, Choice.OPEN_CASE)
    state = decide(cases=[option], office=NOBODY, note="Kreis Herford")
    assert state.is_completed(), state.message
    (case,) = list_cases(asked.ctx())
    assert (case.body, case.settled_by) == ("Kreis Herford", LINDNER)

    settled = "1 – Amt 50 → keine Stelle dieser Stadt: Kreis Herford: Bildung und Teilhabe …"
    (option,) = offered(asked, Choice.SETTLED_CASE)
    assert option.startswith(settled[:60])
    both = decide(cases=[1], office="34", reopen=[option], note="doch")
    assert (both.is_failed(), both.message) == (
        True,
        "Bitte entweder Fälle entscheiden oder Fälle wieder öffnen, nicht beides in einem Lauf.",
    )
    opened = decide(reopen=[option], note="das Standesamt meldet sich")
    assert opened.is_completed(), opened.message
    (case,) = list_cases(asked.ctx(), only_open=True)
    assert case.reason_code == "reopened"
