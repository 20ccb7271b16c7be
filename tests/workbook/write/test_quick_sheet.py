"""The quick sheet writes the same bytes as the sheet of XlsxWriter it replaces, whatever stands in the cells."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

import pytest
import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from ozg_workflow.domain.survey.answers import validate_row
from ozg_workflow.domain.survey.cells import Cell
from ozg_workflow.domain.survey.maturity import MaturityScale
from ozg_workflow.domain.survey.questionnaire import Questionnaire
from ozg_workflow.domain.survey.returns import CellIssue
from ozg_workflow.domain.survey.service_list import ListDocument
from ozg_workflow.workbook.write import frame, kept_sheet, quick_sheet
from ozg_workflow.workbook.write.edition import Edition
from ozg_workflow.workbook.write.writer import write_list

CREATED = datetime(2020, 3, 25, 6, 0, tzinfo=UTC)
ODD: tuple[Cell, ...] = (
    "ja",
    "",
    None,
    True,
    1200,
    -1.5,
    1e15,
    0.1 + 0.2,
    date(2020, 10, 1),
    datetime(2020, 10, 1, 8, 30),  # noqa: DTZ001 - spreadsheets know no zones
    date(1850, 1, 1),
    "=1+1",
    ' <b> & "Ende"\n zweite Zeile ',
    "_x000D_ \x01",
    "12,5",
)


class PlainKept(kept_sheet.Keeping, Worksheet):  # type: ignore[misc] # XlsxWriter has no types
    """A kept sheet that XlsxWriter writes."""


def by_both(monkeypatch: pytest.MonkeyPatch, write: Callable[[], bytes]) -> tuple[bytes, bytes]:
    frame.kept.clear()
    quick = write()
    with monkeypatch.context() as patch:
        patch.setattr(quick_sheet, "QuickSheet", Worksheet)
        patch.setattr(kept_sheet, "KeptSheet", PlainKept)
        frame.kept.clear()
        return quick, write()


def odd_edition(document: ListDocument, questionnaire: Questionnaire, scale: MaturityScale) -> Edition:
    """Put every odd value into every column, and mark what validation finds."""
    keys = [question.key for question in questionnaire.questions]
    cells = {row.row_id: {key: ODD[(row.number + n) % len(ODD)] for n, key in enumerate(keys)} for row in document.rows}
    issues = tuple(
        CellIssue(row_id=row.row_id, number=row.number, service=row.name, cell="A1", issue=issue)
        for row in document.rows
        for issue in validate_row(questionnaire, scale, cells[row.row_id]).issues
    )
    return Edition(created=CREATED, cells=cells, issues=issues)


@pytest.mark.parametrize("count", [0, 1, 16, 40])
def test_a_blank_list_has_the_same_bytes(
    count: int,
    make_document: Callable[[int], ListDocument],
    any_questionnaire: Questionnaire,
    scale: MaturityScale,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    document = make_document(count)
    quick, plain = by_both(monkeypatch, lambda: write_list(document, any_questionnaire, scale, Edition(created=CREATED)))
    assert quick == plain


def test_an_annotated_copy_with_odd_values_has_the_same_bytes(
    make_document: Callable[[int], ListDocument],
    any_questionnaire: Questionnaire,
    scale: MaturityScale,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    document = make_document(40)
    document = replace(document, rows=tuple(replace(row, new=row.number % 3 == 0) for row in document.rows))
    edition = odd_edition(document, any_questionnaire, scale)
    assert len(edition.issues) > 40
    quick, plain = by_both(monkeypatch, lambda: write_list(document, any_questionnaire, scale, edition))
    assert quick == plain


def test_what_a_list_never_has_is_left_to_the_base() -> None:
    def write(kind: type[Any]) -> bytes:
        buffer = BytesIO()
        book = xlsxwriter.Workbook(buffer, {"in_memory": True})
        book.set_properties({"created": datetime(2020, 3, 25)})  # noqa: DTZ001 - see above
        sheet, bold = book.add_worksheet("Blatt", kind), book.add_format({"bold": True})
        sheet.set_row(2, 30, bold)
        sheet.set_column(3, 3, 20, bold)
        sheet.set_row(40, 12)
        for row, column in ((2, 1), (2, 3), (5, 3), (30, 2)):
            sheet.write_string(row, column, "ohne Format")
            sheet.write_number(row, column + 1, 7)
        sheet.write_formula(6, 1, "=XLOOKUP(1,A1:A2,B1:B2)")
        sheet.write_comment(50, 2, "ein Kommentar ohne Zelle")
        sheet.conditional_format(0, 0, 9, 9, {"type": "formula", "criteria": "=ISFORMULA(A1)", "format": bold})
        book.close()
        return buffer.getvalue()

    assert write(quick_sheet.QuickSheet) == write(Worksheet)
