"""The journal: what every change left behind, put together again to the figures of any past day."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import accumulate, groupby
from operator import itemgetter
from typing import Any


@dataclass(slots=True, kw_only=True)
class Picture:
    """Where everything with a state stands: by the milestone's key, by the id of everything else (as text, as JSON keeps it)."""

    milestones: dict[str, dict[str, Any]] = field(default_factory=dict)
    lists: dict[str, dict[str, Any]] = field(default_factory=dict)
    messages: dict[str, str] = field(default_factory=dict)
    incoming: dict[str, str] = field(default_factory=dict)
    cases: dict[str, str] = field(default_factory=dict)
    measures: dict[str, str] = field(default_factory=dict)
    evaluation: int | None = None

    def apply(self, entry: Mapping[str, Any]) -> None:
        """Go on by one entry. Milestones come as a whole, because some may have left the plan; everything else comes as it changes."""
        self.milestones = entry.get("milestones", self.milestones)
        self.lists.update(entry.get("lists", {}))
        self.messages.update(entry.get("messages", {}))
        self.incoming.update(entry.get("incoming", {}))
        self.cases.update(entry.get("cases", {}))
        self.measures.update(entry.get("measures", {}))
        self.evaluation = entry.get("evaluation", self.evaluation)


def replay(entries: Iterable[Mapping[str, Any]]) -> Picture:
    """Return the picture after these entries, oldest first."""
    picture = Picture()
    for entry in entries:
        picture.apply(entry)
    return picture


def evenings(entries: Iterable[tuple[date, Mapping[str, Any]]]) -> Iterator[tuple[date, Picture]]:
    """Return the picture at the end of every day with an entry, oldest first; it is one picture that goes on.

    Where a rehearsal went back to an earlier day, what had been written before counts for that day.
    """
    written = list(entries)
    days = list(accumulate((day for day, _ in reversed(written)), min))[::-1]
    picture = Picture()
    for day, group in groupby(zip(days, written, strict=True), key=itemgetter(0)):
        for _, (_, entry) in group:
            picture.apply(entry)
        yield day, picture
