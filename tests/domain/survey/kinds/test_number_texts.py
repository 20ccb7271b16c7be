"""What people write into a column of numbers, with what it means: one reading counts, two are asked."""

import math
import unicodedata
from dataclasses import replace

import pytest

from ozg_workflow.domain.survey.cells import Cell
from ozg_workflow.domain.survey.maturity import MaturityScale
from tests.domain.survey.asking import CASES, STAFF, accepted, check, refused

THIN, NARROW, HARD = "\u2009", "\u202f", "\u00a0"
ASKED = None

PLAIN_CASES: list[tuple[Cell, int]] = [
    ("0", 0),
    ("120\r\n", 120),
    ("7", 7),
    ("500", 500),
    ("0500", 500),
    ("1.200", 1200),
    ("12.345", 12345),
    ("1.234.567", 1_234_567),
    ("10 000", 10000),
    (f"10{HARD}000", 10000),
    (f"10{THIN}000", 10000),
    (f"10{NARROW}000", 10000),
    ("1 234 567", 1_234_567),
    ("1'200", 1200),
    ("1’200", 1200),
    ("12,0", 12),
    ("1200,00", 1200),
    ("1.200,00", 1200),
    ("10 000,0", 10000),
    ("1.200 Fälle", 1200),
    ("1.200 fa\u0308lle", 1200),
    ("12Fälle", 12),
    ("500 (Fälle)", 500),
    (1199.9999999999998, 1200),
    (1200.0000000000002, 1200),
    (3 * 0.1 * 10, 3),
]

REMARKED_CASES: list[tuple[str, int]] = [
    ("ca. 500", 500),
    ("ca 500", 500),
    ("ca.500", 500),
    ("Ca. 1.200", 1200),
    ("circa 500", 500),
    ("zirka 500", 500),
    ("etwa 500", 500),
    ("rund 500", 500),
    ("rd. 10 000", 10000),
    ("ungefähr 500", 500),
    ("ungefa\u0308hr 500", 500),
    ("geschätzt 500", 500),
    ("schätzungsweise 500", 500),
    ("~ 500", 500),
    ("~500", 500),
    ("≈ 500", 500),
    ("500 ca.", 500),
    ("500 (geschätzt)", 500),
    ("500, geschätzt", 500),
    ("500 (Schätzung)", 500),
    ("im Durchschnitt 500", 500),
    ("500 p. a.", 500),
    ("500 p.a.", 500),
    ("500 pro Jahr", 500),
    ("500/Jahr", 500),
    ("500/a", 500),
    ("500 mal", 500),
    ("500 St.", 500),
    ("500 jährl.", 500),
    ("500 im Jahr", 500),
    ("500 jährlich", 500),
    ("jährlich 500", 500),
    ("500 Anträge", 500),
    ("1.200 Vorgänge", 1200),
    ("12 Stück", 12),
    ("ca. 1.200 Fälle/Jahr", 1200),
    ("etwa 500 Anträge pro Jahr", 500),
    ("rund 500 Fälle p. a. (geschätzt)", 500),
]

ASKED_CASES: list[Cell] = [
    "12,000",
    "1,000",
    "1,200",
    "1.200,000",
    "1,234,567",
    "1,000.00",
    "12.00",
    "1.20",
    "12.0",
    "1.2000",
    "1.20.000",
    "5 10",
    "1 5",
    "1  200",
    "1 0000",
    "10 00",
    "10.000 000",
    "0 500",
    "120\n80",
    "1\n200",
    "120\t800",
    "1\u2028200",
    "500\n(geschätzt)",
    "500-600",
    "500 - 600",
    "500–600",
    "500 bis 600",
    "ca. 500 bis 600",
    "zwischen 500 und 600",
    "500/600",
    "500 oder 600",
    "500 + 20",
    "über 500",
    "unter 500",
    "mehr als 500",
    "weniger als 500",
    "max. 500",
    "maximal 500",
    "höchstens 500",
    "mind. 500",
    "mindestens 500",
    "bis 500",
    "bis zu 500",
    "ab 500",
    "<10",
    "> 500",
    "≥ 500",
    "500+",
    "+500",
    "-500",
    "– 500",
    "500.",
    "500,-",
    "±500",
    "knapp 500",
    "gut 500",
    "fast 500",
    "5 Tsd.",
    "1,2 Mio.",
    "1e3",
    "500 pro Monat",
    "10 pro Woche",
    "500 (2019)",
    "2019: 500",
    "im Jahr 2019",
    "500 in 2019",
    "500 €",
    "50 %",
    "500 VZÄ",
    "fünfhundert",
    "viele",
    "keine",
    "?",
    "500?",
    "Nr. 500",
    "siehe 500",
    "500 Fälle und 20 Anfragen",
    "²",
    "5²",
    "½",
    "5" + " " * 30_000 + "x",
    "1." * 15_000,
    "ca. " * 8_000,
    "9" * 400,
    "٥٠٠",
    "0x1F",
    "1_000",
    "1/2",
    10**400,
    -(10**400),
    math.nan,
    1e300,
]

