"""How many measures an office takes on in a quarter: usually, and where it is agreed otherwise."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from ozg_workflow.domain.late_pattern import late

QUARTER: Final = late(r"[0-9]{4}-Q[1-4]")


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeCapacity:
    """So many measures instead of the usual number: of one office (a number; empty: of each), in one quarter (`2021-Q1`; empty: in all)."""

    measures: int
    office: str = ""
    quarter: str = ""

    @property
    def key(self) -> str:
        """For whom and when it holds, `Amt 50 2021-Q1`."""
        return " ".join(filter(None, (self.office and f"Amt {self.office}", self.quarter)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Capacities:
    """What is agreed about all offices; `usual` None: as many as there are. The more exactly an exception names whom it is about, the more it counts."""

    usual: int | None = None
    exceptions: tuple[OfficeCapacity, ...] = ()

    @property
    def any_agreed(self) -> bool:
        """Tell whether there is a limit at all."""
        return self.usual is not None or bool(self.exceptions)

    def of(self, office: str, quarter: str) -> int | None:
        """Return how many measures an office takes in a quarter (`2021-Q1`): by both, by the office, by the quarter, as usual."""
        known = {(exception.office, exception.quarter): exception.measures for exception in self.exceptions}
        for place in ((office, quarter), (office, ""), ("", quarter)):
            if place in known:
                return known[place]
        return self.usual


def capacity_mistakes(exceptions: Sequence[OfficeCapacity]) -> Iterator[tuple[int, str]]:
    """Yield (index, German message) for each exception that means nothing, or two things."""
    seen: set[str] = set()
    for index, exception in enumerate(exceptions):
        if not exception.key:
            yield index, "Eine Ausnahme braucht „office“, „quarter“ oder beides; für alle gilt capacity_per_office."
        elif exception.key in seen:
            yield index, f"Die Ausnahme „{exception.key}“ gibt es zweimal."
        if exception.quarter and not QUARTER.fullmatch(exception.quarter):
            yield index, f"„{exception.quarter}“ ist kein Quartal; so geschrieben: 2021-Q1."
        if exception.measures < 0:
            yield index, "„measures“ muss mindestens 0 sein; 0 heißt: in dieser Zeit beginnt dort nichts."
        seen.add(exception.key)
