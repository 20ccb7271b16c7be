"""The answers that count, with their sources, chosen, sorted and paged."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import event, select

from ozg_workflow.database.models import Incoming, ReturnRow
from ozg_workflow.domain.errors import InputError
from ozg_workflow.domain.survey.answer_line import AnswerLine, SourceKind
from ozg_workflow.domain.survey.service_list import RowState
from ozg_workflow.usecases.answers.read import (
    EVERYTHING,
    AnswerFilter,
    AnswerPage,
    Sort,
    SortKey,
    answer_lines,
    answer_page,
    survey_round,
)
from ozg_workflow.usecases.survey.manage_rounds import close_round
from ozg_workflow.usecases.survey.open_round import open_round
from tests.usecases.town import Town, cell_of


def lines(town: Town, **chosen: Any) -> list[AnswerLine]:
    with town.ctx().reading() as work:
        return answer_lines(work, AnswerFilter(**chosen))


def refs(town: Town, **chosen: Any) -> list[str]:
    return [line.service.ref for line in lines(town, **chosen)]


def page(
    town: Town, chosen: AnswerFilter = EVERYTHING, *, sort: Sort | None = None, number: int = 1, size: int = 3
) -> AnswerPage:
    with town.ctx().reading() as work:
        return answer_page(work, chosen, sort=sort or Sort(), page=number, size=size)


@pytest.fixture
def told(asked: Town) -> Town:
    """The Standesamt has answered, its second row wrong; the Meldeamt says Fehlanzeige; L7 of the Sozialamt has a remark."""
    asked.send_back("34", {2: {"Fallzahl pro Jahr": "viele", "Bemerkung": "ÜBERGABE an die Außenstelle"}})
    asked.send_back("33", rows=[], nil="Fehlanzeige")
    asked.send_back("50", {1: {"Fallzahl pro Jahr": 7, "Bemerkung": "50 % online"}, 2: {"Fallzahl pro Jahr": "k. A."}})
    asked.do("collect")
    return asked


@pytest.mark.both_databases
def test_every_line_is_there_with_its_answers_and_where_each_of_them_stands(told: Town) -> None:
    found = {line.service.ref: line for line in lines(told)}
    assert list(found) == ["L1", "L2", "L3", "L4", "L5", "L6", "L7", "L8"], "by office and number"
    line = found["L5"]
    assert (line.round, line.office, line.office_name, line.department) == ("erhebung-1", "34", "Standesamt", "2")
    assert (line.service.key, line.service.theme, line.list_version, line.state) == (
        "99059001012000",
        "Familie & Kind",
        1,
        RowState.ANSWERED,
    )
    assert (line.answers["case_volume"], line.answers["staff_effort"], line.answers["maturity_level"]) == (1200, 1.5, 2)
    name, content, _ = told.book("34")
    source = line.sources["case_volume"]
    with told.session() as session:
        mail = session.scalar(select(Incoming.id).where(Incoming.sender == "amt34@bielefeld.example"))
    assert (source.kind, source.incoming, source.file, source.cell, source.by) == (
        SourceKind.MAIL,
        mail,
        name,
        cell_of(content, 1, "Fallzahl pro Jahr"),
        "amt34@bielefeld.example",
    )
    assert line.sources.keys() == line.answers.keys()
    assert "case_volume" not in found["L6"].answers, "what could not be read is no answer"
    assert (found["L1"].state, found["L1"].answers, found["L1"].sources) == (RowState.OPEN, {}, {})


def test_what_a_fehlanzeige_says_has_a_mail_and_a_file_and_no_cell(told: Town) -> None:
    (line,) = lines(told, service="L2")
    source = line.sources["responsible"]
    assert (line.answers, source.cell, source.file) == ({"responsible": "nein"}, "", told.book("33")[0])


def test_an_old_database_knows_the_mail_and_not_the_cell(told: Town) -> None:
    told.change(ReturnRow, cells={})
    (line,) = lines(told, service="99059001012000")
    assert (line.sources["case_volume"].cell, line.sources["case_volume"].by) == ("", "amt34@bielefeld.example")


@pytest.mark.both_databases
@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        ({"office": "34"}, ["L5", "L6"]),
        ({"department": "1"}, ["L1"]),
        ({"theme": "Bauen & Wohnen"}, ["L7"]),
        ({"service": "99107003012000"}, ["L8"]),
        ({"states": (RowState.INVALID, RowState.OPEN)}, ["L1", "L6"]),
        ({"round": "erhebung-1", "question": "case_volume"}, ["L5", "L7", "L8"]),
        ({"question": "case_volume", "value": "7"}, ["L7"]),
        ({"question": "case_volume", "value": "unknown"}, ["L8"]),
        ({"question": "staff_effort", "value": "1.5", "office": "50"}, ["L7", "L8"]),
        ({"text": "übergabe"}, ["L6"]),
        ({"text": "ANMELDEN", "office": "34"}, ["L5"]),
        ({"text": "50 % on"}, ["L7"]),
        ({"text": "5_ %"}, []),
        ({"text": "ausweise"}, ["L4"]),
        ({"text": "9910700"}, ["L7", "L8"]),
        ({"round": "erhebung-9"}, []),
        ({"contradicted": True}, []),
    ],
)
def test_only_what_is_wanted(told: Town, chosen: dict[str, Any], expected: list[str]) -> None:
    assert sorted(refs(told, **chosen)) == expected


def test_a_service_that_does_not_exist_is_told(told: Town) -> None:
    with pytest.raises(InputError, match="Die Leistung „L99“ gibt es nicht"):
        lines(told, service="L99")


@pytest.mark.both_databases
def test_a_page_counts_all_and_shows_some(told: Town) -> None:
    first, second, third = (page(told, number=number) for number in (1, 2, 3))
    assert [found.total for found in (first, second, third)] == [8, 8, 8]
    assert first.pages == 3
    shown = [line for found in (first, second, third) for line in found.lines]
    assert [line.row_id for line in shown] == [line.row_id for line in lines(told)]
    assert shown == lines(told)
    assert page(told, number=9).lines == ()


@pytest.mark.both_databases
def test_lines_are_sorted_by_what_somebody_clicks_at(told: Town) -> None:
    by_cases = Sort(by=SortKey.QUESTION, question="case_volume", descending=True)
    assert [line.answers.get("case_volume") for line in page(told, sort=by_cases, size=4).lines] == [1200, 7, "unknown", None]
    by_name = page(told, sort=Sort(by=SortKey.SERVICE), size=3).lines
    assert [line.service.ref for line in by_name] == ["L8", "L5", "L6"]
    for key in SortKey:
        assert len(page(told, sort=Sort(by=key, question="remark"), size=50).lines) == 8


@pytest.mark.both_databases
def test_an_open_line_of_a_repeated_round_shows_what_it_was_sent_with(told: Town) -> None:
    close_round(told.ctx())
    open_round(told.ctx(), date(2020, 6, 30))
    (line,) = lines(told, service="L5", round="erhebung-2")
    source = line.sources["case_volume"]
    assert (line.state, line.answers["case_volume"], source.kind, source.note) == (
        RowState.OPEN,
        1200,
        SourceKind.PREFILL,
        "Erhebung",
    )
    assert "L5" in refs(told, round="erhebung-2", question="case_volume", value="1200")
    with told.ctx().reading() as work:
        assert survey_round(work).key == "erhebung-2"
        assert survey_round(work, "erhebung-1").key == "erhebung-1"
        with pytest.raises(InputError, match="Vorhanden: erhebung-1, erhebung-2"):
            survey_round(work, "x")


@pytest.mark.both_databases
def test_colleagues_of_one_day_contradict_each_other_with_both_values(told: Town) -> None:
    told.clock.wait(minutes=1)
    told.send_back("34", {1: {"Fallzahl pro Jahr": 9}}, sender="sandmann@bielefeld.example", rows=[1])
    told.do("collect")
    (line,) = lines(told, contradicted=True)
    (found,) = line.contradictions
    assert (found.question, found.counts.value, found.other.value) == ("case_volume", 9, 1200)
    assert found.other.source.by == "amt34@bielefeld.example"


def test_a_page_asks_a_fixed_number_of_questions(told: Town) -> None:
    def asked_for(size: int) -> int:
        with told.ctx().reading() as work:
            work.directory.find_department("34")
            statements: list[str] = []
            engine = work.session.get_bind()
            listener = lambda *args: statements.append(args[2])  # noqa: E731
            event.listen(engine, "before_cursor_execute", listener)
            answer_page(work, EVERYTHING, sort=Sort(), page=1, size=size)
            event.remove(engine, "before_cursor_execute", listener)
            return len(statements)

    assert asked_for(1) == asked_for(8) <= 9
