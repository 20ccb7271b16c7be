"""The answer to a list that comes back after a service has left its office tells what became of every line."""

from dataclasses import replace
from typing import Any

import pytest

from ozg_workflow.domain.rollout import RolloutData
from ozg_workflow.domain.survey.late_answers import LateAnswers
from ozg_workflow.usecases.cockpit.office import office_view
from ozg_workflow.usecases.day.digest import send_digest
from tests.usecases.intake.mailbox import incoming
from tests.usecases.town import Letter, Town, not_ours, town_data

NAME = "Bildung und Teilhabe beantragen"


def without() -> RolloutData:
    return replace(town_data(), services=tuple(s for s in town_data().services if s.ref != "L8"))


def moved(rule: LateAnswers = LateAnswers.OFFER) -> RolloutData:
    data = town_data()
    services = tuple(replace(s, office="20") if s.ref == "L8" else s for s in data.services)
    return replace(data, services=services, config=replace(data.config, late_answers=rule))


@pytest.fixture
def gone(asked: Town) -> Town:
    """L8 has left the catalogue."""
    asked.prepare(without())
    asked.new_letters()
    return asked


@pytest.fixture
def elsewhere(asked: Town) -> Town:
    """L8 has gone to the Kämmerei, which has its list."""
    asked.prepare(moved())
    asked.do("send-lists", "deliver")
    asked.new_letters()
    return asked


def answer(town: Town, change: Any = None) -> Letter:
    town.clock.wait(hours=1)
    town.send_back("50", {2: change or {}})
    town.do("collect", "deliver")
    (letter,) = town.new_letters()
    assert "nichts weiter zu tun" not in letter.text
    return replace(letter, text=" ".join(letter.text.split()))


def told(town: Town) -> str:
    return " ".join(entry.text for entry in office_view(town.ctx(), "50").entries)


def test_answers_that_are_handed_on_are_told_with_the_office_and_the_day(elsewhere: Town) -> None:
    letter = answer(elsewhere)
    assert (
        f"Zeile 2: {NAME} – Jetzt bei Amt 20 – Kämmerei seit 06.04.2020. Ihre Angaben haben wir dorthin weitergegeben"
        in letter.text
    )
    assert "1 Leistung daraus hat Ihr Amt nicht mehr" in letter.text
    assert letter.attachments == {}
    assert incoming(elsewhere)[-1][0] == "return"
    assert "Angaben von Amt 50" in told(elsewhere)


def test_what_the_new_office_has_said_already_is_told(elsewhere: Town) -> None:
    elsewhere.send_back("20", version=2)
    elsewhere.do("collect", "deliver")
    elsewhere.new_letters()
    assert "Das Amt hat selbst geantwortet; Ihre Angaben sind gespeichert und zählen nicht." in answer(elsewhere).text


def test_answers_that_count_there_are_told(asked: Town) -> None:
    asked.prepare(moved(LateAnswers.ADOPT))
    asked.do("send-lists", "deliver")
    asked.new_letters()
    assert "Ihre Angaben gelten dort, bis das Amt etwas anderes sagt." in answer(asked).text


def test_a_refusal_is_noted_and_opens_no_case(elsewhere: Town) -> None:
    letter = answer(elsewhere, not_ours("Amt 20"))
    assert "Ihr „nein“ ist vermerkt." in letter.text
    assert elsewhere.status()["cases"] == {"open": 0, "settled": 0}
    assert incoming(elsewhere)[-1][0] == "return"


def test_a_refusal_that_names_a_third_office_is_read_by_a_person(elsewhere: Town) -> None:
    answer(elsewhere, not_ours("Amt 34"))
    state, reason = incoming(elsewhere)[-1]
    assert (state, reason.endswith("neue Angabe zu einer abgegebenen Leistung.")) == ("to_read", True)


def test_cells_that_nobody_can_read_are_not_asked_again_but_told(elsewhere: Town) -> None:
    cells: dict[str, Any] = dict.fromkeys(not_ours()) | {"Zuständig?": "vielleicht"}
    letter = answer(elsewhere, cells)
    assert "ließen sich nicht lesen und wurden nicht weitergegeben" in letter.text
    assert letter.attachments == {}


def test_what_nobody_has_now_is_kept_and_read_by_a_person(gone: Town) -> None:
    letter = answer(gone)
    assert f"Zeile 2: {NAME} – Nicht mehr im Katalog. Ihre Angaben sind gespeichert" in letter.text
    state, reason = incoming(gone)[-1]
    assert (state, reason.endswith("Zu lesen: Angaben zu entfallenen Leistungen.")) == ("to_read", True)
    assert f"Nr. 2 „{NAME}“" in told(gone)
    send_digest(gone.ctx())
    gone.do("deliver")
    assert "1 Zeile mit Angaben zu Leistungen, die zurzeit kein Amt hat" in " ".join(gone.new_letters()[-1].text.split())


def test_the_same_list_once_more_is_no_news(gone: Town) -> None:
    answer(gone)
    gone.clock.wait(hours=1)
    gone.send_back("50", name="noch einmal.xlsx")
    gone.do("collect")
    assert incoming(gone)[-1][0] == "return"


def test_they_wait_for_an_office_that_gets_the_service_later(gone: Town) -> None:
    answer(gone, {"Fallzahl pro Jahr": 4711})
    gone.prepare(moved())
    gone.do("send-lists")
    (row,) = gone.rows("20", 2).values()
    assert row.prefill["case_volume"] == 4711
