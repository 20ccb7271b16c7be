"""What is proposed to the board: the waves as the ranking fills them, and as far as the offices can carry them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from ozg_workflow.domain.results.implementation import MeasurePlan, MeasureState, Target, plan_measures, state_on
from ozg_workflow.domain.results.planning.waves import Problem, Slot, Task, shifts, slot_for, slots_of
from ozg_workflow.domain.results.prioritisation import Prioritisation, Score


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """A measure an earlier survey agreed on and that is still to be done: it goes on as agreed, unless it has not begun and is ranked anew."""

    service_id: int
    name: str
    office: str
    rank: int
    wave: str
    starts_on: date
    target_on: date
    begun: bool


Shifts = Mapping[int, str]  # service id → why it is in another wave than its rank alone would have it


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What the waves have to fit into: the agreed plan, what is to be reached until when, today, and what earlier surveys agreed on."""

    agreed: Prioritisation
    target: Target
    today: date
    earlier: Sequence[Earlier] = ()

    @property
    def slots(self) -> tuple[Slot, ...]:
        """The quarters of its waves."""
        return slots_of(self.agreed.waves)


def proposed(scores: Sequence[Score], levels: dict[int, int], frame: Frame) -> tuple[tuple[MeasurePlan, ...], Shifts]:
    """Return the measures that scores make, in the waves that would be proposed; `levels` are those reported last (by service id).

    Whoever asks what would come (the paper, its alternatives, other weights on trial) asks here.
    """
    plans = plan_measures(scores, frame.agreed.waves, levels, frame.target, frame.today)
    return carried(plans, {score.service_id: score.name for score in scores}, frame)


def carried(plans: Sequence[MeasurePlan], names: Mapping[int, str], frame: Frame) -> tuple[tuple[MeasurePlan, ...], Shifts]:
    """Return the plans in the best waves that the offices can carry, and a sentence for each shift; `names` are those of the services.

    Without capacities everything stays where the ranking has it; what has reached its target always does, and what is put off
    stays in the last quarter, which takes all the rest. Measures of earlier surveys that are under way, or that these plans say nothing of,
    take their place in the quarter in which they have to be ready.
    """
    from ozg_workflow.domain.results.planning.solving import best_plan

    if not frame.agreed.capacities.any_agreed:
        return tuple(plans), {}
    slots, states = frame.slots, {plan.service_id: plan.state for plan in plans}
    stays = {item.service_id: item for item in frame.earlier if _stays(item, states.get(item.service_id))}
    waiting = (plan for plan in plans if plan.state is not MeasureState.REACHED and plan.service_id not in stays)
    tasks = [_task(plan, names, slots) for plan in waiting]
    tasks += [(item.rank, _staying(item, slots)) for item in stays.values()]
    problem = Problem(tasks=tuple(task for _, task in sorted(tasks, key=_order)), slots=slots, capacities=frame.agreed.capacities)
    found = best_plan(problem)
    numbers = {slot.wave.key: slot.number for slot in slots}
    said = shifts(problem, found, {plan.service_id: numbers[plan.wave] for plan in plans if plan.service_id in found})
    return tuple(_placed(plan, slots, found, frame, stays) for plan in plans), said


def _stays(item: Earlier, planned: MeasureState | None) -> bool:
    return planned is None or (item.begun and planned is not MeasureState.REACHED)


def _task(plan: MeasurePlan, names: Mapping[int, str], slots: Sequence[Slot]) -> tuple[int, Task]:
    slot = len(slots) - 1 if plan.put_off else None
    return plan.rank, Task(key=plan.service_id, name=names[plan.service_id], office=plan.office, slot=slot)


def _staying(item: Earlier, slots: Sequence[Slot]) -> Task:
    slot = slot_for(slots, item.wave, item.target_on)
    return Task(key=item.service_id, name=item.name, office=item.office, slot=slot, earlier=True)


def _order(task: tuple[int, Task]) -> tuple[int, int]:
    return task[0], task[1].key


def _placed(
    plan: MeasurePlan, slots: Sequence[Slot], found: Mapping[int, int], frame: Frame, stays: Mapping[int, Earlier]
) -> MeasurePlan:
    if plan.service_id not in found:
        return plan
    slot = slots[found[plan.service_id]]
    if item := stays.get(plan.service_id):
        return replace(plan, wave=slot.wave.key, starts_on=item.starts_on, target_on=item.target_on, state=MeasureState.STARTED)
    state = state_on(slot.first, frame.today)
    return replace(plan, wave=slot.wave.key, starts_on=slot.first, target_on=min(slot.last, frame.target.deadline), state=state)
