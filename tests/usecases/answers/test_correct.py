"""A person corrects an answer for an office: checked like a cell, with a source and a name."""

import pytest
from sqlalchemy import select

from ozg_workflow.database.models import Correction, Event
from ozg_workflow.domain.errors import InputError
from ozg_workflow.domain.survey.answer_line import SourceKind
from ozg_workflow.usecases.survey.levels import last_levels
from tests.usecases.answers.phone import CALL, back, call, line
from tests.usecases.town import Town, not_ours


@pytest.mark.both_databases
def test_a_corrected_answer_counts_and_tells_who_said_so(asked: Town) -> None:
    back(asked)
    result = call(asked)
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
        ({"source": "–"}, "Bitte die Quelle nennen"),
    ],
)
def test_what_a_list_would_be_asked_again_about_changes_nothing(asked: Town, changes: dict[str, str], message: str) -> None:
    back(asked)
    before = asked.dump()
    with pytest.raises(InputError, match=message):
        call(asked, **changes)
    assert asked.dump() == before


def test_a_preview_stores_nothing(asked: Town) -> None:
    back(asked)
    before = asked.dump()
    assert call(asked, preview=True).changed
    assert asked.dump() == before


def test_words_and_headings_are_read_as_in_a_list_and_an_optional_cell_may_be_emptied(asked: Town) -> None:
    back(asked, {1: {"Bemerkung": "vorläufig"}})
    call(asked, question="stufe heute", value="Online-Leistung (3)", service="99059001012000", office="Standesamt")
    call(asked, question="Bemerkung", value="")
    found = line(asked)
    assert found.answers["maturity_level"] == 3
    assert "remark" not in found.answers
    assert "bereits" in call(asked, question="Bemerkung", value="").lines[-1]
    with asked.ctx().reading() as work:
        service = line(asked).service.service_id
        assert last_levels(work)[service] == 3


def test_a_service_that_another_office_has_is_not_corrected_here(asked: Town) -> None:
    back(asked, {1: not_ours("50")})
    with pytest.raises(InputError, match="an anderes Amt gegeben"):
        call(asked)


def test_it_survives_what_comes_again(asked: Town) -> None:
    raw = asked.send_back("34")
    asked.do("collect")
    call(asked)
    asked.clock.wait(minutes=5)
    asked.drop(raw + b"\n")
    asked.do("collect")
    asked.do("collect")
    assert line(asked).answers["case_volume"] == 900


def test_a_nil_return_ends_where_the_office_says_that_a_service_is_its_own(asked: Town) -> None:
    back(asked, nil="Fehlanzeige", rows=[])
    call(asked)
    assert asked.list_state("34") == "nil_return"
    told = call(asked, question="responsible", value="ja").lines
    assert any("Offen bleibt „Stufe heute“" in line for line in told), told
    assert (asked.list_state("34"), asked.states("34")) == ("partly_returned", ["invalid", "disputed"])
    assert asked.findings() == []
