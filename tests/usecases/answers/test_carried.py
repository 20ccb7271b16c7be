"""What was told by phone is not asked again."""

from ozg_workflow.domain.survey.answer_line import SourceKind
from tests.usecases.answers.phone import back, call, line
from tests.usecases.town import Town


def test_an_open_row_is_answered_by_phone_cell_by_cell(asked: Town) -> None:
    call(asked)
    assert (asked.states("34"), asked.list_state("34")) == (["invalid", "open"], "partly_returned")
    answer = back(asked, {1: {"Fallzahl pro Jahr": None}})
    assert asked.states("34") == ["answered", "answered"], "what was told by phone is not asked again"
    found = line(asked)
    assert (found.answers["case_volume"], found.sources["case_volume"].kind) == (900, SourceKind.PERSON)
    assert "Fallzahl pro Jahr: Die Angabe fehlt" not in answer.text
    assert answer.attachments == {}, "nothing is asked again"
