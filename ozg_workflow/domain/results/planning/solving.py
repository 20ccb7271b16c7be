"""The best plan of the waves, by HiGHS: a linear program over „task i is in quarter s“, with whole numbers."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from ozg_workflow.domain.errors import InputError
from ozg_workflow.domain.results.planning.waves import Problem, Task

if TYPE_CHECKING:
    import highspy

SECONDS: Final = 60.0  # the longest the solver may take


@dataclass
class _Rows:
    """The rows of the program: coefficients by column, with their upper (and for equations lower) limits."""

    width: int
    starts: list[int] = field(default_factory=lambda: [0])
    columns: list[int] = field(default_factory=list)
    values: list[float] = field(default_factory=list)
    lower: list[float] = field(default_factory=list)
    upper: list[float] = field(default_factory=list)

    def add(self, cells: Mapping[int, float], upper: float, lower: float = -float("inf")) -> None:
        """Add lower ≤ Σ value · column ≤ upper."""
        self.columns += cells.keys()
        self.values += cells.values()
        self.starts.append(len(self.columns))
        self.lower.append(lower)
        self.upper.append(upper)


def best_plan(problem: Problem) -> dict[int, int]:
    """Return task → quarter, the same for the same problem. Raises InputError where no plan was proved the best in time."""
    free = [task for task in problem.tasks if task.slot is None]
    plan = {task.key: task.slot for task in problem.tasks if task.slot is not None}
    if free:
        values = _solved(_program(problem, free))
        width = len(problem.slots)
        for place, task in enumerate(free):
            own = values[place * width : (place + 1) * width]
            plan[task.key] = max(range(width), key=lambda slot, own=own: own[slot])  # type: ignore[misc]
    return plan


def _program(problem: Problem, free: list[Task]) -> "highspy.HighsLp":
    import highspy
    import numpy as np

    width, number = len(problem.slots), len(problem.tasks)
    rows = _Rows(width=width)
    place = {task.key: index * width for index, task in enumerate(free)}
    for task in free:
        rows.add({place[task.key] + slot: 1.0 for slot in range(width)}, 1, 1)
    for cells, upper in (*_wave_limits(problem, place), *_office_limits(problem, place), *_orders(problem, place)):
        rows.add(cells, upper)
    ranks = {task.key: number - index for index, task in enumerate(problem.tasks)}
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = width * len(free), len(rows.upper)
    lp.col_cost_ = np.array([ranks[task.key] * slot for task in free for slot in range(width)], dtype=float)
    lp.col_lower_ = np.zeros(lp.num_col_)
    lp.col_upper_ = np.array([float(slot >= task.earliest) for task in free for slot in range(width)])
    lp.row_lower_, lp.row_upper_ = np.array(rows.lower), np.array(rows.upper)
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_, lp.a_matrix_.index_ = np.array(rows.starts), np.array(rows.columns)
    lp.a_matrix_.value_ = np.array(rows.values)
    lp.integrality_ = [highspy.HighsVarType.kInteger] * lp.num_col_
    return lp


def _solved(lp: "highspy.HighsLp") -> list[float]:
    import highspy

    solver = highspy.Highs()
    options = {
        "output_flag": False,
        "time_limit": SECONDS,
        "mip_rel_gap": 0.0,
        "mip_abs_gap": 0.5,
        "threads": 1,
        "random_seed": 0,
    }
    for name, value in options.items():
        solver.setOptionValue(name, value)
    solver.passModel(lp)
    solver.run()
    if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        raise InputError(
            f"Für die Wellen wurde in {SECONDS:.0f} Sekunden kein bester Plan gefunden; bitte weniger Vorgaben machen."
        )
    return list(solver.getSolution().col_value)


_Limit = tuple[dict[int, float], float]


def _wave_limits(problem: Problem, place: Mapping[int, int]) -> Iterator[_Limit]:
    for wave in dict.fromkeys(slot.wave for slot in problem.slots):
        own = [n for n, slot in enumerate(problem.slots) if slot.wave == wave and n != problem.last]
        if wave.capacity is not None and own:
            taken = sum(task.slot in own for task in problem.tasks)
            yield {first + slot: 1.0 for first in place.values() for slot in own}, max(wave.capacity - taken, 0)


def _office_limits(problem: Problem, place: Mapping[int, int]) -> Iterator[_Limit]:
    quarters: dict[str, list[int]] = {}
    for number, slot in enumerate(problem.slots[:-1]):
        quarters.setdefault(slot.quarter_key, []).append(number)
    for office in sorted({task.office for task in problem.tasks}):
        tasks = [task for task in problem.tasks if task.office == office]
        for quarter, own in quarters.items():
            limit = problem.capacities.of(office, quarter)
            cells = {place[task.key] + slot: 1.0 for task in tasks if task.key in place for slot in own}
            if cells and limit is not None:
                yield cells, max(limit - sum(task.slot in own for task in tasks), 0)


def _orders(problem: Problem, place: Mapping[int, int]) -> Iterator[_Limit]:
    """By every quarter but the last: who is there by then, for him the other one was there a quarter before."""
    for task in problem.tasks:
        other = problem.by_key.get(task.depends_on or 0)
        if task.key not in place or other is None:
            continue
        for by in range(problem.last):
            cells = {place[task.key] + slot: 1.0 for slot in range(by + 1)}
            if other.slot is None:
                cells |= {place[other.key] + slot: -1.0 for slot in range(by)}
            yield cells, 1.0 if other.slot is not None and other.slot < by else 0.0
