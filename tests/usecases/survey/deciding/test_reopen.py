"""A settled case is open again: what followed and is not answered is taken back, and it can be decided otherwise."""

from dataclasses import replace

import pytest

from ozg_workflow.domain.errors import InputError
from ozg_workflow.usecases.survey.cases import list_cases
from ozg_workflow.usecases.survey.decide_cases import decide_cases, reopen_cases
from tests.usecases.survey.deciding.acts import assignments, kreis, refuse, words_of
from tests.usecases.town import Town, not_ours


def reopen(town: Town, case: int = 1, note: str = "Amt 34 ist es doch nicht") -> None:
    reopen_cases(replace(town.ctx(), actor="Frau Lindner"), [case], note)


def test_an_open_case_says_who_opened_it_why_and_what_had_been_decided(asked: Town) -> None:
    refuse(asked, "50", "34", 2)
    reopen(asked)
    (case,) = list_cases(asked.ctx(), only_open=True)
    assert (case.reason_code, case.note) == ("reopened", "Amt 34 ist es doch nicht.")
    assert case.reason == "Wieder geöffnet von Frau Lindner: Amt 34 ist es doch nicht. Vorher entschieden: Amt 34."
    assert asked.states("50") == ["answered", "disputed"]
    assert [step.what for step in case.history] == ["case_opened", "case_settled", "case_reopened"]
    digest = asked.run_day("2020-04-06")
    assert digest
    assert "Wieder geöffnet von Frau Lindner" in words_of(asked.letters()[-1])


def test_what_was_sent_stays_and_its_office_is_told(asked: Town) -> None:
    refuse(asked, "50", "34", 2)
    asked.new_letters()
    reopen(asked)
    assert asked.states("34", version=2) == ["withdrawn"]
    assert asked.list_state("34", version=2) == "superseded", "nobody waits for it, nobody is reminded"
    assert assignments(asked, "L8") == {"50": "disputed", "34": "withdrawn"}
    asked.do("deliver")
    (letter,) = asked.new_letters()
    assert "Wer zuständig ist, wird noch einmal geklärt." in words_of(letter)


def test_what_was_not_sent_never_leaves(asked: Town) -> None:
    asked.send_back("50", {2: not_ours("34")})
    asked.do("collect")
    asked.new_letters()
    reopen(asked)
    asked.do("send-supplements", "deliver")
    assert [m.state for m in asked.messages("responsibility_taken_over")] == ["cancelled"]
    assert [letter.subject for letter in asked.new_letters() if "Nachtrag" in letter.subject or "geklärt" in letter.subject] == []
    assert asked.findings() == []


def test_what_was_answered_counts_until_it_is_decided_otherwise(asked: Town) -> None:
    refuse(asked, "50", "34", 2)
    asked.clock.wait(hours=1)
    asked.send_back("34", {1: {"Fallzahl pro Jahr": 77}}, version=2)
    asked.do("collect", "deliver")
    asked.new_letters()
    reopen(asked)
    assert asked.states("34", version=2) == ["answered"]
    decide_cases(asked.ctx(), [1], "20")
    assert asked.states("34", version=2) == ["withdrawn"]
    assert asked.rows("34", version=2)[1].answers["case_volume"] == 77, "the answers stay"
    asked.do("deliver")
    told, supplement = sorted(asked.new_letters(), key=lambda letter: bool(letter.attachments))
    assert "Zuständig ist jetzt Amt 20 – Kämmerei." in words_of(told)
    assert list(supplement.attachments) == ["OZG-Amtsliste_20_Kämmerei_v2.xlsx"]
    assert assignments(asked, "L8") == {"50": "forwarded", "34": "withdrawn", "20": "proposed"}


def test_decided_so_again_after_an_answer_nobody_is_asked_twice(asked: Town) -> None:
    refuse(asked, "50", "34", 2)
    asked.clock.wait(hours=1)
    asked.send_back("34", version=2)
    asked.do("collect", "deliver")
    reopen(asked)
    asked.do("deliver")
    asked.new_letters()
    decide_cases(asked.ctx(), [1], "34")
    asked.do("send-supplements", "deliver")
    assert asked.new_letters() == []
    assert assignments(asked, "L8") == {"50": "forwarded", "34": "confirmed"}


