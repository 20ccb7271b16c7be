"""A level means nothing without its scale, and a scale has no gaps."""

from dataclasses import replace

import pytest

from ozg_workflow.domain.survey.maturity import MaturityLevel, MaturityScale, scale_mistake


def test_the_scale_of_the_plan_is_right_and_finds_its_levels(scale: MaturityScale) -> None:
    assert scale_mistake(scale) is None
    assert scale.values == (0, 1, 2, 3, 4, 5)
    assert (scale.target_level, scale.compliant_level) == (4, 3)
    found = scale.level(4)
    assert found is not None
    assert found.title == "Online-Transaktion"
    assert scale.level(6) is None


@pytest.mark.parametrize("values", [(0, 1, 3), (1, 2, 3), (0, 1, 1), (1, 0), (0, 2, 1)])
def test_a_scale_with_a_gap_or_in_disorder_is_a_mistake(scale: MaturityScale, values: tuple[int, ...]) -> None:
    levels = tuple(MaturityLevel(value=v, title="T", description="D") for v in values)
    broken = replace(scale, levels=levels, target_level=1, compliant_level=1)
    assert scale_mistake(broken) == "Die Stufen müssen lückenlos bei 0 beginnen."


@pytest.mark.parametrize("change", [{"target_level": 6}, {"compliant_level": -1}])
def test_target_and_compliance_must_be_levels_of_the_scale(scale: MaturityScale, change: dict[str, int]) -> None:
    assert scale_mistake(replace(scale, **change)) == "target_level und compliant_level müssen Stufen der Skala sein."
