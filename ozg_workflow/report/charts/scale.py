"""Where a day stands on the axis of the timeline: a long empty stretch of the plan is drawn short."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Final

MONTHS: Final = ("Jan", "Feb", "Mär", "Apr", "Mai", "Jun", "Jul", "Aug", "Sep", "Okt", "Nov", "Dez")
LONG: Final = 0.4  # a gap of this share of the whole plan is drawn short
SHORT: Final = 0.22  # … as this share of the axis
APART: Final = 32  # pixels between two labels
TIGHT: Final = 9  # pixels of a month that is too short for a label of its own


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeScale:
    """Days as pixels, in straight pieces between `stops`: (day, pixel), both rising."""

    stops: tuple[tuple[date, float], ...]

    def __call__(self, day: date) -> float:
        """Return the pixel of a day; days outside stand at the end."""
        first, last = self.stops[0], self.stops[-1]
        if day <= first[0]:
            return first[1]
        for (start, left), (end, right) in pairwise(self.stops):
            if day <= end:
                return round(left + (right - left) * (day - start).days / (end - start).days, 1)
        return last[1]

    def months(self) -> Iterator[tuple[float, str]]:
        """Return pixel and label of the months there is room for, of the years only where the axis is drawn short."""
        day, before = self.stops[0][0], -float(APART)
        while (day := (day.replace(day=1) + timedelta(days=32)).replace(day=1)) <= self.stops[-1][0]:
            x, january = self(day), day.month == 1
            dense = self(day + timedelta(days=31)) - x < TIGHT
            end = self.stops[-1][1] - (APART if january else 3 * APART)
            if x - before < APART or x > end or (dense and not january):
                continue
            yield x, str(day.year) if january else f"{MONTHS[day.month - 1]} {day.year}" if before < 0 else MONTHS[day.month - 1]
            before = x if before >= 0 else x + APART / 2


def time_scale(days: Sequence[date], left: float, right: float) -> TimeScale:
    """Return the scale for these days (at least one), with a little room on both sides."""
    ordered = sorted(set(days))
    whole = max((ordered[-1] - ordered[0]).days, 28)
    room = timedelta(days=max(whole // 100, 5))
    first, last = ordered[0] - room, ordered[-1] + room
    gaps = [(later - earlier, earlier, later) for earlier, later in pairwise(ordered)]
    gap, start, end = max(gaps, default=(timedelta(), first, last))
    if gap.days < LONG * whole:
        return TimeScale(stops=((first, left), (last, right)))
    start, end = start + room / 2, end - room / 2
    drawn = (1 - SHORT) * (right - left) / ((start - first).days + (last - end).days)
    middle = left + drawn * (start - first).days
    return TimeScale(stops=((first, left), (start, middle), (end, middle + SHORT * (right - left)), (last, right)))
