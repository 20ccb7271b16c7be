"""Closing a round and taking it up again."""

from datetime import date

import pytest

from ozg_workflow.domain.errors import InputError
from ozg_workflow.usecases.survey.manage_rounds import close_round, list_rounds, reopen_round
from ozg_workflow.usecases.survey.open_round import open_round
from tests.usecases.town import Town

DUE = date(2021, 5, 14)


def test_a_closed_round_reminds_nobody_until_it_is_opened_again(asked: Town) -> None:
    asked.day("2020-05-06")
    with pytest.raises(InputError, match="läuft noch"):
        open_round(asked.ctx(), DUE)
    asked.run_day("2020-05-06")
    assert asked.milestone("erhebung") == "running"
    result = close_round(asked.ctx())
    assert result.lines[0] == "Runde „erhebung-1“ geschlossen, 5 Listen fehlen."
    assert "bereits seit" in close_round(asked.ctx()).lines[0]
    assert asked.milestone("erhebung") == "done"
    asked.day("2020-05-13")
    assert asked.do("remind").mails == []
    asked.send_back("33")
    asked.do("collect", "deliver")
    assert "Die Erhebung ist seit dem 06.05.2020 geschlossen." in " ".join(asked.letters()[-1].text.split())
    assert asked.list_state("33") == "returned"
    assert asked.do("send-supplements").lines == ["Die Runde „erhebung-1“ ist geschlossen, es gehen keine Listen mehr hinaus."]
    reopen_round(asked.ctx())
    assert not reopen_round(asked.ctx()).changed
    assert asked.milestone("erhebung") == "running"
    assert len(asked.do("remind").mails) == 2


def test_a_round_is_shown_with_its_lists_and_how_many_are_back(asked: Town) -> None:
    asked.send_back("10", nil="ja")
    asked.send_back("33", rows=[1])
    asked.do("collect")
    (view,) = list_rounds(asked.ctx())
    assert (view.key, view.title, view.opened_on, view.due_on) == (
        "erhebung-1",
        "Erhebung",
        date(2020, 3, 25),
        date(2020, 5, 15),
    )
    assert (view.lists, view.returned, view.previous, view.state) == (5, 1, "", "läuft")
    close_round(asked.ctx(), note="Es reicht.")
    (view,) = list_rounds(asked.ctx())
    assert (view.lists, view.returned, view.state) == (5, 1, "geschlossen am 06.04.2020")


def test_closing_names_what_is_missing_and_takes_back_the_reminders_that_wait(asked: Town) -> None:
    for office in ("20", "34", "50"):
        asked.send_back(office)
    asked.do("collect", "deliver")
    asked.day("2020-05-13", "remind")
    result = close_round(asked.ctx(), "erhebung-1")
    assert result.lines[:3] == [
        "Runde „erhebung-1“ geschlossen, 2 Listen fehlen.",
        "Bleibt unvollständig: Amt 10 – Hauptamt, Fassung 1.",
        "Bleibt unvollständig: Amt 33 – Einwohner- und Meldeamt, Fassung 1.",
    ]
    assert {(str(m.state), m.state_reason) for m in asked.messages("reminder")} == {("cancelled", "Die Runde ist geschlossen.")}


def test_an_older_round_may_be_taken_up_again_and_it_is_said_that_a_newer_one_counts(asked: Town) -> None:
    close_round(asked.ctx())
    open_round(asked.ctx(), date(2020, 6, 30))
    result = reopen_round(asked.ctx(), "erhebung-1")
    assert result.lines == [
        "Hinweis: Inzwischen gibt es die Runde „erhebung-2“; ausgewertet wird die neueste.",
        "Die Runde „erhebung-1“ läuft wieder.",
    ]
    with pytest.raises(InputError, match="Vorhanden: erhebung-1, erhebung-2"):
        reopen_round(asked.ctx(), "erhebung-3")
