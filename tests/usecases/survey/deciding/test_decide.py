"""No office of this city: the service leaves all open lists, it is an answer of its own, and the offices are told."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from ozg_workflow.database.models import Event
from ozg_workflow.domain.errors import InputError
from ozg_workflow.usecases.survey.cases import list_cases
from ozg_workflow.usecases.survey.decide_cases import decide_cases, decide_elsewhere, reopen_cases
from tests.usecases.survey.deciding.acts import assignments, kreis, refuse, words_of
from tests.usecases.town import Town, not_ours

KREIS = "Kreis Herford"


def test_a_service_of_nobody_here_leaves_the_list_and_names_who_has_it(asked: Town) -> None:
    refuse(asked, "50", "Kreis Herford", 2)
    asked.new_letters()
    result = kreis(asked)
    (case,) = list_cases(asked.ctx())
    assert (str(case.state), case.settled_office, case.body, case.reason_code) == ("settled", None, KREIS, "elsewhere")
    assert case.reason == "Entscheidung der Koordination: keine Stelle dieser Stadt: Kreis Herford."
    assert asked.states("50") == ["answered", "moved"]
    assert assignments(asked, "L8") == {"50": "forwarded"}
    assert result.lines[0] == "Fall 1: „Bildung und Teilhabe beantragen“ – keine Stelle dieser Stadt: Kreis Herford."
    asked.do("send-supplements", "deliver")
    (letter,) = asked.new_letters()
    assert letter.to == ("dez2@bielefeld.example",)
    assert "Zuständig ist keine Stelle dieser Stadt, sondern: Kreis Herford." in words_of(letter)
    assert not letter.attachments


def test_the_body_may_be_unknown(asked: Town) -> None:
    refuse(asked, "50", "", 2)
    kreis(asked, body="")
    (case,) = list_cases(asked.ctx())
    assert (case.body, case.reason) == ("", "Entscheidung der Koordination: keine Stelle dieser Stadt.")


def test_who_decided_with_which_note_is_kept(asked: Town) -> None:
    refuse(asked, "50", "", 2)
    ctx = replace(asked.ctx(), actor="Frau Lindner")
    decide_elsewhere(ctx, [1], "  Kreis \n Herford ", note="Telefonat vom 6. April")
    (case,) = list_cases(asked.ctx())
    assert (case.body, case.settled_by, case.note) == (KREIS, "Frau Lindner", "Telefonat vom 6. April")
    assert [(step.what, step.by, step.note) for step in case.history] == [
        ("case_opened", "Befehl von test", ""),
        ("case_settled", "Frau Lindner", "Telefonat vom 6. April"),
    ]
    with asked.session() as session:
        data = session.scalars(select(Event.data).where(Event.verb == "case_settled")).one()
    assert data == {"code": "elsewhere", "body": KREIS, "note": "Telefonat vom 6. April"}


def test_a_long_name_of_a_body_is_refused(asked: Town) -> None:
    refuse(asked, "50", "", 2)
    with pytest.raises(InputError, match="höchstens 200 Zeichen"):
        kreis(asked, body="x" * 201)


def test_the_same_again_changes_nothing_and_another_decision_says_how(asked: Town) -> None:
    refuse(asked, "50", "", 2)
    kreis(asked)
    before = asked.dump()
    assert kreis(asked).lines == ["Der Fall 1 war bereits so entschieden."]
    for otherwise in (lambda: decide_cases(asked.ctx(), [1], "34"), lambda: kreis(asked, body="Land")):
        with pytest.raises(InputError, match=r"Stadt: Kreis Herford\)\. Soll anders .*ozg case reopen 1 --note"):
            otherwise()
    assert asked.dump() == before


def test_the_chain_ends_with_nobody_and_both_offices_are_told(asked: Town) -> None:
    refuse(asked, "50", "34", 2)
    refuse(asked, "34", "50", 1, version=2)
    asked.new_letters()
    kreis(asked, 2)
    assert (asked.states("50"), asked.states("34", version=2)) == (["answered", "moved"], ["moved"])
    assert assignments(asked, "L8") == {"50": "forwarded", "34": "forwarded"}
    asked.do("send-supplements", "deliver")
    (letter,) = asked.new_letters()
    assert "Nr. 1 in Fassung 2 der Liste" in words_of(letter)
    with pytest.raises(InputError, match="Bitte zuerst den Fall 2 wieder öffnen"):
        reopen_cases(asked.ctx(), [1], "doch nicht")


def test_an_office_with_a_part_keeps_it_where_the_rest_is_nobodys_here(asked: Town) -> None:
    asked.send_back("50", {2: {"Zuständig?": "teilweise", "Zuständiges Amt": "Kreis Herford"}})
    asked.do("collect", "deliver")
    kreis(asked)
    assert asked.states("50") == ["answered", "answered"]
    assert assignments(asked, "L8") == {"50": "confirmed"}
    (case,) = list_cases(asked.ctx())
    assert (str(case.state), case.body) == ("settled", KREIS)


def test_who_has_answered_a_service_keeps_it_and_who_was_only_asked_is_told(asked: Town) -> None:
    asked.send_back("50", {2: {"Zuständig?": "teilweise", "Zuständiges Amt": "34"}})
    asked.do("collect", "deliver")
    asked.clock.wait(hours=1)
    asked.send_back("50", {2: not_ours("34 oder Kreis")})
    asked.do("collect", "deliver")
    asked.new_letters()
    kreis(asked)
    assert asked.states("34", version=2) == ["withdrawn"]
    assert asked.list_state("34", version=2) == "superseded"
    assert assignments(asked, "L8") == {"50": "forwarded", "34": "withdrawn"}
    asked.do("deliver")
    (letter,) = asked.new_letters()
    assert "AMT 34 – STANDESAMT" in letter.text
    assert "AMT 50 – SOZIALAMT" in letter.text
