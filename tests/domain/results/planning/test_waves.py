"""Waves under capacity: as good as trying every plan, every rule kept, every shift explained."""

import random
from dataclasses import replace
from datetime import date
from itertools import product

import pytest

from ozg_workflow.domain.results.planning.capacity import Capacities, OfficeCapacity
from ozg_workflow.domain.results.planning.solving import best_plan
from ozg_workflow.domain.results.planning.waves import Problem, Slot, Task, shift_by_hand, shifts, slots_of
from ozg_workflow.domain.results.prioritisation import Wave

WAVES = (
    Wave(key="1", title="Erste", starts_on="2020-09-01", ends_on="2020-12-30", capacity=12),
    Wave(key="2", title="Zweite", starts_on="2021-01-04", ends_on="2021-06-30"),
)


def test_a_quarter_belongs_to_the_wave_that_has_half_of_it() -> None:
    slots = slots_of(WAVES)
    assert [(slot.wave.key, slot.title, slot.first, slot.last) for slot in slots] == [
        ("1", "4. Quartal 2020", date(2020, 9, 1), date(2020, 12, 30)),
        ("2", "1. Quartal 2021", date(2021, 1, 4), date(2021, 3, 31)),
        ("2", "2. Quartal 2021", date(2021, 4, 1), date(2021, 6, 30)),
    ]
    short = replace(WAVES[0], starts_on="2020-09-20", ends_on="2020-10-20")
    assert [(slot.title, slot.first, slot.last) for slot in slots_of([short])] == [
        ("4. Quartal 2020", date(2020, 9, 20), date(2020, 10, 20))
    ]


def test_every_shift_is_explained_in_a_sentence() -> None:
    tasks = [Task(key=n, name=f"M{n}", office="50") for n in (1, 2, 3)]
    tasks += [Task(key=4, name="Wohngeld beantragen", office="50"), Task(key=5, name="Pass", office="33", depends_on=1)]
    problem = Problem(tasks=tuple(tasks), slots=slots_of(WAVES), capacities=Capacities(usual=3))
    plan = best_plan(problem)
    assert plan == {1: 0, 2: 0, 3: 0, 4: 1, 5: 1}
    assert shifts(problem, plan, dict.fromkeys(plan, 0)) == {
        4: "Welle 2 statt 1, weil Amt 50 im 4. Quartal 2020 schon 3 Maßnahmen hat.",
        5: "Welle 2 statt 1, weil es auf „M1“ wartet (4. Quartal 2020).",
    }
    assert shifts(problem, plan, {1: 0, 2: 0, 3: 1, 4: 1, 5: 1}) == {3: "Welle 1 statt 2, weil dort ein Platz frei geworden ist."}


def test_a_full_wave_is_a_reason_and_what_stays_takes_its_place() -> None:
    waves = (replace(WAVES[0], capacity=1), WAVES[1])
    tasks = (Task(key=1, name="A", office="33"), Task(key=2, name="B", office="50", slot=0))
    problem = Problem(tasks=tasks, slots=slots_of(waves), capacities=Capacities(usual=3))
    plan = best_plan(problem)
    assert plan == {1: 1, 2: 0}
    assert shifts(problem, plan, {1: 0, 2: 0}) == {1: "Welle 2 statt 1, weil die Welle „Erste“ mit 1 Maßnahme voll ist."}


def test_an_office_may_take_less_in_one_quarter_than_usually() -> None:
    """The most exact agreement counts: office and quarter, then the office, then the quarter, then what is usual."""
    agreed = Capacities(
        usual=2,
        exceptions=(
            OfficeCapacity(office="50", measures=1),
            OfficeCapacity(quarter="2021-Q1", measures=0),
            OfficeCapacity(office="33", quarter="2021-Q1", measures=3),
        ),
    )
    assert [agreed.of(office, quarter) for office in ("33", "50") for quarter in ("2020-Q4", "2021-Q1")] == [2, 3, 1, 1]
    assert [agreed.of("10", quarter) for quarter in ("2020-Q4", "2021-Q1")] == [2, 0]
    tasks = tuple(Task(key=n, name=f"M{n}", office="10") for n in (1, 2, 3))
    problem = Problem(tasks=tasks, slots=slots_of(WAVES), capacities=agreed)
    plan = best_plan(problem)
    assert plan == {1: 0, 2: 0, 3: 2}
    assert problem.obstacle(tasks[2], 1, plan) == "Amt 10 im 1. Quartal 2021 keine Maßnahme übernimmt"


