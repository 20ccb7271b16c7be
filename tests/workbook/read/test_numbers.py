"""Numbers are read as a spreadsheet shows them: with fifteen digits, whatever the sums of a formula leave behind them."""

from io import BytesIO

import pytest
from openpyxl import Workbook as Book

from ozg_workflow.workbook.read.reader import open_workbook
from tests.workbook.read.formats.test_opendocument import packed, sheet

NUMBERS = [
    (0.1 + 0.2, 0.3),
    (1000 * 1.1, 1100),
    (4.35 * 100, 435),
    (1.1 + 2.2, 3.3),
    (-(0.1 * 3), -0.3),
    (2.9999999999999996, 3),
    (1200.0000000000002, 1200),
    (1 / 3, 0.333333333333333),
    (2 / 3, 0.666666666666667),
    (123456789.123456789, 123456789.123457),
    (0.5, 0.5),
    (1.25, 1.25),
    (1200.0, 1200),
    (0.0, 0),
    (1e-20, 1e-20),
    (99012345678901.0, 99012345678901),
    (999999999999999.0, 999999999999999),
    (1234567890123456.0, 1.23456789012346e15),
]


@pytest.mark.parametrize(("stored", "shown"), NUMBERS)
def test_a_number_of_an_xlsx_has_fifteen_digits(stored: float, shown: float) -> None:
    book, buffer = Book(), BytesIO()
    book.active["A1"] = stored
    book.save(buffer)
    [[found]] = open_workbook(buffer.getvalue(), "x.xlsx").sheets[0].rows
    assert (found, type(found)) == (shown, type(shown))


@pytest.mark.parametrize(("stored", "shown"), NUMBERS)
def test_a_number_of_an_ods_has_fifteen_digits(stored: float, shown: float) -> None:
    cell = f'<table:table-cell office:value-type="float" office:value="{stored!r}"/>'
    [[found]] = open_workbook(packed(sheet(f"<table:table-row>{cell}</table:table-row>")), "x.ods").sheets[0].rows
    assert (found, type(found)) == (shown, type(shown))
