"""A level of maturity is picked from the scale of the rollout and stored as its number."""

import pytest

from ozg_workflow.domain.survey.cells import Cell
from ozg_workflow.domain.survey.kinds.registry import asked, kind_of
from ozg_workflow.domain.survey.maturity import MaturityScale
from tests.domain.survey.asking import LEVEL, accepted, printed, refused


@pytest.mark.parametrize(
    "cell", [3, 3.0, "3", "Stufe 3", "stufe 3", "3 – Online-Leistung", "3 Online-Leistung", "3: Online-Leistung"]
)
def test_a_level_is_stored_as_its_number(scale: MaturityScale, cell: Cell) -> None:
    assert accepted(LEVEL, scale, cell) == 3


@pytest.mark.parametrize("cell", [6, -1, "Stufe 9", "3-4", "hoch", 2.5])
def test_a_level_that_the_scale_does_not_have_is_asked_again(scale: MaturityScale, cell: Cell) -> None:
    assert "Vernetzte Online-Transaktion (5)" in refused(LEVEL, scale, cell).remedy


def test_a_scale_offers_its_levels_with_title_and_number(scale: MaturityScale) -> None:
    choices = asked(LEVEL, scale).choices
    assert [c.value for c in choices] == ["0", "1", "2", "3", "4", "5"]
    assert choices[3].label == "Online-Leistung (3)"


def test_a_level_is_printed_with_its_title_and_one_that_is_gone_as_its_number(scale: MaturityScale) -> None:
    assert printed(LEVEL, scale, 3) == ("Online-Leistung (3)", "Online-Leistung (3)")
    assert printed(LEVEL, scale, 9) == ("9", "9")


def test_the_spreadsheet_and_the_guide_offer_every_level(scale: MaturityScale) -> None:
    column = asked(LEVEL, scale)
    assert column.rule.choices == tuple(choice.label for choice in column.choices)
    assert [f"\u00a0({value})" in column.allowed() for value in range(6)] == [True] * 6


def test_levels_do_not_add_up_and_stand_in_the_scale_not_in_the_questionnaire() -> None:
    assert (kind_of(LEVEL).adds_up, kind_of(LEVEL).picks_values) == (False, False)
