"""Plan the waves under the capacity of the offices: new measures when they begin to exist, all that have not begun when a person asks."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Final

from ozg_workflow.database.models import Measure
from ozg_workflow.domain import german
from ozg_workflow.domain.errors import InputError
from ozg_workflow.domain.plan.timeline import Action
from ozg_workflow.domain.results.implementation import MeasureState, state_on
from ozg_workflow.domain.results.waves import Problem, Slot, Task, shifts, slots_of
from ozg_workflow.usecases.results.measure_admin.agreed import all_measures, check_dependencies
from ozg_workflow.usecases.step.context import Context
from ozg_workflow.usecases.step.result import StepResult
from ozg_workflow.usecases.step.work import Work

MOST_TOLD: Final = 40


def plan_waves(ctx: Context) -> StepResult:
    """Plan all measures anew that have not begun; the others keep their place. Raises InputError where no capacity is agreed."""
    with ctx.work("Wellen planen") as work:
        measures = all_measures(work)
        if work.config.prioritisation.capacity_per_office is None:
            raise InputError("In prioritisation.yaml fehlt capacity_per_office: wie viele Maßnahmen ein Amt je Quartal schafft.")
        check_dependencies(measures, {})
        moved = place(work, measures, {n for n, measure in measures.items() if measure.state is MeasureState.PLANNED})
        work.count("moved", moved)
        if not moved:
            work.say("Alle Maßnahmen liegen bereits so, wie es am besten ist.")
    return work.result


def place_new(work: Work, new: Collection[Measure]) -> None:
    """Find a quarter for measures that were planned just now; what was agreed before stays."""
    if work.config.prioritisation.capacity_per_office is not None:
        place(work, all_measures(work), {m.id for m in new if m.state is not MeasureState.REACHED})


def place(work: Work, measures: Mapping[int, Measure], free: Collection[int]) -> int:
    """Give each of the `free` measures the best quarter that the offices can carry; tell and record every shift. Returns how many moved.

    Those that are not free keep theirs and take its place; those that have reached their target take none.
    """
    from ozg_workflow.domain.results.solving import best_plan

    plan = work.config.prioritisation
    if plan.capacity_per_office is None:
        return 0
    slots = slots_of(plan.waves)
    active = sorted((m for m in measures.values() if m.state is not MeasureState.REACHED), key=lambda m: (m.rank, m.id))
    tasks = tuple(_task(measure, None if measure.id in free else _slot_of(measure, slots)) for measure in active)
    problem = Problem(tasks=tasks, slots=slots, per_office=plan.capacity_per_office)
    found = best_plan(problem)
    numbers = {slot.wave.key: slot.number for slot in slots}
    said = shifts(problem, found, {m.id: numbers[m.wave] for m in active if m.wave in numbers})
    moved = [m for m in active if m.id in free and _put(work, m, slots[found[m.id]])]
    _tell(work, moved, said)
    return len(moved)


def _task(measure: Measure, slot: int | None) -> Task:
    return Task(
        key=measure.id,
        name=measure.service.name,
        office=measure.office.number,
        depends_on=measure.depends_on,
        slot=slot,
    )


def _slot_of(measure: Measure, slots: tuple[Slot, ...]) -> int:
    """Return the quarter in which a measure that stays has to be ready."""
    own = [number for number, slot in enumerate(slots) if slot.wave.key == measure.wave]
    places = own or range(len(slots))
    return next((number for number in places if measure.target_on <= slots[number].last), places[-1])


def _put(work: Work, measure: Measure, slot: Slot) -> bool:
    """Let a measure begin and end with its quarter; tell whether that is new."""
    end: date = work.config.timeline.due_on(Action.COMPLETE)
    agreed = slot.wave.key, slot.first, min(slot.last, end)
    if (measure.wave, measure.starts_on, measure.target_on) == agreed:
        return False
    measure.wave, measure.starts_on, measure.target_on = agreed
    measure.state = state_on(measure.starts_on, work.today)
    return True


def _tell(work: Work, moved: list[Measure], said: Mapping[int, str]) -> None:
    for measure in moved:
        days = f"{german.short_date(measure.starts_on)} bis {german.short_date(measure.target_on)}"
        text = said.get(measure.id, f"{measure.service.name}: Welle {measure.wave}.")
        data = {"wave": measure.wave, "starts_on": str(measure.starts_on), "target_on": str(measure.target_on)}
        work.record("measure_placed", ("measure", measure.id), f"{text} {days}", data)
    sentences = [said[m.id] for m in moved if m.id in said]
    for sentence in sentences[:MOST_TOLD]:
        work.did(sentence)
    if (rest := len(sentences) - MOST_TOLD) > 0:
        work.did(f"… und {german.count(rest, 'weitere Verschiebung', 'weitere Verschiebungen')} (Protokoll).")
    if moved:
        work.did(f"{german.count(len(moved), 'Maßnahme liegt', 'Maßnahmen liegen')} in einem eigenen Quartal ihrer Welle.")
