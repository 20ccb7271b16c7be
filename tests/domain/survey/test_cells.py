"""A cell is blank, an error, or what people see in their sheet."""

from datetime import date, datetime

import pytest

from ozg_workflow.domain.german import normalise
from ozg_workflow.domain.survey.cells import Cell, is_blank, is_error, plain_number, shown
from ozg_workflow.domain.survey.maturity import MaturityScale
from tests.domain.survey.asking import TEXT, check


@pytest.mark.parametrize("cell", [None, "", "  ", "\u00a0", "\n\t"])
def test_a_cell_with_nothing_but_white_space_is_blank(scale: MaturityScale, cell: Cell) -> None:
    assert is_blank(cell)
    found = check(TEXT, scale, cell)
    assert found.empty
    assert found.issues == ()


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (None, ""),
        (True, "WAHR"),
        (1200.0, "1200"),
        (1.5, "1,5"),
        (0.1 + 0.2, "0,3"),
        (1199.9999999999998, "1200"),
        (-0.0, "0"),
        (1e300, "1e+300"),
        (12, "12"),
        (10**400, "1,00000000000000E+400"),
        ("Bu\u0308rgeramt", "Bürgeramt"),
        (date(2020, 5, 15), "15.05.2020"),
        (datetime(2020, 5, 15, 9), "15.05.2020"),  # noqa: DTZ001 - Excel knows no time zones
        (" ja ", "ja"),
    ],
)
def test_a_cell_is_shown_as_it_stands_in_the_sheet(cell: Cell, text: str) -> None:
    assert shown(cell) == text


def test_comparing_ignores_case_blanks_the_kind_of_dash_and_how_umlauts_are_made() -> None:
    assert normalise("KA\u0308MMEREI") == normalise("Kämmerei") == "kämmerei"
    assert normalise(" Einwohner-\u00a0und   MELDEAMT ") == "einwohner- und meldeamt"
    assert normalise("1 - hoch") == normalise("1 — hoch") == normalise("1 – Hoch")


@pytest.mark.parametrize(("cell", "error"), [("#NV", True), (" #DIV/0! ", True), ("Err:502", True), ("#12", False), (1.5, False)])
def test_the_error_of_a_formula_is_told_from_text(cell: Cell, error: bool) -> None:
    assert is_error(cell) is error


def test_a_number_is_written_so_that_it_can_be_read_back() -> None:
    assert [plain_number(value) for value in (1.5, 1e-7, 1000.0)] == ["1,5", "0,0000001", "1000,0"]
