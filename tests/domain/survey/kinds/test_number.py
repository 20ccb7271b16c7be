"""Numbers are read as Germans write them, within the limits of the question."""

from dataclasses import replace
from datetime import date

import pytest

from ozg_workflow.domain.survey.cells import Cell
from ozg_workflow.domain.survey.kinds.cell_rule import CellLook, CellRule, Check
from ozg_workflow.domain.survey.kinds.registry import asked, kind_of
from ozg_workflow.domain.survey.maturity import MaturityScale
from ozg_workflow.domain.survey.question import Kind
from tests.domain.survey.asking import CASES, STAFF, accepted, printed, question, refused


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        (1200, 1200),
        (1200.0, 1200),
        ("1200", 1200),
        ("1.200", 1200),
        ("1 200", 1200),
        ("1\u00a0200", 1200),
        ("1'200", 1200),
        ("10.000.000", 10_000_000),
        ("12 Fälle", 12),
        ("12Fälle", 12),
        ("12 FÄLLE", 12),
        ("12,0", 12),
        ("0", 0),
        (0, 0),
    ],
)
def test_a_whole_number_is_read_as_germans_write_it(scale: MaturityScale, cell: Cell, value: int) -> None:
    found = accepted(CASES, scale, cell)
    assert found == value
    assert isinstance(found, int)


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("1,5", "Hier wird eine ganze Zahl erwartet."),
        (1.5, "Hier wird eine ganze Zahl erwartet."),
        (-1, "Die Zahl ist kleiner als 0."),
        ("10.000.001", "Die Zahl ist größer als 10.000.000."),
        ("100-200", "Hier steht mehr als eine Zahl."),
        ("unklar", "Hier wird eine Zahl erwartet."),
        ("12 Stunden", "Hier wird eine Zahl erwartet."),
        (True, "Hier wird eine Zahl erwartet."),
        (date(2020, 5, 1), "Hier wird eine Zahl erwartet."),
        (float("nan"), "Die Zahl ist nicht lesbar."),
        (float("inf"), "Die Zahl ist nicht lesbar."),
        ("9" * 400, "Die Zahl ist nicht lesbar."),
        (10**400, "Die Zahl ist nicht lesbar."),
    ],
)
def test_what_is_no_whole_number_in_range_is_asked_again(scale: MaturityScale, cell: Cell, reason: str) -> None:
    assert refused(CASES, scale, cell).reason == reason


@pytest.mark.parametrize(
    ("cell", "value"),
    [("1,5", 1.5), ("1.5", 1.5), (1.5, 1.5), ("0,25 VZÄ", 0.25), ("1.000,0", 1000), ("0.500", 0.5), ("2", 2), (1e-7, 1e-7)],
)
def test_a_decimal_may_have_a_comma_or_a_point(scale: MaturityScale, cell: Cell, value: float) -> None:
    assert accepted(STAFF, scale, cell) == value


@pytest.mark.parametrize(
    ("limits", "cell", "remedy"),
    [
        ({"minimum": 0.5, "maximum": 2}, 0, "Bitte eine Zahl von 0,5 bis 2 angeben, z. B. 12."),
        ({"minimum": 1000}, 0, "Bitte eine Zahl ab 1.000 angeben, z. B. 12."),
        ({"maximum": 2}, 3, "Bitte eine Zahl bis 2 angeben, z. B. 12."),
    ],
)
def test_a_number_out_of_range_is_answered_with_the_range(
    scale: MaturityScale, limits: dict[str, float], cell: Cell, remedy: str
) -> None:
    assert refused(question(Kind.DECIMAL, **limits), scale, cell).remedy == remedy


def test_a_number_is_printed_with_a_comma_and_never_with_an_exponent(scale: MaturityScale) -> None:
    assert printed(STAFF, scale, 1.5) == ("1,5", 1.5)
    assert printed(STAFF, scale, 1e-7)[0] == "0,0000001"
    assert printed(CASES, scale, 1200) == ("1200", 1200)


def test_the_spreadsheet_only_warns_about_numbers_out_of_range(scale: MaturityScale) -> None:
    whole = CellRule(
        check=Check.WHOLE,
        minimum=0,
        maximum=10_000_000,
        also="unbekannt",
        message="Bitte geben Sie eine ganze Zahl an, zum Beispiel 12. Nicht bekannt? Dann „unbekannt“.",
    )
    decimal = CellRule(check=Check.DECIMAL, minimum=-1e12, maximum=1e12, message="Bitte geben Sie eine Zahl an, zum Beispiel 12.")
    estimate = replace(decimal, also="unbekannt", message=f"{decimal.message} Nicht bekannt? Dann „unbekannt“.")
    assert asked(CASES, scale).rule == whole
    assert asked(question(Kind.DECIMAL), scale).rule == estimate
    assert asked(question(Kind.DECIMAL, unknown=False), scale).rule == decimal


def test_the_guide_names_the_limits_and_the_unit(scale: MaturityScale) -> None:
    assert asked(CASES, scale).allowed() == "ganze Zahl ab 0 bis 10.000.000 (Fälle)"
    assert asked(STAFF, scale).allowed() == "Zahl, auch mit Komma, ab 0 bis 1.000 (VZÄ)"
    assert asked(question(Kind.DECIMAL), scale).allowed() == "Zahl, auch mit Komma"


def test_numbers_add_up_and_their_formats_round() -> None:
    assert (kind_of(CASES).adds_up, kind_of(STAFF).adds_up) == (True, True)
    assert kind_of(CASES).look == CellLook(number_format="#,##0", rounds=True)
    assert kind_of(STAFF).look == CellLook(number_format="#,##0.0##", rounds=True)
