"""Names beside the dots of a chart: as many as fit, the best first, none over another."""

import random
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from ozg_workflow.report.charts.placing import Box, Dot, Side, placed, text_width

ROOM = Box(0, 0, 400, 250)


def dot(x: float, y: float, text: str = "3 Hundesteuer") -> Dot:
    return Dot(x=x, y=y, radius=2, text=text)


def test_a_lonely_dot_has_its_name_on_the_right() -> None:
    (name,) = placed((dot(100, 100),), ROOM, 7)
    assert (name.side, name.box.left) == (Side.RIGHT, 104)


def test_at_the_edge_the_name_goes_to_the_other_side() -> None:
    assert [n.side for n in placed((dot(398, 100), dot(2, 100)), ROOM, 7)] == [Side.LEFT, Side.RIGHT]


def test_a_name_prefers_the_side_without_other_dots() -> None:
    (name,) = placed((dot(100, 100), dot(120, 100, "")), ROOM, 7)
    assert name.side is Side.LEFT


def test_what_is_taken_stays_free() -> None:
    assert placed((dot(100, 100),), ROOM, 7, taken=(Box(0, 0, 400, 250),)) == ()


@given(st.lists(st.tuples(st.floats(0, 400), st.floats(0, 250)), max_size=60, unique=True))
def test_no_name_lies_over_another_or_over_a_named_dot_or_outside(spots: list[tuple[float, float]]) -> None:
    dots = tuple(dot(x, y, f"{n} Leistung") for n, (x, y) in enumerate(spots))
    names = placed(dots, ROOM, 7)
    for a, b in combinations(names, 2):
        assert not a.box.meets(b.box)
        assert not a.box.meets(b.dot.box)
        assert not b.box.meets(a.dot.box)
    assert all(name.box.inside(ROOM) for name in names)
    assert [dots.index(name.dot) for name in names] == sorted(dots.index(name.dot) for name in names)


def test_the_widths_are_rather_too_wide_than_too_narrow() -> None:
    """Liberation Sans sets „Anmeldung eines Gewerbes“ 10 points high in 117.9 points."""
    assert 117.9 <= text_width("Anmeldung eines Gewerbes", 10) <= 140


def test_many_dots_leave_room_for_some_names() -> None:
    chance = random.Random(1)
    dots = [dot(chance.uniform(0, 400), chance.uniform(0, 250), f"{n} Wohnsitz ummelden") for n in range(150)]
    assert len(placed(dots, ROOM, 7, most=24)) >= 8
