"""Text is kept as it is; an internet address is completed where its scheme is missing."""

import pytest

from ozg_workflow.domain.survey.cells import Cell
from ozg_workflow.domain.survey.kinds.cell_rule import CellRule, Check
from ozg_workflow.domain.survey.kinds.registry import asked, kind_of
from ozg_workflow.domain.survey.kinds.text import LONGEST_TEXT
from ozg_workflow.domain.survey.maturity import MaturityScale
from tests.domain.survey.asking import ADDRESS, TEXT, accepted, printed, refused


def test_text_is_kept_as_it_is_without_the_blanks_around_it(scale: MaturityScale) -> None:
    assert accepted(TEXT, scale, "  § 126 BGB\nAbsatz 1 ") == "§ 126 BGB\nAbsatz 1"
    assert accepted(TEXT, scale, 32.0) == "32"
    assert accepted(TEXT, scale, "x" * LONGEST_TEXT) == "x" * LONGEST_TEXT


def test_a_text_that_is_too_long_is_refused_and_shown_shortened(scale: MaturityScale) -> None:
    issue = refused(TEXT, scale, "x" * (LONGEST_TEXT + 1))
    assert issue.reason == "Der Text ist zu lang."
    assert issue.remedy == "Bitte auf höchstens 2000 Zeichen kürzen."
    assert issue.value == "x" * 200


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("https://www.stadt.example/wohnsitz", "https://www.stadt.example/wohnsitz"),
        ("www.stadt.example", "https://www.stadt.example"),
        ("http://bürger.example:8080/?a=b#c", "http://bürger.example:8080/?a=b#c"),
    ],
)
def test_an_internet_address_needs_no_scheme(scale: MaturityScale, cell: Cell, value: str) -> None:
    assert accepted(ADDRESS, scale, cell) == value


@pytest.mark.parametrize(
    "cell",
    [
        *("siehe Homepage", "intranet", "ftp://stadt.example", "javascript://x", "https://a.example b", 5),
        *("Formular.pdf", "Antrag_Hund.PDF", "antrag.docx", "Gebühren.xlsx", "index.html"),
    ],
)
def test_what_is_no_internet_address_is_asked_again(scale: MaturityScale, cell: Cell) -> None:
    assert refused(ADDRESS, scale, cell).reason == "Das ist keine Internetadresse."


def test_text_and_addresses_are_printed_as_they_are(scale: MaturityScale) -> None:
    assert printed(TEXT, scale, "=Summe") == ("=Summe", "=Summe")
    assert printed(ADDRESS, scale, "https://a.example") == ("https://a.example", "https://a.example")


def test_the_spreadsheet_takes_any_text_and_leaves_it_text(scale: MaturityScale) -> None:
    for question in (TEXT, ADDRESS):
        assert asked(question, scale).rule == CellRule(check=Check.ANY)
        assert kind_of(question).look.number_format == "@"


def test_the_guide_names_both(scale: MaturityScale) -> None:
    assert (asked(TEXT, scale).allowed(), asked(ADDRESS, scale).allowed()) == ("freier Text", "Internetadresse")


def test_a_remark_is_welcome_where_the_office_is_not_responsible_but_an_address_is_not() -> None:
    assert (kind_of(TEXT).stays_open, kind_of(ADDRESS).stays_open) == (True, False)
    assert (kind_of(TEXT).adds_up, kind_of(ADDRESS).adds_up) == (False, False)
