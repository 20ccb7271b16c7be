"""An office that changes its mind about a service that has gone on is heard: a person reads it, nothing moves by itself."""

from typing import Any

import pytest

from ozg_workflow.usecases.intake.inbox_admin import list_incoming
from tests.usecases.town import Town, not_ours

SERVICE = "Nr. 2 „Bildung und Teilhabe beantragen“ ist bei Amt 34"


def say(town: Town, change: dict[str, Any]) -> tuple[str, str]:
    """Send the list back once more with this second line; returns the state of the mail and why."""
    town.clock.wait(hours=1)
    town.send_back("50", {2: change})
    town.do("collect")
    newest = max(list_incoming(town.ctx(), everything=True), key=lambda mail: mail.id)
    return str(newest.state), newest.reason


@pytest.fixture
def moved(asked: Town) -> Town:
    """A town in which the second service of the Sozialamt has gone to the Standesamt."""
    assert say(asked, not_ours("Amt 34"))[0] == "return"
    assert asked.states("50") == ["answered", "moved"]
    return asked


@pytest.mark.parametrize(
    "change",
    [{}, not_ours("Amt 20"), not_ours(), not_ours("nicht Amt 34"), {"Zuständig?": "teilweise", "Zuständiges Amt": "Amt 34"}],
)
def test_another_answer_about_a_service_that_has_gone_on_is_read_by_a_person(moved: Town, change: dict[str, Any]) -> None:
    state, reason = say(moved, change)
    assert state == "to_read"
    assert reason.endswith("Zu lesen: neue Angabe zu einer abgegebenen Leistung.")
    assert moved.states("50") == ["answered", "moved"]


@pytest.mark.parametrize("change", [not_ours("Amt 34"), not_ours(" AMT  34 "), dict.fromkeys(["Zuständig?"])])
def test_the_same_answer_and_none_say_nothing_new(moved: Town, change: dict[str, Any]) -> None:
    blank = {"Zuständiges Amt": None} | change
    assert say(moved, blank)[0] == "return"
