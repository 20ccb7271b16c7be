"""Waves under capacity: which quarter each measure gets when an office can only carry so many at once.

A quarter belongs to a wave when at least half of it lies in the wave (or else the one it mostly lies in). Every measure gets one quarter;
no office has more measures in one than its capacity, no wave more than its own, what depends on another measure comes in a later quarter,
and nothing begins before the wave that was named for it. Of all such plans the one with the least sum of (how good the rank is) × (how late the quarter is) is taken, found by HiGHS
and proved. The last quarter takes what fits nowhere else, as the last wave always did.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from itertools import pairwise

from ozg_workflow.domain import german
from ozg_workflow.domain.results.planning.capacity import Capacities
from ozg_workflow.domain.results.prioritisation import Wave


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """A measure to be planned: `key` is any number, `depends_on` the key of another one.

    `slot` is given where it stays where it is, `earliest` is the first quarter it may have, `earlier` tells that an earlier survey agreed on it.
    """

    key: int
    name: str
    office: str
    depends_on: int | None = None
    slot: int | None = None
    earliest: int = 0
    earlier: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """One quarter of a wave, from its first to its last day (both included)."""

    wave: Wave
    number: int  # of the wave, from 0
    year: int
    quarter: int
    first: date
    last: date

    @property
    def title(self) -> str:
        """`4. Quartal 2020`."""
        return f"{self.quarter}. Quartal {self.year}"

    @property
    def quarter_key(self) -> str:
        """`2020-Q4`: the quarter, of whatever wave."""
        return f"{self.year}-Q{self.quarter}"


def slots_of(waves: Sequence[Wave]) -> tuple[Slot, ...]:
    """Return the quarters of all waves, the earliest first; the first one of a wave begins with it, the last one ends with it."""
    return tuple(slot for number, wave in enumerate(waves) for slot in _slots(number, wave))


def slot_for(slots: Sequence[Slot], wave: str, target_on: date) -> int:
    """Return the number of the quarter in which a measure that stays as agreed has to be ready: of its own wave (a key), else of any.

    What was to be ready before the first quarter and is not is carried on in that one.
    """
    own = [n for n, slot in enumerate(slots) if slot.wave.key == wave]
    if not own or target_on < slots[own[0]].first:  # an earlier plan may have had a wave of the same key
        own = list(range(len(slots)))
    return next((n for n in own if target_on <= slots[n].last), own[-1])


def _slots(number: int, wave: Wave) -> Iterator[Slot]:
    begins, ends = wave.first_day, date.fromisoformat(wave.ends_on)
    starts = [_quarter_start(begins)]
    while (following := _next_quarter(starts[-1])) <= ends:
        starts.append(following)
    inside = {start: _days_inside(start, begins, ends) for start in starts}
    own = [start for start in starts if 2 * inside[start] >= (_next_quarter(start) - start).days]
    own = own or [max(starts, key=lambda start: inside[start])]
    firsts = [begins, *own[1:], ends + timedelta(days=1)]
    for start, (first, after) in zip(own, pairwise(firsts), strict=True):
        yield Slot(
            wave=wave,
            number=number,
            year=start.year,
            quarter=(start.month + 2) // 3,
            first=first,
            last=after - timedelta(days=1),
        )


def _quarter_start(day: date) -> date:
    return date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)


def _next_quarter(start: date) -> date:
    return _quarter_start(start + timedelta(days=95))


def _days_inside(start: date, begins: date, ends: date) -> int:
    return (min(ends, _next_quarter(start) - timedelta(days=1)) - max(begins, start)).days + 1


@dataclass(frozen=True)
class Problem:
    """What is to be planned: `tasks` by rank, the best first; `capacities` is how many the offices take in a quarter."""

    tasks: tuple[Task, ...]
    slots: tuple[Slot, ...]
    capacities: Capacities

    @cached_property
    def by_key(self) -> dict[int, Task]:
        """The tasks by their key."""
        return {task.key: task for task in self.tasks}

    @property
    def last(self) -> int:
        """The quarter that takes all the rest."""
        return len(self.slots) - 1

    def cost(self, plan: Mapping[int, int]) -> int:
        """Return what a plan (task → quarter) costs: a better rank that waits costs more."""
        return sum((len(self.tasks) - place) * plan[task.key] for place, task in enumerate(self.tasks))

    def fits(self, plan: Mapping[int, int]) -> bool:
        """Tell whether a plan keeps every rule."""
        return not any(self.obstacle(task, plan[task.key], plan) for task in self.tasks)

    def obstacle(self, task: Task, slot: int, plan: Mapping[int, int]) -> str:
        """Return why a task cannot be in a quarter beside the others, as the end of a German sentence; empty where it can."""
        if task.slot is not None:
            return ""
        if slot < task.earliest:
            return f"nichts vor der beschlossenen Welle „{self.slots[task.earliest].wave.title}“ beginnt"
        if slot == self.last:
            return ""
        other = self.by_key.get(task.depends_on or 0)
        if other is not None and plan[other.key] >= slot:
            return f"es auf „{other.name}“ wartet ({self.slots[plan[other.key]].title})"
        return self._full_office(task, slot, plan) or self._full_wave(task, slot, plan)

    def _full_wave(self, task: Task, slot: int, plan: Mapping[int, int]) -> str:
        wave = self.slots[slot].wave
        rest = [t for t in self.tasks if t.key != task.key and plan[t.key] != self.last]
        there = [t for t in rest if self.slots[plan[t.key]].wave == wave]
        if wave.capacity is None or len(there) < wave.capacity:
            return ""
        return f"die Welle „{wave.title}“ mit {german.count(wave.capacity, 'Maßnahme', 'Maßnahmen')} voll ist{_earlier(there)}"

    def _full_office(self, task: Task, slot: int, plan: Mapping[int, int]) -> str:
        at = self.slots[slot]
        limit = self.capacities.of(task.office, at.quarter_key)
        rest = [t for t in self.tasks if t.key != task.key and t.office == task.office and plan[t.key] != self.last]
        there = [t for t in rest if self.slots[plan[t.key]].quarter_key == at.quarter_key]
        if limit is None or len(there) < limit:
            return ""
        if not limit:
            return f"Amt {task.office} im {at.title} keine Maßnahme übernimmt"
        return f"Amt {task.office} im {at.title} schon {german.count(len(there), 'Maßnahme', 'Maßnahmen')} hat{_earlier(there)}"


def _earlier(tasks: Sequence[Task]) -> str:
    number = sum(task.earlier for task in tasks)
    return f", davon {number} aus einer früheren Erhebung" if number else ""


def shifts(problem: Problem, plan: Mapping[int, int], wished: Mapping[int, int]) -> dict[int, str]:
    """Return task → a sentence for each that is in another wave than `wished` (task → number of a wave, as the board or the ranking has it)."""
    found = {}
    for task in problem.tasks:
        wave = problem.slots[plan[task.key]].wave
        wanted = next((slot.wave for slot in problem.slots if slot.number == wished.get(task.key)), wave)
        if wanted == wave or task.slot is not None:
            continue
        why = _why(problem, plan, task, wanted)
        found[task.key] = f"Welle {wave.key} statt {wanted.key}, weil {why}."
    return found


def _why(problem: Problem, plan: Mapping[int, int], task: Task, wanted: Wave) -> str:
    """Return what stands against every quarter of the wanted wave. A place that others left, who could only use it later, lets a task begin earlier."""
    places = [number for number, slot in enumerate(problem.slots) if slot.wave == wanted]
    if plan[task.key] < places[0]:
        return "dort ein Platz frei geworden ist"
    return german.join(tuple(dict.fromkeys(problem.obstacle(task, number, plan) for number in places)))


def shift_by_hand(wave: str, named: str, today: date) -> str:
    """Return the sentence for a measure that a person puts into a wave (its key) other than the board `named`; empty where it is that one."""
    if named in ("", wave):
        return ""
    return f"Welle {wave} statt {named}, weil es am {german.short_date(today)} so vereinbart wurde."
