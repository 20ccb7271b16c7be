"""How far the services of a city are: the levels, their mean, and two figures that are not the same – OZG-compliant, and at the target.

All levels are on one scale. What nobody has reported and what an office says it does not know are counted apart and never as zero.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from ozg_workflow.domain.german import sort_key
from ozg_workflow.domain.survey.cells import UNKNOWN, Answer
from ozg_workflow.domain.survey.maturity import MaturityScale


class Offer(NamedTuple):
    """A service with its level (None: nobody has said, "unknown": its office does not know it) and what is firmly planned for it.

    A tuple, because every service of a city is one.

    `kind` is the LeiKa type; `planned_on` is None where no day is named; `url` leads to what is online now.
    """

    service_id: int
    ref: str
    name: str
    office: str
    department: str
    theme: str
    kind: str
    level: Answer | None
    url: str = ""
    planned: bool = False
    planned_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Levels:
    """Some services by their level: `counts[n]` are at level n; `mean` is that of the `known` ones, None where none is known."""

    title: str
    services: int
    counts: tuple[int, ...]
    unknown: int
    open: int
    mean: float | None
    compliant: int
    on_target: int
    planned: int

    @property
    def known(self) -> int:
        """Services whose level is known."""
        return sum(self.counts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Maturity:
    """The services of a city on one scale: all together, by Dezernat, theme and type, what is online now and what is firmly planned."""

    scale: MaturityScale
    total: Levels
    departments: tuple[Levels, ...]
    themes: tuple[Levels, ...]
    kinds: tuple[Levels, ...]
    online: tuple[Offer, ...]
    planned: tuple[Offer, ...]


Told = Counter[tuple[Answer | None, bool]]  # a level, and whether an offer is planned → so many services
Place = tuple[str, str, str, Answer | None, bool]  # Dezernat, theme and type of a service before the same two


def maturity(scale: MaturityScale, offers: Sequence[Offer]) -> Maturity:
    """Count the services; offers that are online stand by name, planned ones by day, those without a day last."""
    online = [offer for offer in offers if isinstance(offer.level, int) and offer.level >= scale.compliant_level]
    planned = [offer for offer in offers if offer.planned]
    counted = Counter([(o.department, o.theme or "ohne Themenfeld", o.kind or "ohne Typ", o.level, o.planned) for o in offers])
    return Maturity(
        scale=scale,
        total=_levels("Gesamt", scale, Counter([(offer.level, offer.planned) for offer in offers])),
        departments=_grouped(scale, counted, 0),
        themes=_grouped(scale, counted, 1),
        kinds=_grouped(scale, counted, 2),
        online=tuple(sorted(online, key=lambda offer: (sort_key(offer.name), offer.ref))),
        planned=tuple(sorted(planned, key=lambda o: (o.planned_on is None, o.planned_on or date.max, sort_key(o.name), o.ref))),
    )


def _grouped(scale: MaturityScale, counted: Mapping[Place, int], by: int) -> tuple[Levels, ...]:
    """Return the figures of each group by its title; `by` is where that stands in a place."""
    found: defaultdict[str, Told] = defaultdict(Counter)
    for place, services in counted.items():
        found[str(place[by])][place[3:]] += services
    return tuple(_levels(title, scale, found[title]) for title in sorted(found, key=sort_key))


def _levels(title: str, scale: MaturityScale, told: Told) -> Levels:
    """Return the figures of some services."""
    known: Counter[int] = Counter()
    for (level, _), services in told.items():
        if isinstance(level, int):
            known[level] += services
    return Levels(
        title=title,
        services=told.total(),
        counts=tuple(known[value] for value in scale.values),
        unknown=sum(services for (level, _), services in told.items() if level == UNKNOWN),
        open=sum(services for (level, _), services in told.items() if level is None),
        mean=sum(level * services for level, services in known.items()) / known.total() if known else None,
        compliant=_from(scale.compliant_level, known),
        on_target=_from(scale.target_level, known),
        planned=sum(services for (_, planned), services in told.items() if planned),
    )


def _from(least: int, known: Counter[int]) -> int:
    """Return how many services are at a level or above it."""
    return sum(services for level, services in known.items() if level >= least)
