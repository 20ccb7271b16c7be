"""Everything that was said about one line, in order of time."""

from datetime import date

from ozg_workflow.domain.survey.answer_line import SourceKind
from ozg_workflow.usecases.answers.history import history
from ozg_workflow.usecases.survey.manage_rounds import close_round
from ozg_workflow.usecases.survey.open_round import open_round
from tests.usecases.answers.phone import back, call
from tests.usecases.town import Town


def test_answers_refusals_and_corrections_stand_in_order_with_what_each_replaced(asked: Town) -> None:
    back(asked, {1: {"Fallzahl pro Jahr": "viele"}})
    call(asked)
    back(asked, {1: {"Fallzahl pro Jahr": 1300}})
    with asked.ctx().reading() as work:
        found = history(work, "34", "L5")
    told = [(e.value, e.replaced, e.source.kind, e.counts, bool(e.issue)) for e in found.entries if e.question == "case_volume"]
    assert told == [
        ("viele", None, SourceKind.MAIL, False, True),
        (900, None, SourceKind.PERSON, False, False),
        (1300, 900, SourceKind.MAIL, True, False),
    ]
    assert {e.counts for e in found.entries if e.question == "staff_effort"} == {False, True}
    assert found.line.contradictions


def test_what_the_list_was_sent_with_comes_first(asked: Town) -> None:
    back(asked)
    close_round(asked.ctx())
    open_round(asked.ctx(), date(2020, 6, 30))
    with asked.ctx().reading() as work:
        found = history(work, "34", "L5", "erhebung-2")
    assert {(entry.source.kind, entry.counts) for entry in found.entries} == {(SourceKind.PREFILL, True)}
