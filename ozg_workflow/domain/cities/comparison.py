"""Cities of one size beside each other: only those that agreed, and never so few that one of them can be read off.

A mean over few is a riddle that whoever knows their own figures can solve. So a class says something only where at least three cities
stand behind the figure that the reader does not see anyway; who sees all of them gets a page that could be handed to any of them.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from ozg_workflow.domain import german

LEAST_OTHERS: Final = 3  # cities behind a figure, the reader's own not counted


class SizeClass(StrEnum):
    """How large a city is, by its inhabitants."""

    SMALL = "small"
    MIDDLE = "middle"
    LARGE = "large"


SIZE_TITLES: Final = {
    SizeClass.SMALL: "unter 20.000 Einwohner",
    SizeClass.MIDDLE: "20.000 bis 100.000 Einwohner",
    SizeClass.LARGE: "über 100.000 Einwohner",
}


def size_of(population: int) -> SizeClass:
    """Return the class of a city; one with exactly 20 000 or 100 000 inhabitants is in the middle."""
    if population < 20_000:
        return SizeClass.SMALL
    return SizeClass.MIDDLE if population <= 100_000 else SizeClass.LARGE


@dataclass(frozen=True, slots=True, kw_only=True)
class CityFigures:
    """A city that agreed; `own` is one the reader sees anyway. A figure that is not known yet is None.

    Shares are 0…1: of the lists of the newest survey those back, of the services with a known level those online (OZG-compliant). `days` is the mean from the sending
    of a list to its return. `mean_level` is that of the known levels on `scale`.
    """

    key: str
    city: str
    population: int
    own: bool = False
    scale: str = ""
    returned: float | None = None
    online: float | None = None
    mean_level: float | None = None
    days: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A mean over cities; None where it is held back, which `held_back` tells from one that nobody has."""

    value: float | None = None
    held_back: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassFigures:
    """The cities of one size: how many agreed, the mean of each figure over the cities that have it, and the reader's own beside it.

    Levels of another scale than `scale` mean something else and are left out.
    """

    size: SizeClass
    cities: int
    scale: str
    returned: Figure
    online: Figure
    mean_level: Figure
    days: Figure
    own: tuple[CityFigures, ...]


def compared(cities: Iterable[CityFigures], *, sees_all: bool) -> tuple[ClassFigures, ...]:
    """Return the classes for one reader, the smallest cities first; `sees_all` is who sees every city anyway."""
    found = list(cities)
    return tuple(
        _class(size, [city for city in found if size_of(city.population) is size], sees_all=sees_all) for size in SizeClass
    )


def _class(size: SizeClass, cities: Sequence[CityFigures], *, sees_all: bool) -> ClassFigures:
    scale = _scale(cities)

    def figure(of: Callable[[CityFigures], float | None], among: Sequence[CityFigures]) -> Figure:
        having = [(city, value) for city in among if (value := of(city)) is not None]
        others = len(having) - 1 if sees_all else sum(not city.own for city, _ in having)
        if others < LEAST_OTHERS:
            return Figure(held_back=bool(having))
        return Figure(value=sum(value for _, value in having) / len(having))

    same = [city for city in cities if city.scale == scale]
    return ClassFigures(
        size=size,
        cities=len(cities),
        scale=scale,
        returned=figure(lambda city: city.returned, cities),
        online=figure(lambda city: city.online, same),
        mean_level=figure(lambda city: city.mean_level, same),
        days=figure(lambda city: city.days, cities),
        own=tuple(sorted((city for city in cities if city.own), key=lambda city: german.sort_key(city.city))),
    )


def _scale(cities: Sequence[CityFigures]) -> str:
    """Return the scale the levels are compared on: that of the reader's own cities, else the one most have."""
    scales = Counter(city.scale for city in cities if city.own) or Counter(city.scale for city in cities)
    return min(scales, key=lambda scale: (-scales[scale], scale), default="")
