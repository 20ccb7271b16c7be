"""Two values that exclude each other: of colleagues, or of a correction and a newer list."""

import pytest

from ozg_workflow.domain.survey.answer_line import SourceKind
from tests.usecases.answers.phone import CALL, back, call, line, lines
from tests.usecases.town import Town


@pytest.mark.both_databases
def test_colleagues_of_one_day_contradict_each_other_with_both_values(returned: Town) -> None:
    returned.clock.wait(minutes=1)
    returned.send_back("34", {1: {"Fallzahl pro Jahr": 9}}, sender="sandmann@bielefeld.example", rows=[1])
    returned.do("collect")
    (line,) = lines(returned, contradicted=True)
    (found,) = line.contradictions
    assert (found.question, found.counts.value, found.other.value) == ("case_volume", 9, 1200)
    assert found.other.source.by == "amt34@bielefeld.example"


@pytest.mark.both_databases
def test_a_newer_answer_of_the_office_contradicts_until_somebody_settles_it(asked: Town) -> None:
    back(asked)
    call(asked)
    back(asked, {1: {"Fallzahl pro Jahr": 1300}})
    found = line(asked)
    (against,) = found.contradictions
    assert (found.answers["case_volume"], found.sources["case_volume"].kind) == (1300, SourceKind.MAIL)
    assert (against.counts.value, against.other.value, against.other.source.note) == (1300, 900, CALL)
    assert [item.service.ref for item in lines(asked, contradicted=True)] == ["L5"]
    call(asked, value="1300")
    found = line(asked)
    assert (found.answers["case_volume"], found.sources["case_volume"].kind) == (1300, SourceKind.PERSON)
    assert lines(asked, contradicted=True) == []


def test_an_office_that_confirms_may_change_its_mind_later(asked: Town) -> None:
    back(asked)
    call(asked)
    for value in (900, 1300):
        back(asked, {1: {"Fallzahl pro Jahr": value}})
        found = line(asked)
        assert (found.answers["case_volume"], found.sources["case_volume"].kind) == (value, SourceKind.MAIL)
        assert found.contradictions == ()


def test_a_mail_written_before_the_call_does_not_override_it(asked: Town) -> None:
    back(asked)
    asked.clock.wait(minutes=5)
    asked.send_back("34", {1: {"Fallzahl pro Jahr": 5}})
    asked.clock.wait(minutes=5)
    call(asked)
    asked.do("collect")
    found = line(asked)
    assert (found.answers["case_volume"], found.contradictions) == (900, ())