def test_a_service_that_comes_back_says_so_and_brings_what_was_said(asked: Town) -> None:
    refuse(asked, "50", "34", 2)
    reopen(asked)
    asked.day("2020-04-07", "deliver")
    asked.new_letters()
    decide_cases(asked.ctx(), [1], "34")
    asked.do("deliver")
    (letter,) = asked.new_letters()
    assert list(letter.attachments) == ["OZG-Amtsliste_34_Standesamt_v3.xlsx"]
    assert "Die Zuständigkeit war noch einmal offen; die Leistung kommt zurück." in words_of(letter)
    asked.send_back("34", version=3)
    asked.do("collect")
    assert asked.states("34", version=3) == ["answered"]


def test_nobody_here_may_be_decided_after_all_and_the_other_way_round(asked: Town) -> None:
    refuse(asked, "50", "34", 2)
    reopen(asked)
    kreis(asked)
    assert assignments(asked, "L8") == {"50": "forwarded", "34": "withdrawn"}
    reopen(asked)
    decide_cases(asked.ctx(), [1], "33")
    (case,) = list_cases(asked.ctx())
    assert (case.settled_office, case.body, len(case.history)) == ("33", "", 6)


def test_only_a_person_settles_it_then(asked: Town) -> None:
    refuse(asked, "50", "34", 2)
    reopen(asked)
    refuse(asked, "50", "Amt 20", 2)
    (case,) = list_cases(asked.ctx(), only_open=True)
    assert (case.named, case.reason_code) == ("Amt 20", "reopened")
    result = decide_cases(asked.ctx(), (), all_proposed=True)
    assert result.lines[0].endswith("bleibt offen, er ist wieder geöffnet worden; das entscheidet eine Person.")


def test_a_refusal_of_the_other_office_is_dropped_with_its_case(asked: Town) -> None:
    refuse(asked, "50", "34", 2)
    refuse(asked, "34", "weiß nicht", 1, version=2)
    reopen(asked)
    assert [(c.id, str(c.state), c.reason_code) for c in list_cases(asked.ctx())] == [
        (1, "open", "reopened"),
        (2, "settled", "other_case"),
    ]
    assert asked.states("34", version=2) == ["withdrawn"]


@pytest.mark.parametrize("note", ["", "  ", "-", "k. A."])
def test_a_note_is_needed(asked: Town, note: str) -> None:
    with pytest.raises(InputError, match="warum der Fall wieder geöffnet wird"):
        reopen_cases(asked.ctx(), [1], note)


def test_what_cannot_be_opened_again_says_why(asked: Town) -> None:
    refuse(asked, "50", "", 2)
    assert reopen_cases(asked.ctx(), [1], "x").lines == ["Der Fall 1 ist bereits offen."]
    with pytest.raises(InputError, match="Den Zuständigkeitsfall 9 gibt es nicht"):
        reopen_cases(asked.ctx(), [9], "x")
    asked.clock.wait(hours=1)
    asked.send_back("50")
    asked.do("collect")
    with pytest.raises(InputError, match=r"lässt sich nicht wieder öffnen: Das Amt hat die Zuständigkeit inzwischen bestätigt"):
        reopen_cases(asked.ctx(), [1], "x")


def test_a_preview_of_reopening_changes_nothing(asked: Town) -> None:
    refuse(asked, "50", "34", 2)
    before = asked.dump()
    assert reopen_cases(asked.ctx(preview=True), [1], "x").figures["reopened"] == 1
    assert asked.dump() == before


def test_what_stays_with_the_office_that_refused_can_be_opened_again(asked: Town) -> None:
    refuse(asked, "50", "", 2)
    decide_cases(asked.ctx(), [1], "50")
    assert asked.states("50", version=2) == ["open"]
    reopen(asked)
    assert (asked.states("50"), asked.list_state("50", version=2)) == (["answered", "disputed"], "superseded")
    decide_cases(asked.ctx(), [1], "34")
    assert assignments(asked, "L8") == {"50": "forwarded", "34": "proposed"}