def test_nothing_begins_before_the_wave_that_was_named_for_it() -> None:
    tasks = (Task(key=1, name="A", office="33", earliest=1), Task(key=2, name="B", office="33"))
    problem = Problem(tasks=tasks, slots=slots_of(WAVES), capacities=Capacities(usual=1))
    plan = best_plan(problem)
    assert plan == {1: 1, 2: 0}
    assert shifts(problem, plan, {1: 1, 2: 0}) == {}
    assert problem.obstacle(tasks[0], 0, plan) == "nichts vor der beschlossenen Welle „Zweite“ beginnt"


def test_a_wave_that_people_agree_on_says_so_unless_it_is_the_one_of_the_board() -> None:
    today = date(2020, 9, 1)
    assert shift_by_hand("3", "1", today) == "Welle 3 statt 1, weil es am 01.09.2020 so vereinbart wurde."
    assert (shift_by_hand("1", "1", today), shift_by_hand("1", "", today)) == ("", "")


def drawn(seed: int) -> Problem:
    """A small problem: two to four quarters, up to six tasks of two offices, some waiting for others, some fixed."""
    rng = random.Random(seed)
    waves = (
        replace(WAVES[0], capacity=rng.choice([None, 1, 2, 3])),
        WAVES[1],
        replace(WAVES[1], key="3", starts_on="2021-07-01", ends_on="2021-09-30"),
    )[: rng.randint(1, 3)]
    slots = slots_of(waves)
    number = rng.randint(1, 6)
    tasks = []
    for key in range(1, number + 1):
        others = [other for other in range(1, number + 1) if other != key]
        waits = rng.choice(others) if others and rng.random() < 0.4 else None
        fixed = rng.randrange(len(slots)) if rng.random() < 0.15 else None
        earliest = rng.randrange(len(slots)) if rng.random() < 0.3 else 0
        office = rng.choice(["33", "50"])
        tasks.append(Task(key=key, name=f"M{key}", office=office, depends_on=waits, slot=fixed, earliest=earliest))
    return Problem(tasks=tuple(tasks), slots=slots, capacities=capacities(rng, slots))


def capacities(rng: random.Random, slots: tuple[Slot, ...]) -> Capacities:
    """What is agreed: usually one to three or as many as there are, with up to three exceptions, some of which allow nothing."""
    usual = rng.choice([None, 1, 2, 3])
    places = {(rng.choice(["", "33", "50"]), rng.choice(["", *(slot.quarter_key for slot in slots)])) for _ in range(3)}
    exceptions = [
        OfficeCapacity(office=office, quarter=quarter, measures=rng.randint(0, 3)) for office, quarter in sorted(places)
    ]
    return Capacities(usual=usual, exceptions=tuple(exceptions[: rng.randint(0, 3)]))


def brute_force(problem: Problem) -> int:
    """The least cost of all plans that keep every rule."""
    choices = [range(len(problem.slots)) if task.slot is None else [task.slot] for task in problem.tasks]
    plans = (dict(zip(problem.by_key, slots, strict=True)) for slots in product(*choices))
    return min(problem.cost(plan) for plan in plans if problem.fits(plan))


@pytest.mark.parametrize("start", range(0, 200, 50))
def test_no_plan_is_better(start: int) -> None:
    for seed in range(start, start + 50):
        problem = drawn(seed)
        plan = best_plan(problem)
        assert problem.fits(plan), seed
        assert problem.cost(plan) == brute_force(problem), seed
        wished = {task.key: 0 for task in problem.tasks}
        for sentence in shifts(problem, plan, wished).values():
            assert "weil ." not in sentence, (seed, sentence)
            assert sentence.endswith("."), seed
            assert "weil" in sentence, seed


def test_a_whole_city_is_planned_in_seconds() -> None:
    rng = random.Random(7)
    waves = (replace(WAVES[0], capacity=100), replace(WAVES[1], ends_on="2022-12-30"))
    offices = [str(10 + n) for n in range(25)]
    tasks = tuple(
        Task(key=n, name=f"M{n}", office=rng.choice(offices), depends_on=rng.randint(1, n - 1) if n > 1 and n % 20 == 0 else None)
        for n in range(1, 601)
    )
    problem = Problem(tasks=tasks, slots=slots_of(waves), capacities=Capacities(usual=4))
    plan = best_plan(problem)
    counted: dict[tuple[str, int], int] = {}
    for task in tasks:
        counted[task.office, plan[task.key]] = counted.get((task.office, plan[task.key]), 0) + 1
    assert max(number for (_, slot), number in counted.items() if slot != problem.last) == 4
