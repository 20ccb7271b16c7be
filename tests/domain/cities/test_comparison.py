"""Means of a size class: of those that agreed, and never of so few that one can be read off."""

import pytest

from ozg_workflow.domain.cities.comparison import CityFigures, SizeClass, compared, size_of


def city(name: str, *, own: bool = False, population: int = 50_000, scale: str = "a", level: float | None = 2.0) -> CityFigures:
    return CityFigures(
        key=name, city=name, population=population, own=own, scale=scale, returned=0.5, online=0.2, mean_level=level, days=10.0
    )


def middle(*cities: CityFigures, sees_all: bool = False):  # type: ignore[no-untyped-def]
    return next(one for one in compared(cities, sees_all=sees_all) if one.size is SizeClass.MIDDLE)


@pytest.mark.parametrize(
    ("population", "size"),
    [(1, "small"), (19_999, "small"), (20_000, "middle"), (100_000, "middle"), (100_001, "large"), (334_000, "large")],
)
def test_the_classes(population: int, size: str) -> None:
    assert size_of(population) == size


def test_three_others_are_enough_and_two_are_not() -> None:
    others = [city(name) for name in "bcd"]
    assert middle(city("a", own=True), *others).returned.value == 0.5
    few = middle(city("a", own=True), *others[:2])
    assert (few.returned.value, few.returned.held_back, few.cities) == (None, True, 3)


def test_own_cities_do_not_make_up_for_others() -> None:
    own = [city(name, own=True) for name in "abcdef"]
    assert middle(*own, city("x"), city("y")).days.held_back
    assert middle(*own, city("x"), city("y"), city("z")).days.value == 10.0


def test_a_figure_that_few_have_is_held_back_alone() -> None:
    found = middle(city("a", own=True), city("b"), city("c"), city("d", level=None))
    assert found.mean_level.held_back
    assert found.returned.value == 0.5


def test_levels_of_another_scale_are_left_out() -> None:
    cities = [city("a", own=True), *(city(name) for name in "bcd"), city("e", scale="b", level=7.0)]
    assert middle(*cities).mean_level.value == 2.0
    apart = middle(city("a", own=True, scale="b", level=7.0), *(city(name) for name in "bcd"))
    assert (apart.scale, apart.mean_level.held_back) == ("b", True)
    assert apart.returned.value == 0.5


def test_who_sees_all_gets_a_page_that_may_be_handed_out() -> None:
    all_of_them = [city(name, own=True) for name in "abc"]
    assert middle(*all_of_them, sees_all=True).returned.held_back
    assert middle(*all_of_them, city("d", own=True), sees_all=True).returned.value == 0.5


def test_a_class_without_cities_says_nothing() -> None:
    small, _, large = compared([city("a", own=True)], sees_all=False)
    assert (small.cities, small.returned.value, small.returned.held_back, large.own) == (0, None, False, ())
