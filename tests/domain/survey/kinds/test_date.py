"""A day is understood in every form of it that has only one reading."""

from datetime import date, datetime

import pytest

from ozg_workflow.domain.survey.cells import Cell
from ozg_workflow.domain.survey.kinds.cell_rule import CellRule, Check
from ozg_workflow.domain.survey.kinds.registry import asked, kind_of
from ozg_workflow.domain.survey.maturity import MaturityScale
from tests.domain.survey.asking import DAY, accepted, printed, refused


@pytest.mark.parametrize(
    "cell",
    [
        "01.10.2020",
        "1.10.2020",
        "01. 10. 2020",
        "2020-10-01",
        "2020-10-01 00:00:00",
        "2020-10-01T00:00:00",
        "01.10.2020 08:30 Uhr",
        "01.\u00a010.\u00a02020",
        date(2020, 10, 1),
        datetime(2020, 10, 1, 12),  # noqa: DTZ001 - Excel knows no time zones
    ],
)
def test_a_date_may_be_text_or_a_real_date(scale: MaturityScale, cell: Cell) -> None:
    assert accepted(DAY, scale, cell) == "2020-10-01"


@pytest.mark.parametrize(
    "cell",
    [
        "31.02.2020",
        "2020-02-31",
        "1.10.20",
        "Oktober 2020",
        "00.00.0000",
        44105.0,
        44105,
        "44105",
        True,
        date(1899, 12, 31),
        "01.01.3020",
        "2021-07-01 bis 2021-12-31",
        "2021-07-01 – 2021-12-31",
        "2021-07-01/2021-12-31",
        "2021-07-01 oder später",
        "01.07.2021 bis 31.12.2021",
        "01.07.-31.12.2021",
        "01.07.2021\n01.12.2021",
        "1.\nJuli 2021",
        "Q3 2021",
        "3. Quartal 2021",
        "Mitte 2021",
        "Sommer 2021",
        "2021",
        2021.0,
        "07/2021",
        "1/7/2021",
        "ab 01.07.2021",
        "bis 01.07.2021",
        "ca. 01.07.2021",
        "spätestens 1. Juli 2021",
        "wird noch geklärt",
    ],
)
def test_a_date_that_does_not_exist_or_cannot_be_meant_is_asked_again(scale: MaturityScale, cell: Cell) -> None:
    issue = refused(DAY, scale, cell)
    assert issue.reason == "Das Datum ist nicht lesbar."
    assert issue.remedy == "Bitte im Format TT.MM.JJJJ angeben, z. B. 12."


@pytest.mark.parametrize("cell", ["1. Oktober 2020", "1 Okt 2020", "01. oktober 2020", "1.Okt.2020"])
def test_the_month_may_be_a_word(scale: MaturityScale, cell: Cell) -> None:
    assert accepted(DAY, scale, cell) == "2020-10-01"


@pytest.mark.parametrize("cell", ["1. März 2020", "1. Ma\u0308rz 2020", "1. Mrz 2020", "1. Mär. 2020"])
def test_march_has_an_umlaut_in_one_piece_or_two_and_an_abbreviation_without(scale: MaturityScale, cell: Cell) -> None:
    assert accepted(DAY, scale, cell) == "2020-03-01"


def test_a_day_is_printed_as_people_write_it_and_stands_in_the_next_list_as_a_date(scale: MaturityScale) -> None:
    assert printed(DAY, scale, "2020-10-01") == ("01.10.2020", date(2020, 10, 1))


def test_the_spreadsheet_only_warns_about_what_is_no_day(scale: MaturityScale) -> None:
    message = "Bitte geben Sie ein Datum an, zum Beispiel 12."
    assert asked(DAY, scale).rule == CellRule(
        check=Check.DATE, minimum=date(1990, 1, 1), maximum=date(2100, 12, 31), message=message
    )


def test_the_guide_names_the_form(scale: MaturityScale) -> None:
    assert asked(DAY, scale).allowed() == "Datum: TT.MM.JJJJ"


def test_days_do_not_add_up_and_look_the_same_everywhere() -> None:
    assert (kind_of(DAY).adds_up, kind_of(DAY).look.number_format) == (False, "dd.mm.yyyy")
