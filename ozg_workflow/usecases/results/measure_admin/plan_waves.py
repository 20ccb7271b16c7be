"""Plan the waves under the capacity of the offices: new measures when they begin to exist, all that have not begun when a person asks."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from ozg_workflow.database.models import Measure
from ozg_workflow.domain import german
from ozg_workflow.domain.deployments import Deployment
from ozg_workflow.domain.errors import InputError
from ozg_workflow.domain.plan.milestones import Action
from ozg_workflow.domain.results.implementation import MeasureState, state_on
from ozg_workflow.domain.results.planning.waves import Problem, Slot, Task, shifts, slot_for, slots_of
from ozg_workflow.usecases.results.board.decisions import board_waves
from ozg_workflow.usecases.results.measure_admin.agreed import all_measures, check_dependencies
from ozg_workflow.usecases.results.measures import is_open
from ozg_workflow.usecases.step.context import Context
from ozg_workflow.usecases.step.result import StepResult
from ozg_workflow.usecases.step.work import Work
from ozg_workflow.usecases.survey.questions.rounds import newest_survey

TITLE: Final = Deployment.PLAN_WAVES.form_title


def plan_waves(ctx: Context) -> StepResult:
    """Plan all measures anew that have not begun; the others keep their place. Raises InputError where no capacity is agreed."""
    with ctx.work(TITLE) as work:
        measures = all_measures(work)
        if not work.config.prioritisation.capacities.any_agreed:
            raise InputError("In prioritisation.yaml fehlt capacity_per_office: wie viele Maßnahmen ein Amt je Quartal schafft.")
        check_dependencies(measures, {})
        moved = place(work, measures, {n for n, measure in measures.items() if measure.state is MeasureState.PLANNED})
        work.count("moved", moved)
        if not moved:
            work.say("Alle Maßnahmen liegen bereits so, wie es am besten ist.")
    return work.result


def place_new(work: Work, new: Collection[Measure]) -> None:
    """Find a quarter for measures that were planned just now; what was agreed before stays."""
    if work.config.prioritisation.capacities.any_agreed:
        place(work, all_measures(work), {m.id for m in new if m.state is not MeasureState.REACHED})


def place(work: Work, measures: Mapping[int, Measure], free: Collection[int]) -> int:
    """Give each of the `free` measures the best quarter that the offices can carry; tell and record every shift. Returns how many moved.

    None begins before the wave the board named for it, and one in a later wave keeps the sentence that says why. Those that are not
    free keep their quarter and take its place; those that have reached their target, and those nobody carries out, take none.
    """
    from ozg_workflow.domain.results.planning.solving import best_plan

    active = sorted((m for m in measures.values() if is_open(m)), key=lambda m: (m.rank, m.id))
    free = {m.id for m in active if m.id in free}
    named = board_waves(work)
    wanted = {m.id: named.get(m.service_id, m.wave) for m in active}
    problem = _problem(work, active, {number: wanted[number] for number in free if measures[number].service_id in named}, free)
    plan = best_plan(problem)
    numbers = {slot.wave.key: slot.number for slot in problem.slots}
    said = shifts(problem, plan, {number: numbers[wave] for number, wave in wanted.items() if wave in numbers})
    moves = [Move.of(measure) for measure in active if measure.id in free]
    for move in moves:
        _put(work, move.measure, problem.slots[plan[move.measure.id]], said.get(move.measure.id, ""))
    _tell(work, moves, wanted)
    return sum(move.moved for move in moves)


def _problem(work: Work, active: Sequence[Measure], named: Mapping[int, str], free: Collection[int]) -> Problem:
    """Return what is to be planned; `named` are the waves of the board by measure, before which nothing begins."""
    plan = work.config.prioritisation
    slots, newest = slots_of(plan.waves), newest_survey(work)
    first = {slot.wave.key: number for number, slot in reversed(tuple(enumerate(slots)))}
    tasks = tuple(
        Task(
            key=measure.id,
            name=measure.service.name,
            office=measure.office.number,
            depends_on=measure.depends_on,
            slot=None if measure.id in free else slot_for(slots, measure.wave, measure.target_on),
            earliest=first.get(named.get(measure.id, ""), 0),
            earlier=measure.round_key != newest,
        )
        for measure in active
    )
    return Problem(tasks=tasks, slots=slots, capacities=plan.capacities)


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """A measure that is placed, and where it was."""

    measure: Measure
    before: tuple[str, date, date]
    why: str

    @classmethod
    def of(cls, measure: Measure) -> "Move":
        """Keep where a measure is now."""
        return cls(measure=measure, before=_place_of(measure), why=measure.shift)

    @property
    def moved(self) -> bool:
        """Tell whether it is elsewhere now."""
        return self.before != _place_of(self.measure)

    @property
    def told(self) -> bool:
        """Tell whether that is to be told: another wave, or another reason for the wave it has."""
        return self.before[0] != self.measure.wave or (self.why != self.measure.shift and bool(self.measure.shift))


def _place_of(measure: Measure) -> tuple[str, date, date]:
    return measure.wave, measure.starts_on, measure.target_on


def _put(work: Work, measure: Measure, slot: Slot, why: str) -> None:
    """Let a measure begin and end with its quarter, and keep why it is not in the wave the board named."""
    end: date = work.config.timeline.due_on(Action.COMPLETE)
    agreed = slot.wave.key, slot.first, min(slot.last, end)
    if agreed != _place_of(measure):
        measure.wave, measure.starts_on, measure.target_on = agreed
        measure.state = state_on(measure.starts_on, work.today)
    measure.shift = why


def _tell(work: Work, moves: Sequence[Move], wanted: Mapping[int, str]) -> None:
    """Record every measure that is elsewhere now, and say of each that is in another wave why; all of them, a preview has no other place for it."""
    for move in moves:
        measure = move.measure
        text = f"{measure.service.name}: {measure.shift or _as_wanted(measure, wanted[measure.id])}"
        if move.moved or move.told:
            days = f"{german.short_date(measure.starts_on)} bis {german.short_date(measure.target_on)}"
            data = {"wave": measure.wave, "starts_on": str(measure.starts_on), "target_on": str(measure.target_on)}
            work.record("measure_placed", ("measure", measure.id), f"{text} {days}", data)
        if move.told:
            work.did(text)
    if moved := sum(move.moved for move in moves):
        work.did(f"{german.count(moved, 'Maßnahme liegt', 'Maßnahmen liegen')} in einem eigenen Quartal ihrer Welle.")


def _as_wanted(measure: Measure, wanted: str) -> str:
    return f"Welle {measure.wave}, wie beschlossen." if measure.wave == wanted else f"Welle {measure.wave}."
