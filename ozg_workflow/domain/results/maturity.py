"""How far the services of a city are: the levels, their mean, and two figures that are not the same – OZG-compliant, and at the target.

All levels are on one scale. What nobody has reported and what an office says it does not know are counted apart and never as zero.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import fmean

from ozg_workflow.domain.german import sort_key
from ozg_workflow.domain.survey.cells import UNKNOWN, Answer
from ozg_workflow.domain.survey.maturity import MaturityScale


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A service with its level (None: nobody has said, "unknown": its office does not know it) and what is firmly planned for it.

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


def maturity(scale: MaturityScale, offers: Sequence[Offer]) -> Maturity:
    """Count the services; offers that are online stand by name, planned ones by day, those without a day last."""
    online = [offer for offer in offers if isinstance(offer.level, int) and offer.level >= scale.compliant_level]
    planned = [offer for offer in offers if offer.planned]
    return Maturity(
        scale=scale,
        total=levels("Gesamt", scale, offers),
        departments=grouped(scale, offers, lambda offer: offer.department),
        themes=grouped(scale, offers, lambda offer: offer.theme or "ohne Themenfeld"),
        kinds=grouped(scale, offers, lambda offer: offer.kind or "ohne Typ"),
        online=tuple(sorted(online, key=lambda offer: (sort_key(offer.name), offer.ref))),
        planned=tuple(sorted(planned, key=lambda o: (o.planned_on is None, o.planned_on or date.max, sort_key(o.name), o.ref))),
    )


def grouped(scale: MaturityScale, offers: Iterable[Offer], by: Callable[[Offer], str]) -> tuple[Levels, ...]:
    """Return the figures of each group by its title."""
    found: dict[str, list[Offer]] = {}
    for offer in offers:
        found.setdefault(by(offer), []).append(offer)
    return tuple(levels(title, scale, found[title]) for title in sorted(found, key=sort_key))


def levels(title: str, scale: MaturityScale, offers: Sequence[Offer]) -> Levels:
    """Return the figures of some services."""
    known = [offer.level for offer in offers if isinstance(offer.level, int)]
    return Levels(
        title=title,
        services=len(offers),
        counts=tuple(known.count(value) for value in scale.values),
        unknown=sum(offer.level == UNKNOWN for offer in offers),
        open=sum(offer.level is None for offer in offers),
        mean=fmean(known) if known else None,
        compliant=sum(level >= scale.compliant_level for level in known),
        on_target=sum(level >= scale.target_level for level in known),
        planned=sum(offer.planned for offer in offers),
    )
