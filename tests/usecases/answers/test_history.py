"""Everything that was said about one line, in order of time."""

from datetime import date

from ozg_workflow.domain.survey.answer_line import SourceKind
from ozg_workflow.usecases.answers.history import history, whole_history
from ozg_workflow.usecases.survey.decide_cases import decide_cases
from ozg_workflow.usecases.survey.manage_rounds import close_round
from ozg_workflow.usecases.survey.open_round import open_round
from tests.usecases.answers.phone import back, call
from tests.usecases.town import Town, not_ours


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


def moved(town: Town) -> None:
    """L8 of the Sozialamt goes to the Standesamt after it was answered; the Standesamt has not answered yet."""
    back(town, {2: {"Fallzahl pro Jahr": 4711}}, office="50")
    back(town, {2: not_ours("Amt 34")}, office="50")
    town.do("send-supplements", "deliver")


def test_what_all_offices_said_about_a_service_stands_line_by_line(asked: Town) -> None:
    moved(asked)
    with asked.ctx().reading() as work:
        found = whole_history(work, "L8")
        assert whole_history(work, "L8", "erhebung-1") == found
    assert [(one.line.office, one.line.list_version, one.line.state) for one in found] == [("34", 2, "open"), ("50", 1, "moved")]
    waiting, gone = found
    assert {(e.source.office, e.source.kind, e.counts) for e in waiting.entries} == {
        ("Amt 50, Fassung 1", SourceKind.PREFILL, True)
    }
    assert [(e.value, e.counts) for e in gone.entries if e.question == "case_volume"] == [(4711, False)]
    assert not any(entry.counts for entry in gone.entries)


def test_an_office_that_had_a_service_twice_tells_both(asked: Town) -> None:
    back(asked, {2: {"Fallzahl pro Jahr": 4711}}, office="50")
    back(asked, {2: not_ours()}, office="50")
    decide_cases(asked.ctx(), [1], "50")
    asked.do("deliver")
    asked.send_back("50", {1: {"Fallzahl pro Jahr": 12}}, version=2)
    asked.do("collect")
    with asked.ctx().reading() as work:
        found = history(work, "50", "L8")
    assert found.line.list_version == 2
    told = [(e.value, e.counts) for e in found.entries if e.question == "case_volume" and e.source.kind is SourceKind.MAIL]
    assert told == [(4711, False), (12, True)]
