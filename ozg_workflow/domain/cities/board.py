"""The board of all cities: a line for each, those that need somebody first."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final

from ozg_workflow.domain import german
from ozg_workflow.domain.needs import NEEDS, NeedKind
from ozg_workflow.domain.plan.milestones import MilestoneState

# what is counted for all cities at once; the others hang on the configuration of a city, so only its own page tells of them
COUNTED: Final = (
    NeedKind.UNKNOWN,
    NeedKind.BOUNCED,
    NeedKind.MAILBOX,
    NeedKind.REFUSED,
    NeedKind.PAUSED,
    NeedKind.RELEASE,
    NeedKind.HELD,
    NeedKind.CASE,
    NeedKind.CONFLICT,
    NeedKind.QUARANTINE,
    NeedKind.TO_READ,
    NeedKind.DRAFT,
    NeedKind.DECISION,
    NeedKind.MILESTONE,
    NeedKind.MEASURES,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """Where a plan stands: its first milestone that is not done; without a title all of them are."""

    title: str = ""
    planned: str = ""
    state: MilestoneState = MilestoneState.DONE


@dataclass(frozen=True, slots=True, kw_only=True)
class CityLine:
    """One rollout: its stage, the lists of its newest round, those of any round over their deadline, what waits by kind, the last Tageslauf."""

    key: str
    title: str
    city: str
    stage: Stage = Stage()
    lists: int = 0
    returned: int = 0
    late: int = 0
    waiting: Mapping[NeedKind, int] = field(default_factory=dict)
    ran_on: date | None = None

    @property
    def needs(self) -> int:
        """How much waits for a person."""
        return sum(self.waiting.values())

    @property
    def urgent(self) -> NeedKind | None:
        """The most pressing kind of it; None where nothing waits."""
        return next((kind for kind in COUNTED if self.waiting.get(kind)), None)

    @property
    def urgent_words(self) -> str:
        """`2 Mails mit ungeklärter Zustellung`, empty where nothing waits."""
        kind = self.urgent
        return german.count(self.waiting[kind], NEEDS[kind].one, NEEDS[kind].several) if kind else ""

    @property
    def share(self) -> float:
        """The share of its lists that is back, 0 before there are any."""
        return self.returned / self.lists if self.lists else 0.0

    @property
    def calls(self) -> bool:
        """Whether somebody should look at it."""
        return bool(self.needs or self.late)


class Show(StrEnum):
    """Which cities are shown."""

    NEEDS = "bedarf"
    LATE = "frist"
    OPEN = "rueckstand"
    QUIET = "ruhig"


SHOWN: Final[Mapping[Show, tuple[str, Callable[[CityLine], bool]]]] = {
    Show.NEEDS: ("brauchen jemanden", lambda line: line.needs > 0),
    Show.LATE: ("haben Listen über der Frist", lambda line: line.late > 0),
    Show.OPEN: ("haben Listen, die fehlen", lambda line: line.returned < line.lists),
    Show.QUIET: ("brauchen niemanden", lambda line: not line.calls),
}


class Order(StrEnum):
    """How the cities are sorted."""

    NEEDS = "bedarf"
    CITY = "stadt"
    RETURNS = "ruecklauf"
    LATE = "frist"
    RUN = "tageslauf"


def _pressing(line: CityLine) -> tuple[int, int, int]:
    urgent = line.urgent
    return (COUNTED.index(urgent) if urgent else len(COUNTED), -line.needs, -line.late)


_ORDERS: Final[Mapping[Order, Callable[[CityLine], object]]] = {
    Order.NEEDS: lambda line: (not line.calls, *_pressing(line)),
    Order.CITY: lambda _: (),
    Order.RETURNS: lambda line: (not line.lists, line.share),
    Order.LATE: lambda line: -line.late,
    Order.RUN: lambda line: line.ran_on or date.min,
}


def arranged(lines: Iterable[CityLine], order: Order, *, descending: bool = False) -> list[CityLine]:
    """Return the lines in an order, those alike by city; without more said those that need somebody come first, the most pressing at the top."""
    key: Callable[[CityLine], object] = _ORDERS[order]
    named = sorted(lines, key=lambda line: (german.sort_key(line.city), line.key), reverse=descending and order is Order.CITY)
    return sorted(named, key=key, reverse=descending)  # type: ignore[arg-type]


def chosen(lines: Iterable[CityLine], show: Show | None, text: str) -> list[CityLine]:
    """Return the lines that are asked for; `text` is looked for in city, title and key."""
    wanted = text.casefold()
    fits = SHOWN[show][1] if show else lambda _: True
    return [line for line in lines if fits(line) and wanted in f"{line.city}\n{line.title}\n{line.key}".casefold()]


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """The lines together."""

    cities: int
    calling: int
    lists: int
    returned: int
    late: int
    waiting: Mapping[NeedKind, int]

    @property
    def needs(self) -> int:
        """How much waits in all of them."""
        return sum(self.waiting.values())


def totals(lines: Iterable[CityLine]) -> Totals:
    """Add lines up."""
    found = list(lines)
    waiting: Counter[NeedKind] = Counter()
    for line in found:
        for kind, number in line.waiting.items():
            waiting[kind] += number
    return Totals(
        cities=len(found),
        calling=sum(line.calls for line in found),
        lists=sum(line.lists for line in found),
        returned=sum(line.returned for line in found),
        late=sum(line.late for line in found),
        waiting={kind: waiting[kind] for kind in COUNTED if waiting[kind]},
    )
