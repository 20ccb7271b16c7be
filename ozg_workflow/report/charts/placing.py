"""Names beside the dots of a chart: the best first, as many as fit, none over another or over a dot that is named."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Final, NamedTuple

GAP: Final = 2.0  # between a dot and its name
COVERED: Final = 4  # dots without a name that a name may lie over
TRIED: Final = 120  # names, the best first: the search for places stays short among thousands of dots
LINE: Final = 1.25  # height of a line of text, as a share of its size
_WIDTHS: Final = {**dict.fromkeys("iljtfrI.,;:'|!()[]-/ „“", 0.33), **dict.fromkeys("mwMW—%", 0.9)}


class Side(StrEnum):
    """Where a name stands beside its dot, in the order in which it is tried."""

    RIGHT = "right"
    LEFT = "left"
    ABOVE = "above"
    BELOW = "below"


class Box(NamedTuple):
    """A rectangle; lengths in any unit, from the upper left corner of the chart."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: "Box") -> bool:
        """Tell whether two boxes share more than an edge."""
        return self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom

    def inside(self, other: "Box") -> bool:
        """Tell whether this box lies within the other one."""
        return self.left >= other.left and self.top >= other.top and self.right <= other.right and self.bottom <= other.bottom


@dataclass(frozen=True, slots=True, kw_only=True)
class Dot:
    """A dot of a chart and what it is called, empty where it needs no name."""

    x: float
    y: float
    radius: float
    text: str = ""
    wide: float = 0.0  # the width of the text, where it is known better than by `text_width`

    @property
    def box(self) -> Box:
        """The square around it."""
        return Box(self.x - self.radius, self.y - self.radius, self.x + self.radius, self.y + self.radius)


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A name that found its place."""

    dot: Dot
    side: Side
    box: Box


def text_width(text: str, size: float) -> float:
    """Return about how wide a text is in a common type of this size, rather more than less."""
    return size * _ems(text)


@lru_cache(maxsize=8192)  # a table of a slide is tried in many sizes
def _ems(text: str) -> float:
    return sum(_WIDTHS.get(c, 0.72 if c.isupper() else 0.56) for c in text)


def shortened(name: str, longest: int = 34) -> str:
    """Return a name of at most so many characters."""
    return name if len(name) <= longest else f"{name[: longest - 1].rstrip()}…"


def placed(dots: Sequence[Dot], room: Box, size: float, *, taken: Sequence[Box] = (), most: int = 40) -> tuple[Name, ...]:
    """Return the names that fit into the room, in the order of the dots, at most so many; `taken` is left free.

    A name goes to the side where it covers the fewest other dots, and never over another name or a dot that has one.
    """
    found: list[Name] = []
    closed, others = [*taken], [dot.box for dot in dots]
    for dot in [dot for dot in dots if dot.text][:TRIED]:
        if len(found) == most:
            break
        places = [(side, _beside(dot, side, size)) for side in Side]
        free = [p for p in places if p[1].inside(room) and not any(p[1].meets(box) for box in closed)]
        if not free or any(dot.box.meets(box) for box in closed):
            continue
        covered, side, box = min(((sum(b.meets(other) for other in others), s, b) for s, b in free), key=lambda c: c[0])
        if covered <= COVERED:
            found.append(Name(dot=dot, side=side, box=box))
            closed += (box, dot.box)
    return tuple(found)


def _beside(dot: Dot, side: Side, size: float) -> Box:
    width, height, away = dot.wide or text_width(dot.text, size), LINE * size, dot.radius + GAP
    left = {Side.RIGHT: dot.x + away, Side.LEFT: dot.x - away - width}.get(side, dot.x - width / 2)
    top = {Side.ABOVE: dot.y - away - height, Side.BELOW: dot.y + away}.get(side, dot.y - height / 2)
    return Box(left, top, left + width, top + height)
