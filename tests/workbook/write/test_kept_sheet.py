"""The sheet `Ausfüllhilfe` is written once for many lists, and every list has the bytes it would have alone."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO

import pytest
from openpyxl import load_workbook

from ozg_workflow.domain.survey.answers import validate_row
from ozg_workflow.domain.survey.maturity import MaturityScale
from ozg_workflow.domain.survey.questionnaire import Questionnaire
from ozg_workflow.domain.survey.returns import CellIssue
from ozg_workflow.domain.survey.service_list import ListDocument
from ozg_workflow.workbook.write import frame
from ozg_workflow.workbook.write.edition import Edition
from ozg_workflow.workbook.write.writer import write_list

BLANK = Edition(created=datetime(2020, 3, 25, 6, 0, tzinfo=UTC))
Make = Callable[[int], ListDocument]


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    frame.kept.clear()


def annotated(document: ListDocument, questionnaire: Questionnaire, scale: MaturityScale) -> Edition:
    """Return the copy of a list whose cells are all wrong."""
    cells = {row.row_id: {question.key: "falsch" for question in questionnaire.questions} for row in document.rows}
    issues = tuple(
        CellIssue(row_id=row.row_id, number=row.number, service=row.name, cell="A1", issue=issue)
        for row in document.rows
        for issue in validate_row(questionnaire, scale, cells[row.row_id]).issues
    )
    return replace(BLANK, cells=cells, issues=issues)


@pytest.mark.parametrize("count", [0, 7])
@pytest.mark.parametrize("wrong", [False, True])
def test_a_list_after_others_has_the_bytes_it_has_alone(
    count: int, *, wrong: bool, make_document: Make, any_questionnaire: Questionnaire, scale: MaturityScale
) -> None:
    edition = annotated(make_document(count), any_questionnaire, scale) if wrong else BLANK
    alone = write_list(make_document(count), any_questionnaire, scale, edition)
    frame.kept.clear()
    write_list(make_document(3), any_questionnaire, scale, BLANK)
    assert frame.kept[0].guide_sheet
    assert write_list(make_document(count), any_questionnaire, scale, edition) == alone


def test_an_annotated_copy_leaves_nothing_behind_in_the_next_list(
    make_document: Make, questionnaire: Questionnaire, scale: MaturityScale
) -> None:
    alone = write_list(make_document(3), questionnaire, scale, BLANK)
    frame.kept.clear()
    write_list(make_document(5), questionnaire, scale, annotated(make_document(5), questionnaire, scale))
    assert write_list(make_document(3), questionnaire, scale, BLANK) == alone


def test_a_list_with_another_last_day_has_a_guide_that_names_it(
    make_document: Make, questionnaire: Questionnaire, scale: MaturityScale
) -> None:
    write_list(make_document(3), questionnaire, scale, BLANK)
    later = replace(make_document(3), due_on=date(2020, 6, 19))
    book = load_workbook(BytesIO(write_list(later, questionnaire, scale, BLANK)))
    assert "19. Juni 2020" in str([cell.value for row in book["Ausfüllhilfe"] for cell in row])
    assert len(frame.kept) == 2


def test_a_changed_question_changes_the_guide(make_document: Make, questionnaire: Questionnaire, scale: MaturityScale) -> None:
    write_list(make_document(3), questionnaire, scale, BLANK)
    first, *others = questionnaire.questions
    changed = replace(questionnaire, questions=(replace(first, help="Ganz anders gefragt."), *others))
    book = load_workbook(BytesIO(write_list(make_document(3), changed, scale, BLANK)))
    assert "Ganz anders gefragt." in [cell.value for row in book["Ausfüllhilfe"] for cell in row]