STAFF_TEXTS: list[tuple[Cell, float | None]] = [
    ("0,5 VZÄ", 0.5),
    ("1,5", 1.5),
    ("1.5", 1.5),
    ("0,125", 0.125),
    ("1,125", 1.125),
    ("0.500", 0.5),
    ("1,250", 1.25),
    ("2", 2),
    ("1 000", 1000),
    ("1.000,0", 1000),
    ("ca. 0,5", 0.5),
    ("ca. 2 Stellen", 2),
    ("1,5 Vollzeitstellen", 1.5),
    ("0,5 VZA\u0308", 0.5),
    (0.1 + 0.2, 0.3),
    (1.1 * 3, 3.3),
    ("1.000", ASKED),
    ("1.500", ASKED),
    ("1,000", ASKED),
    ("12,000", ASKED),
    ("1 5", ASKED),
    ("0,5-1", ASKED),
    ("0,5 bis 1", ASKED),
    ("1/2", ASKED),
    ("50 %", ASKED),
    ("2 Fälle", ASKED),
    ("2 Personen", ASKED),
    ("1,5,5", ASKED),
    ("< 1", ASKED),
]


@pytest.mark.parametrize(("cell", "value"), PLAIN_CASES)
def test_a_number_with_one_reading_counts_without_a_word(scale: MaturityScale, cell: Cell, value: int) -> None:
    found = check(CASES, scale, cell)
    assert (found.answers, found.issues, found.remarks) == ({"q": value}, (), ())
    assert isinstance(found.answers["q"], int)


@pytest.mark.parametrize(("cell", "value"), REMARKED_CASES)
def test_an_estimate_or_a_word_beside_the_number_counts_and_is_told(scale: MaturityScale, cell: str, value: int) -> None:
    found = check(CASES, scale, cell)
    assert (found.answers, found.issues) == ({"q": value}, ())
    (remark,) = found.remarks
    assert (remark.question, remark.heading, remark.taken) == ("q", "Frage", str(value))
    assert remark.value == unicodedata.normalize("NFC", cell)


@pytest.mark.parametrize("cell", ASKED_CASES)
def test_a_number_with_two_readings_or_none_is_asked(scale: MaturityScale, cell: Cell) -> None:
    assert refused(CASES, scale, cell).reason


def test_a_number_that_no_program_writes_out_is_asked_all_the_same(scale: MaturityScale) -> None:
    assert refused(CASES, scale, 10**5000).value == "1,00000000000000E+5000"


@pytest.mark.parametrize(("cell", "value"), STAFF_TEXTS)
def test_a_decimal_counts_where_point_and_comma_can_mean_one_thing(scale: MaturityScale, cell: Cell, value: float | None) -> None:
    if value is ASKED:
        assert refused(STAFF, scale, cell).reason
    else:
        assert accepted(STAFF, scale, cell) == value


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("500-600", "Hier steht mehr als eine Zahl."),
        ("500 bis 600", "Hier steht mehr als eine Zahl."),
        ("120\n80", "Hier steht mehr als eine Zahl."),
        ("über 500", "Das ist eine Grenze und keine Zahl."),
        ("<10", "Das ist eine Grenze und keine Zahl."),
        ("500+", "Das ist eine Grenze und keine Zahl."),
        ("12,000", "Die Zahl lässt sich auf zwei Arten lesen."),
        ("1,000.00", "Die Zahl lässt sich auf zwei Arten lesen."),
        ("viele", "Hier wird eine Zahl erwartet."),
    ],
)
def test_the_reason_says_what_is_unclear(scale: MaturityScale, cell: Cell, reason: str) -> None:
    assert refused(CASES, scale, cell).reason == reason


@pytest.mark.parametrize(
    ("cell", "value"), [("-5", -5), ("−1.200", -1200), (-5, -5), ("- 5", ASKED), ("5-", ASKED), ("-5-6", ASKED)]
)
def test_a_number_below_zero_counts_where_the_question_has_room_for_it(
    scale: MaturityScale, cell: Cell, value: int | None
) -> None:
    change = replace(CASES, minimum=None)
    if value is ASKED:
        assert refused(change, scale, cell).reason
    else:
        assert accepted(change, scale, cell) == value


def test_a_year_beside_the_number_says_nothing_where_the_question_is_not_about_a_year(scale: MaturityScale) -> None:
    desks = replace(CASES, heading="Schalter", help="Wie viele Schalter hat das Amt?")
    assert refused(desks, scale, "5 pro Jahr").reason == "Hier wird eine Zahl erwartet."
    assert accepted(desks, scale, "ca. 5") == 5
