"""A person corrects an answer for an office: checked like a cell, and all follows as after a return."""

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from ozg_workflow.database.models import Correction, Event, ResponsibilityCase
from ozg_workflow.domain.errors import InputError
from ozg_workflow.domain.survey.answer_line import AnswerLine, SourceKind
from ozg_workflow.usecases.answers.correct import Wish, correct
from ozg_workflow.usecases.answers.read import AnswerFilter, answer_lines
from ozg_workflow.usecases.step.result import StepResult
from ozg_workflow.usecases.survey.levels import last_levels
from tests.usecases.town import Town, not_ours

CALL = "Telefonat mit Frau Sandmann"
WISH = Wish(office="34", service="L5", question="case_volume", value="900", source=CALL)


def told(town: Town, **changes: Any) -> StepResult:
    context = {name: changes.pop(name) for name in ("preview",) if name in changes}
    return correct(town.ctx(actor="Frau Lindner", **context), replace(WISH, **changes))


def line(town: Town, ref: str = "L5") -> AnswerLine:
    with town.ctx().reading() as work:
        (found,) = answer_lines(work, AnswerFilter(service=ref, round="erhebung-1"))
        return found


def back(town: Town, changes: Any = None, **filling: Any) -> None:
    town.clock.wait(minutes=5)
    town.send_back("34", changes or {}, **filling)
    town.do("collect")


@pytest.mark.both_databases
def test_a_corrected_answer_counts_and_tells_who_said_so(asked: Town) -> None:
    back(asked)
    result = told(asked)
    assert result.changed
    assert "„Eheschließung anmelden“, Fallzahl pro Jahr: 1200 → 900" in "\n".join(result.lines)
    found = line(asked)
    source = found.sources["case_volume"]
    assert (found.answers["case_volume"], found.state) == (900, "answered")
    assert (source.kind, source.by, source.note) == (SourceKind.PERSON, "Frau Lindner", CALL)
    assert found.sources["staff_effort"].kind is SourceKind.MAIL
    with asked.session() as session:
        (stored,) = session.scalars(select(Correction))
        event = session.scalars(select(Event).where(Event.verb == "answer_corrected")).one()
    assert (stored.value, stored.replaced, stored.by) == (900, 1200, "Frau Lindner")
    assert (event.actor, CALL in event.text) == ("Frau Lindner", False), "the log holds no personal source"
    assert asked.findings() == []


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"value": "ca. 50-60"}, "in der Spalte „Fallzahl pro Jahr“"),
        ({"value": ""}, "Spalte „Fallzahl pro Jahr“: Die Angabe fehlt."),
        ({"question": "color"}, "Die Spalte „color“ gibt es nicht. Vorhanden: „Zuständig\\?“ \\(responsible\\)"),
        ({"service": "L7"}, "steht in der Runde „erhebung-1“ auf keiner Liste von Amt 34"),
        ({"service": "L77"}, "Die Leistung „L77“ gibt es nicht"),
        ({"office": "99"}, "nicht bekannt"),
        ({"round": "x"}, "Die Runde „x“ gibt es nicht"),
        ({"source": " "}, "Bitte die Quelle nennen"),
    ],
)
def test_what_a_list_would_be_asked_again_about_changes_nothing(asked: Town, changes: dict[str, str], message: str) -> None:
    back(asked)
    before = asked.dump()
    with pytest.raises(InputError, match=message):
        told(asked, **changes)
    assert asked.dump() == before


def test_a_preview_stores_nothing(asked: Town) -> None:
    back(asked)
    before = asked.dump()
    assert told(asked, preview=True).changed
    assert asked.dump() == before


def test_words_and_headings_are_read_as_in_a_list_and_an_optional_cell_may_be_emptied(asked: Town) -> None:
    back(asked, {1: {"Bemerkung": "vorläufig"}})
    told(asked, question="stufe heute", value="Online-Leistung (3)", service="99059001012000", office="Standesamt")
    told(asked, question="Bemerkung", value="")
    found = line(asked)
    assert found.answers["maturity_level"] == 3
    assert "remark" not in found.answers
    assert "bereits" in told(asked, question="Bemerkung", value="").lines[-1]
    with asked.ctx().reading() as work:
        service = line(asked).service.service_id
        assert last_levels(work)[service] == 3


