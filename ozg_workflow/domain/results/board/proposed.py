"""What is proposed to the board: the waves as the ranking fills them, and as far as the offices can carry them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from ozg_workflow.domain.results.implementation import MeasurePlan, MeasureState, state_on
from ozg_workflow.domain.results.planning.waves import Problem, Slot, Task, shifts, slots_of
from ozg_workflow.domain.results.prioritisation import Prioritisation

Shifts = Mapping[int, str]  # service id → why it is in another wave than its rank alone would have it


def carried(
    plans: Sequence[MeasurePlan], names: Mapping[int, str], agreed: Prioritisation, deadline: date, today: date
) -> tuple[tuple[MeasurePlan, ...], Shifts]:
    """Return the plans in the best waves that the offices can carry, and a sentence for each shift; `names` are those of the services.

    Without capacities everything stays where the ranking has it; what has reached its target always does, and what is put off
    stays in the last quarter, which takes all the rest.
    """
    from ozg_workflow.domain.results.planning.solving import best_plan

    if not agreed.capacities.any_agreed:
        return tuple(plans), {}
    slots = slots_of(agreed.waves)
    tasks = tuple(
        Task(
            key=plan.service_id,
            name=names[plan.service_id],
            office=plan.office,
            slot=len(slots) - 1 if plan.put_off else None,
        )
        for plan in sorted(plans, key=lambda plan: plan.rank)
        if plan.state is not MeasureState.REACHED
    )
    problem = Problem(tasks=tasks, slots=slots, capacities=agreed.capacities)
    found = best_plan(problem)
    numbers = {slot.wave.key: slot.number for slot in slots}
    said = shifts(problem, found, {plan.service_id: numbers[plan.wave] for plan in plans if plan.service_id in found})
    return tuple(_placed(plan, slots, found, deadline, today) for plan in plans), said


def _placed(plan: MeasurePlan, slots: Sequence[Slot], found: Mapping[int, int], deadline: date, today: date) -> MeasurePlan:
    if plan.service_id not in found:
        return plan
    slot = slots[found[plan.service_id]]
    state = state_on(slot.first, today)
    return replace(plan, wave=slot.wave.key, starts_on=slot.first, target_on=min(slot.last, deadline), state=state)
