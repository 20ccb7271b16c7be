"""The four-field chart of the paper: a dot for each place, larger where several services stand, and the names that fit."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, zip_longest
from math import sqrt
from typing import Final

from ozg_workflow.domain.results.prioritisation import Quadrant, Score
from ozg_workflow.report.charts.placing import Box, Dot, Name, placed, shortened, text_width

MOST_PLACES: Final = 400  # more become a grid
GRID: Final = 2.5  # points of an axis


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where services stand in the matrix (0…100); the first of them by rank gives it its name."""

    x: float
    y: float
    quadrant: Quadrant
    services: tuple[Score, ...]

    def text(self, longest: int) -> str:
        """Return `3 Hundesteuer anmelden`, the name at most so long, with `+ 2` where others stand there, too; empty without a rank."""
        first, more = self.services[0], len(self.services) - 1
        if first.rank is None:
            return ""
        return f"{first.rank} {shortened(first.name, longest)}" + (f" + {more}" if more else "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Canvas:
    """How large a chart is drawn: width and height, the size of its type, the radius of a dot, what is free of names, how many names at most."""

    width: float
    height: float
    type_size: float
    radius: float
    longest_name: int = 34  # characters
    wider: float = 1.0  # than a common type
    margin: float = 0.0  # points of the axes beyond 0 and 100
    taken: tuple[Box, ...] = ()
    most: int = 24


def places(scores: Sequence[Score]) -> tuple[Place, ...]:
    """Return where the services stand, the best rank first; very many places are drawn on a grid."""
    shown = [score for score in scores if score.quadrant]
    exact = {(s.feasibility, s.benefit) for s in shown}
    step = GRID if len(exact) > MOST_PLACES else 0.0
    groups: dict[tuple[float, float, Quadrant], list[Score]] = {}
    for score in sorted(shown, key=_by_rank):
        spot = _on_grid(score.feasibility or 0, step), _on_grid(score.benefit or 0, step)
        if score.quadrant:
            groups.setdefault((*spot, score.quadrant), []).append(score)
    return tuple(Place(x=x, y=y, quadrant=q, services=tuple(found)) for (x, y, q), found in groups.items())


def _by_rank(score: Score) -> tuple[bool, int]:
    return score.rank is None, score.rank or 0


def _on_grid(value: float, step: float) -> float:
    return min(value // step * step + step / 2, 100.0) if step else value


def named(found: Sequence[Place], canvas: Canvas) -> tuple[tuple[Place, Name], ...]:
    """Return the places whose name fits, each with where it stands (from the upper left corner); the fields take turns."""
    order = _in_turns(found)
    dots = [_dot(place, canvas) for place in order]
    place_of = {id(dot): place for place, dot in zip(order, dots, strict=True)}
    room = Box(0, 0, canvas.width, canvas.height)
    names = placed(dots, room, canvas.type_size, taken=canvas.taken, most=canvas.most)
    return tuple((place_of[id(name.dot)], name) for name in names)


def _dot(place: Place, canvas: Canvas) -> Dot:
    text = place.text(canvas.longest_name)
    return Dot(
        x=(place.x + canvas.margin) / (100 + 2 * canvas.margin) * canvas.width,
        y=(100 + canvas.margin - place.y) / (100 + 2 * canvas.margin) * canvas.height,
        radius=radius(place, canvas),
        text=text,
        wide=canvas.wider * text_width(text, canvas.type_size),
    )


def _in_turns(found: Sequence[Place]) -> list[Place]:
    """Return the places with the best of each field first, then the second best of each, and so on."""
    fields = [[place for place in found if place.quadrant is quadrant] for quadrant in Quadrant]
    return [place for turn in zip_longest(*fields) for place in turn if place]


def radius(place: Place, canvas: Canvas) -> float:
    """Return how large the dot of a place is drawn: its area grows with its services, up to three times the radius."""
    return canvas.radius * min(3.0, sqrt(len(place.services)))


def unnamed(found: Sequence[Place], names: Sequence[Place]) -> dict[Quadrant, tuple[Score, ...]]:
    """Return the services of each field that the chart does not name, by rank."""
    first = {place.services[0].service_id for place in names}
    rest = sorted(
        (s for place in found for s in place.services if s.service_id not in first),
        key=lambda s: (list(Quadrant).index(s.quadrant or Quadrant.LATER), *_by_rank(s)),
    )
    grouped = {quadrant: tuple(own) for quadrant, own in groupby(rest, key=lambda s: s.quadrant)}
    return {quadrant: grouped.get(quadrant, ()) for quadrant in Quadrant}
