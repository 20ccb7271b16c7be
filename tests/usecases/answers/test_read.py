"""The answers that count, with their sources, line by line and page by page."""

from datetime import date

import pytest
from sqlalchemy import select

from ozg_workflow.database.models import Incoming, ReturnRow
from ozg_workflow.domain.errors import InputError
from ozg_workflow.domain.survey.answer_line import SourceKind
from ozg_workflow.domain.survey.service_list import RowState
from ozg_workflow.usecases.answers.read import survey_round
from ozg_workflow.usecases.survey.manage_rounds import close_round
from ozg_workflow.usecases.survey.open_round import open_round
from tests.usecases.answers.phone import lines, page
from tests.usecases.town import Town, cell_of


@pytest.mark.both_databases
def test_every_line_is_there_with_its_answers_and_where_each_of_them_stands(returned: Town) -> None:
    found = {line.service.ref: line for line in lines(returned)}
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
    name, content, _ = returned.book("34")
    source = line.sources["case_volume"]
    with returned.session() as session:
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


def test_what_a_fehlanzeige_says_has_a_mail_and_a_file_and_no_cell(returned: Town) -> None:
    (line,) = lines(returned, service="L2")
    source = line.sources["responsible"]
    assert (line.answers, source.cell, source.file) == ({"responsible": "nein"}, "", returned.book("33")[0])


def test_an_old_database_knows_the_mail_and_not_the_cell(returned: Town) -> None:
    returned.change(ReturnRow, cells={})
    (line,) = lines(returned, service="99059001012000")
    assert (line.sources["case_volume"].cell, line.sources["case_volume"].by) == ("", "amt34@bielefeld.example")


@pytest.mark.both_databases
def test_a_page_counts_all_and_shows_some(returned: Town) -> None:
    first, second, third = (page(returned, number=number) for number in (1, 2, 3))
    assert [found.total for found in (first, second, third)] == [8, 8, 8]
    assert first.pages == 3
    shown = [line for found in (first, second, third) for line in found.rows]
    assert [line.row_id for line in shown] == [line.row_id for line in lines(returned)]
    assert shown == lines(returned)
    assert page(returned, number=9).rows == ()


@pytest.mark.both_databases
def test_an_open_line_of_a_repeated_round_shows_what_it_was_sent_with(returned: Town) -> None:
    close_round(returned.ctx())
    open_round(returned.ctx(), date(2020, 6, 30))
    (line,) = lines(returned, service="L5", round="erhebung-2")
    source = line.sources["case_volume"]
    assert (line.state, line.answers["case_volume"], source.kind, source.note) == (
        RowState.OPEN,
        1200,
        SourceKind.PREFILL,
        "Erhebung",
    )
    assert "L5" in [line.service.ref for line in lines(returned, round="erhebung-2", question="case_volume", value="1200")]
    with returned.ctx().reading() as work:
        assert survey_round(work).key == "erhebung-2"
        assert survey_round(work, "erhebung-1").key == "erhebung-1"
        with pytest.raises(InputError, match="Vorhanden: erhebung-1, erhebung-2"):
            survey_round(work, "x")
