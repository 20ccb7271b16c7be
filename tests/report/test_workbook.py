"""A table of a workbook is readable on paper, too."""

import io
from datetime import UTC, datetime

import pytest
from openpyxl import load_workbook

from ozg_workflow.report.workbook import Book, Column

COLUMNS = (Column(heading="Leistung", width=30), Column(heading="Amt", width=20))


@pytest.mark.parametrize("rows", [0, 1, 300])
def test_the_headings_of_a_table_stand_on_every_page(rows: int) -> None:
    stream = io.BytesIO()
    book = Book(stream, title="Umsetzung", city="Bielefeld", evaluated_at=datetime(2020, 6, 2, tzinfo=UTC))
    book.table(book.sheet("Liste", "Liste", "", COLUMNS), 3, COLUMNS, [("Hundesteuer", "22")] * rows, name="Liste")
    book.file.close()
    assert load_workbook(stream)["Liste"].print_title_rows == "$4:$4"
