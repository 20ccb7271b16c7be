"""A level means nothing without its scale, and a scale has no gaps."""

from dataclasses import replace

import pytest

from ozg_workflow.domain.survey.maturity import MaturityLevel, MaturityScale, ScaleMapping, scale_mistake


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


def test_a_level_of_another_scale_is_what_the_mapping_says_and_else_unknown(scale: MaturityScale) -> None:
    mapped = replace(scale, mapping=(ScaleMapping(scale="alt", levels=(0, 2, None, 4)),))
    assert scale_mistake(mapped) is None
    assert [mapped.translated("alt", level) for level in range(5)] == [0, 2, None, 4, None]
    assert mapped.translated(scale.key, 5) == 5
    assert mapped.translated("fremd", 1) is None
    assert mapped.unmapped(["alt", scale.key, "fremd", "andere", "fremd"]) == ("andere", "fremd")


@pytest.mark.parametrize(
    ("mapping", "words"),
    [
        ((ScaleMapping(scale="alt", levels=(0, 6)),), "Jede Stufe muss eine Stufe dieser Skala sein"),
        ((ScaleMapping(scale="alt", levels=()),), "Jede Stufe muss eine Stufe dieser Skala sein"),
        ((ScaleMapping(scale="alt", levels=(0, 3, 2)),), "Eine höhere Stufe dort darf hier nicht niedriger sein"),
        ((ScaleMapping(scale="alt", levels=(0,)),) * 2, "mehrmals oder meint diese selbst"),
        ((ScaleMapping(scale="plan", levels=(0,)),), "mehrmals oder meint diese selbst"),
    ],
)
def test_a_mapping_that_cannot_be_meant_is_a_mistake(scale: MaturityScale, mapping: tuple[ScaleMapping, ...], words: str) -> None:
    assert words in (scale_mistake(replace(scale, mapping=mapping)) or "")