def test_a_refused_cell_is_mended_and_the_list_is_back(asked: Town) -> None:
    back(asked, {1: {"Fallzahl pro Jahr": "viele"}})
    assert (asked.states("34"), asked.list_state("34")) == (["invalid", "answered"], "partly_returned")
    told(asked)
    assert (asked.states("34"), asked.list_state("34")) == (["answered", "answered"], "returned")
    assert asked.findings() == []


def test_what_is_asked_for_now_is_said(asked: Town) -> None:
    back(asked)
    result = told(asked, question="planned_offer", value="ja")
    assert (asked.states("34"), asked.list_state("34")) == (["invalid", "answered"], "partly_returned")
    assert "Offen bleibt „Geplant zum“: Die Angabe fehlt." in "\n".join(result.lines)
    told(asked, question="Geplant zum", value="01.10.2020")
    assert asked.states("34") == ["answered", "answered"]


def test_a_refusal_by_phone_opens_a_case_and_taking_it_back_ends_it(asked: Town) -> None:
    back(asked)
    told(asked, question="responsible", value="nein")
    assert asked.states("34")[0] == "disputed"
    with asked.session() as session:
        assert [case.state for case in session.scalars(select(ResponsibilityCase))] == ["open"]
    told(asked, question="responsible", value="ja")
    assert asked.states("34")[0] == "answered"
    with asked.session() as session:
        assert [case.reason_code for case in session.scalars(select(ResponsibilityCase))] == ["taken_back"]


def test_a_service_that_another_office_has_is_not_corrected_here(asked: Town) -> None:
    back(asked, {1: not_ours("50")})
    with pytest.raises(InputError, match="an anderes Amt gegeben"):
        told(asked)


def test_an_open_row_is_answered_by_phone_cell_by_cell(asked: Town) -> None:
    told(asked)
    assert (asked.states("34"), asked.list_state("34")) == (["invalid", "open"], "partly_returned")
    back(asked, {1: {"Fallzahl pro Jahr": None}})
    assert asked.states("34") == ["answered", "answered"], "what was told by phone is not asked again"
    found = line(asked)
    assert (found.answers["case_volume"], found.sources["case_volume"].kind) == (900, SourceKind.PERSON)
    assert "Fallzahl" not in asked.new_letters()[-1].text


@pytest.mark.both_databases
def test_a_newer_answer_of_the_office_confirms_or_contradicts(asked: Town) -> None:
    back(asked)
    told(asked)
    back(asked, {1: {"Fallzahl pro Jahr": 900}})
    found = line(asked)
    assert (found.answers["case_volume"], found.sources["case_volume"].kind, found.contradictions) == (900, SourceKind.MAIL, ())
    back(asked, {1: {"Fallzahl pro Jahr": 1300}})
    found = line(asked)
    (against,) = found.contradictions
    assert (found.answers["case_volume"], found.sources["case_volume"].kind) == (1300, SourceKind.MAIL)
    assert (against.counts.value, against.other.value, against.other.source.note) == (1300, 900, CALL)
    told(asked, value="1300")
    found = line(asked)
    assert (found.answers["case_volume"], found.sources["case_volume"].kind, found.contradictions) == (
        1300,
        SourceKind.PERSON,
        (),
    )


def test_it_survives_what_comes_again(asked: Town) -> None:
    raw = asked.send_back("34")
    asked.do("collect")
    told(asked)
    asked.clock.wait(minutes=5)
    asked.drop(raw + b"\n")
    asked.do("collect")
    asked.do("collect")
    assert line(asked).answers["case_volume"] == 900


def test_a_mail_written_before_the_call_does_not_override_it(asked: Town) -> None:
    back(asked)
    asked.clock.wait(minutes=5)
    asked.send_back("34", {1: {"Fallzahl pro Jahr": 5}})
    asked.clock.wait(minutes=5)
    told(asked)
    asked.do("collect")
    found = line(asked)
    assert (found.answers["case_volume"], found.contradictions) == (900, ())
