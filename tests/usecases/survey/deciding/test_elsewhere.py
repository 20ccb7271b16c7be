"""A service of nobody here is an answer of its own: in the answers, the export, the reading room, and not in the ranking."""

import json

import pytest

from ozg_workflow.report.answers.as_json import line_json
from ozg_workflow.usecases.answers.read import answer_lines
from ozg_workflow.usecases.cockpit.service import service_view
from ozg_workflow.usecases.survey.decide_cases import decide_cases, reopen_cases
from ozg_workflow.usecases.survey.deciding.elsewhere import elsewhere, where_gone
from tests.usecases.survey.deciding.acts import kreis, refuse
from tests.usecases.town import Town

WORDS = "keine Stelle dieser Stadt: Kreis Herford"


@pytest.fixture
def nobodys(asked: Town) -> Town:
    """The Sozialamt refused L8, and it is the Kreis who has it."""
    refuse(asked, "50", "weiß nicht", 2)
    kreis(asked)
    return asked


def test_the_line_says_who_has_it(nobodys: Town) -> None:
    with nobodys.ctx().reading() as work:
        (line,) = [line for line in answer_lines(work) if line.service.ref == "L8"]
    assert line.state_words == WORDS
    assert (line_json(line)["state"], line_json(line)["gone_to"]) == ("moved", WORDS)


def test_a_line_that_went_to_another_office_names_it(asked: Town) -> None:
    refuse(asked, "50", "34", 2)
    with asked.ctx().reading() as work:
        lines = {line.office: line.state_words for line in answer_lines(work) if line.service.ref == "L8"}
        assert (elsewhere(work), where_gone(work, [])) == ({}, {})
    assert lines == {"34": "offen", "50": "an Amt 34 gegeben"}


def test_it_is_not_ranked_and_the_ranking_says_why(nobodys: Town) -> None:
    result = nobodys.day("2020-06-02", "evaluate")
    assert result is not None
    assert f"Nicht gereiht: „Bildung und Teilhabe beantragen“ – {WORDS}." in result.lines
    written = (nobodys.home / "var/reports/bielefeld-2020/priorisierung.json").read_text(encoding="utf-8")
    report = json.loads(written)
    assert "L8" not in {service["ref"] for service in report["services"]}
    assert report["left_out"] == [{"ref": "L8", "name": "Bildung und Teilhabe beantragen", "reason": WORDS}]


def test_opened_again_or_with_an_office_it_is_ranked(nobodys: Town) -> None:
    reopen_cases(nobodys.ctx(), [1], "doch")
    with nobodys.ctx().reading() as work:
        assert elsewhere(work) == {}
    kreis(nobodys)
    reopen_cases(nobodys.ctx(), [1], "doch")
    decide_cases(nobodys.ctx(), [1], "34")
    with nobodys.ctx().reading() as work:
        assert elsewhere(work) == {}


def test_the_service_says_it_with_everything_that_was_done(nobodys: Town) -> None:
    view = service_view(nobodys.ctx(), "L8")
    (case,) = view.cases
    assert (view.elsewhere, case.holder, case.may_be_reopened) == (WORDS, WORDS, True)
    assert [step.what for step in case.history] == ["case_opened", "case_settled"]
