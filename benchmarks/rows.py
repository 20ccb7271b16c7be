"""One line of the table of benchmarks: a figure that holds on any machine, its limit, and what it was made of."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from math import log
from typing import Any, Final

SEED: Final = 2020  # of everything that is drawn: two runs measure the same


class Kind(StrEnum):
    """What a figure says."""

    RATIO = "ratio"  # how many times as much as bare, both measured in this run
    EXPONENT = "exponent"  # of growth: 1 where ten times as much takes ten times as long
    MEGABYTES = "megabytes"  # the most a process and its children held together


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One thing measured. `limit` is the most it may be (None: only watched); `made_of` names raw figures: `ours_seconds`, `mails` …"""

    name: str
    kind: Kind
    figure: float
    limit: float | None = None
    made_of: Mapping[str, float] = field(default_factory=dict)

    @property
    def kept(self) -> bool | None:
        """Whether the limit is kept, None where there is none."""
        return None if self.limit is None else self.figure <= self.limit

    def as_json(self) -> dict[str, Any]:
        """Return the row for scripts."""
        told = {
            "name": self.name,
            "kind": str(self.kind),
            "figure": round(self.figure, 4),
            "limit": self.limit,
            "kept": self.kept,
        }
        return told | {"made_of": dict(self.made_of)}


def ratio(name: str, *, ours: float, bare: float, limit: float | None = None, **made_of: float) -> Row:
    """Return how many times the seconds (or bytes, or statements) of `bare` we take; both belong to this run."""
    return Row(name=name, kind=Kind.RATIO, figure=ours / bare, limit=limit, made_of={"ours": ours, "bare": bare, **made_of})


def exponent(name: str, took: Mapping[int, float], *, limit: float) -> Row:
    """Return how the seconds grow between the two largest of the sizes: `took` is size → seconds."""
    *_, (small, before), (large, after) = sorted(took.items())
    figure = log(after / before) / log(large / small)
    return Row(
        name=name, kind=Kind.EXPONENT, figure=figure, limit=limit, made_of={str(size): took[size] for size in sorted(took)}
    )


def megabytes(name: str, peak: float, *, limit: float, **made_of: float) -> Row:
    """Return the peak of a process."""
    return Row(name=name, kind=Kind.MEGABYTES, figure=peak, limit=limit, made_of=made_of)
