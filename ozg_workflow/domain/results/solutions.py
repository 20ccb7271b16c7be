"""Solutions that exist already and could be reused (Nachnutzung): found by LeiKa key or OZG-ID, weighed against the way that is planned."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from ozg_workflow.domain import german
from ozg_workflow.domain.results.routes import ROUTE_TITLES, Route

REUSED = (Route.EFA, Route.LAND, Route.SHARED)  # the ways by which somebody else's solution is used


@dataclass(frozen=True, slots=True, kw_only=True)
class Solution:
    """One of them: `key` is a LeiKa key (14 digits) or an OZG-ID (5), `route` the way it is used by, `since` the day from which it is offered."""

    key: str
    name: str
    provider: str
    route: Route | None = None
    since: date | None = None
    link: str = ""

    @property
    def words(self) -> str:
        """Say which one it is: `Wohngeld online (Land NRW, Einer für Alle, seit 01.03.2022)`."""
        way = ROUTE_TITLES[self.route] if self.route else ""
        since = f"seit {german.short_date(self.since)}" if self.since else ""
        about = ", ".join(filter(None, (self.provider, way, since)))
        return f"{self.name} ({about})" if about else self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class Solutions:
    """All solutions a city knows of."""

    by_key: Mapping[str, tuple[Solution, ...]]

    @classmethod
    def of(cls, known: Iterable[Solution]) -> "Solutions":
        """Arrange them by key, in the order of the file."""
        found: dict[str, tuple[Solution, ...]] = {}
        for solution in known:
            found[solution.key] = (*found.get(solution.key, ()), solution)
        return cls(by_key=found)

    def fitting(self, key: str, ozg_id: str) -> tuple[Solution, ...]:
        """Return the solutions for a service, those for its LeiKa key before those for its whole OZG bundle."""
        return tuple(solution for known in (key, ozg_id) if known for solution in self.by_key.get(known, ()))


def words_of(solutions: Iterable[Solution]) -> str:
    """Return solutions as one text; empty where there is none."""
    return "; ".join(solution.words for solution in solutions)


def reuse_hint(solutions: Iterable[Solution], today: date) -> str:
    """Return what a list says to its office of the solutions that are offered by `today`, with their links; empty where there is none."""
    offered = [solution for solution in solutions if solution.since is None or solution.since <= today]
    told = "; ".join(", ".join(filter(None, (solution.words, solution.link))) for solution in offered)
    return f"Was nachgenutzt werden könnte: {told}." if told else ""


def is_missed(route: Route | None, solutions: tuple[Solution, ...]) -> bool:
    """Tell whether a measure is planned as an own solution although one could be reused."""
    return route is Route.OWN and bool(solutions)


def is_open(route: Route | None, solutions: tuple[Solution, ...]) -> bool:
    """Tell whether one could be reused and is not: an own solution is planned, or nothing is agreed."""
    return route in (None, Route.OWN) and bool(solutions)
